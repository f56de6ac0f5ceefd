/** The cost model: cycles and resources of layers and modules, with the terms that explain them. */
export {
  assumed,
  type BandedTerms,
  endsOf,
  mergeBands,
  shiftOfSum,
  type Spread,
  spreadOf,
} from './prices/band';
export { cpuNs } from './cpu';
export { decisionCost, type DecisionCost, type DecisionKind } from './units/decision';
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
export { dmasOf, moduleCost, type ModuleCost, type ModuleOptions } from './pipeline/module-cost';
export type {
  ModuleEntry,
  ModuleGraph,
  ModuleLayer,
  ModuleResult,
  ModuleSource,
} from './pipeline/module-graph';
export { slackText } from './pipeline/fifo';
export { inputsApart, lagOfProcess } from './pipeline/in-flight';
export type { CostOptions } from './options';
export { checkParallelism, legalParallelism, parallelWords, type ParallelismProblem } from './parallelism';
export {
  disagreements,
  opinionFootnote,
  opinionKinds,
  secondOpinions,
  type Opinion,
  type OpinionKind,
} from './peers/second-opinion';
export { type Refusal, refusedFolding, refusedWords } from './refusals';
export { dmaCost, shellCost } from './shell';
export { type Term, total } from './prices/term';
export { kindCost } from './kinds';
export { lutramDepth } from './prices/memory';
export type { ModuleNode, Wire } from './pipeline/module-graph';
export { bytesOf, moduleGraph } from './pipeline/module-graph';
export { productOf } from './units/multiplier';
export { templateAccumulatorBits } from './units/mvu';
export { overlaps } from './units/pool';
export { readLanes } from './read-lanes';
export { orderProblem, weightStationary } from './units/weight-stationary';
export { orderChoice } from './order-choice';
export { repacking } from './units/adapters';
export { windowChoice } from './window-choice';
export {
  canBeAtOnce,
  hasShortLines,
  type ParallelWindow,
  parallelWindow,
  windowFifoDepth,
} from './units/parallel-window';
export { type GroupOrder, groupOrder, hasWindow } from './units/groups';
