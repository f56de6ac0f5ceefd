export { uncalibratedBand, type Band } from './band';
export { cpuNs } from './cpu';
export { decisionCost, type DecisionCost, type DecisionKind } from './decision';
export type { Fifo } from './fifo';
export { freshLayerCost, layerCost, writtenParallelism, type LayerCost } from './layer-cost';
export type { Bottleneck, Process } from './process';
export { costKey, createMemo } from './memo';
export { moduleCost, type ModuleCost, type ModuleOptions } from './module-cost';
export type { ModuleLayer } from './module-graph';
export type { CostOptions } from './options';
export {
  checkParallelism,
  legalParallelism,
  type LegalParallelism,
  type ParallelismProblem,
} from './parallelism';
export { shellCost, type ShellCost, type ShellOptions } from './shell';
export type { Term } from './term';
