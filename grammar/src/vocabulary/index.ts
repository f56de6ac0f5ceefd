/**
 * Every word of the language, in one place: the parser reads it to know what may follow a word, completion
 * and hover show it, and a test holds the TextMate grammar to it.
 */
export {
  comparisons,
  criteria,
  numberTypes,
  unitWords,
  type BlockKind,
  type BlockSpec,
  type MetricSpec,
  type ReferenceKind,
  type SettingSpec,
  type ValueForm,
} from './forms';
export { attributes, fromSpec, layerKinds, otherNames } from './layers';
export { blocks, metrics } from './blocks';
export * from './lookup';
