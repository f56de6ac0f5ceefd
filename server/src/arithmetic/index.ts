export { type DecisionCriterion, decide, decisionUnit } from './decision';
export { alignmentOf } from './elementwise';
export { accumulatorBounds } from './matrix';
export { powerOfTwoLine } from './exponent';
export type { LayerNumbers, Quantisation } from './quantised';
export { randomNumbers } from './random-numbers';
export { requantise, scalingOf } from './requantise';
export { isWire, outputFloor, runList } from './run';
