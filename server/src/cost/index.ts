export { uncalibratedBand, type Band } from './band';
export { decisionCost, type DecisionCost, type DecisionKind } from './decision';
export { layerCost, writtenParallelism, type LayerCost } from './layer-cost';
export type { Bottleneck, Process } from './process';
export type { CostOptions } from './options';
export {
  checkParallelism,
  legalParallelism,
  type LegalParallelism,
  type ParallelismProblem,
} from './parallelism';
export type { Term } from './term';
