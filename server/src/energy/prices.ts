/** What clock, logic, memories and multipliers take in a cycle. */
import type { Family } from '../device/index';
import type { Interval } from '../base/band';
import type { Resources } from '../base/resources';
import type { Hertz } from '../base/units';
import { type Amount, byFactor } from './amount';
import { coefficients } from './coefficients';

/** Vectorless estimates of one generator on one board already differ by 3.5 per LUT: a median is good to this factor. */
const DATA_FACTOR = 3;

/** The clock tree, watts: by its tenth and ninetieth percentile. */
export function clockPower(family: Family, flipFlops: number, clockHz: Hertz): Amount {
  const [low, value, high] = coefficients().prices[family].ff;
  const watts = (pj: number): number => pj * 1e-12 * flipFlops * clockHz;
  return { value: watts(value), low: watts(low), high: watts(high) };
}

/**
 * Joules of logic, signals, memories and multipliers in the cycles that a module works. The band is that of the prices and
 * that of the LUTs, which are independent: in the logarithm, by squares.
 */
export function dataEnergy(
  family: Family,
  resources: Pick<Resources, 'lut' | 'bram18' | 'dsp'>,
  lutBand: Interval,
  cycles: number,
): Amount {
  const { lut, bram18, dsp } = coefficients().prices[family];
  const perCycle = lut[1] * resources.lut + bram18[1] * resources.bram18 + dsp[1] * resources.dsp;
  const below = combined(1 / Math.max(0.05, 1 - lutBand.low));
  return byFactor(perCycle * 1e-12 * cycles, below, combined(1 + lutBand.high));
}

function combined(factor: number): number {
  return Math.exp(Math.hypot(Math.log(DATA_FACTOR), Math.log(factor)));
}
