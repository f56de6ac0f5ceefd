/** Energy: base power of board or chip, and what modules take while they work. */
export { type Amount, none, sum, times, timesAmount, within } from './amount';
export {
  type BasePower,
  basePower,
  breakEvenPeriodNs,
  leakageOf,
  leakageSaved,
  movedBase,
} from './base-power';
export { coefficients, withCoefficients, type Leakage, type Prices } from './coefficients';
export { staticPower, supplyVolts } from './leakage';
export { reportedScale } from './reported';
export { clockPower, dataEnergy } from './prices';
