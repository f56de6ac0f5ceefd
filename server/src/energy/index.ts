/** Energy: base power of board or chip, and what modules take while they work. */
export { type Amount, none, sum, times, timesAmount, within } from './amount';
export { type BasePower, USUAL_AMBIENT, basePower, breakEvenPeriodNs } from './base-power';
export { coefficients, withCoefficients, type Coefficients, type Leakage, type Prices } from './coefficients';
export { staticPower, supplyVolts } from './leakage';
export { type Reported, reportedBase, reportedScale } from './reported';
export { clockPower, dataEnergy } from './prices';
