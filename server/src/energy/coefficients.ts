/** What was fitted to public power reports. */
import type { Family } from '../device/index';
import fitted from './data/fitted.json';

/** A supply's leakage: amperes at the reference temperature, and the exponent per degree. */
type Rail = readonly [amperes: number, perDegree: number];

/** Leakage of a die, process `typical`. */
export interface Leakage {
  readonly atC: number;
  readonly int: Rail;
  readonly aux: Rail;
  readonly ps: Rail;
  /** What the rails leave of the total: supplies whose currents do not depend on the temperature. */
  readonly restW: number;
  /** Half width, a share. */
  readonly band: number;
  readonly reports: number;
  readonly owners: number;
}

/** Tenth, median and ninetieth percentile of what a component takes in a clock cycle, in picojoules. */
type Price = readonly [low: number, median: number, high: number];

export interface Prices {
  /** Its share of the clock tree. */
  readonly ff: Price;
  /** Logic and signals. */
  readonly lut: Price;
  readonly bram18: Price;
  readonly dsp: Price;
}

export interface Coefficients {
  readonly leakage: Readonly<Record<string, Leakage>>;
  readonly prices: Readonly<Record<Family, Prices>>;
}

const inForce: { coefficients: Coefficients } = { coefficients: fitted as unknown as Coefficients };

export function coefficients(): Coefficients {
  return inForce.coefficients;
}

/** The same model by other coefficients, for the check of those that were fitted to other reports. */
export function withCoefficients<T>(others: Coefficients, run: () => T): T {
  const before = inForce.coefficients;
  inForce.coefficients = others;
  try {
    return run();
  } finally {
    inForce.coefficients = before;
  }
}
