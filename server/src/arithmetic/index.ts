/** Integer arithmetic of quantised networks, bit for bit as the exported kernels compute it. */
export { type DecisionCriterion, decide, decisionUnit, isExported } from './decision';
export { alignmentOf } from './elementwise';
export { integerType } from './integer-type';
export { kindArithmetic } from './kinds';
export { accumulatorBounds } from './matrix';
export { powerAbove, powerOfTwoLine } from './exponent';
export type { LayerNumbers, Quantisation } from './quantised';
export { randomNumbers } from './random-numbers';
export { requantise, roundHalfEven, scalingOf } from './requantise';
export { isWire, outputFloor, runList } from './run';
export type { DecisionUnit } from './decision';
export { logarithmTable, naturalLogOf2 } from './exponent';
export { dividesAlike, meanScale } from './pool';
export type { Matrix, QuantisedDesign, QuantisedList } from './quantised';
export { decompose } from './requantise';
