export { assumed, mergeBands } from './band';
export { cpuNs } from './cpu';
export { decisionCost, type DecisionCost, type DecisionKind } from './decision';
export {
  freshLayerCost,
  isUnknown,
  layerCost,
  unknownLayer,
  writtenParallelism,
  type LayerCost,
} from './layer-cost';
export type { Process } from './process';
export { costKey } from './memo';
export { moduleCost, type ModuleCost, type ModuleOptions } from './module-cost';
export type { ModuleLayer } from './module-graph';
export type { CostOptions } from './options';
export { checkParallelism, legalParallelism, type ParallelismProblem } from './parallelism';
export {
  disagreements,
  opinionFootnote,
  opinionKinds,
  secondOpinions,
  type Opinion,
  type OpinionKind,
} from './second-opinion';
export { type Refusal, refusedFolding, refusedWords } from './refusals';
export { shellCost, weightDmaCost } from './shell';
export type { Term } from './term';
export { kindCost } from './kinds';
export { lutramDepth } from './memory';
export type { ModuleNode, Wire } from './module-graph';
export { moduleGraph } from './module-graph';
export { productOf } from './multiplier';
export { needsWindow } from './window';
