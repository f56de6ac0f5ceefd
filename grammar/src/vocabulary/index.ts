/**
 * Every word of the language, in one place: the parser looks up here what may follow a word, completion and hover show
 * it, and a test compares the TextMate grammar with it.
 */
export {
  comparisons,
  numberTypes,
  unitWords,
  loopOrders,
  type LoopOrder,
  weightMemories,
  type BlockKind,
  type BlockSpec,
  type LinkWord,
  type ReferenceKind,
  type SettingSpec,
  type ValueForm,
  type WeightMemory,
} from './forms';
export { attributes, fromSpec, layerKinds, otherNames, type LayerKind, type LayerSpec } from './layers';
export { blocks } from './blocks';
export {
  confidenceWord,
  criteria,
  criterionSpecs,
  criterionText,
  decisionMeanings,
  policies,
  ports,
  positionCriteria,
  type Criterion,
  type Policy,
  type PortKind,
} from './decisions';
export { budgetMetric, budgetMetrics, metrics, type BudgetMetric, type MetricSpec } from './metrics';
export {
  isPublishedFigure,
  paperKinds,
  paperMeanings,
  publishedFigures,
  publishedInner,
  publishedSpec,
  type PaperKind,
  type PublishedFigure,
  type Subject,
} from './published';
export * from './lookup';
