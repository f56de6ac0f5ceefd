/** Power of this very design, by report_power of its routed configurations. */
import type { Family } from '../device/index';
import type { Hertz, Watts } from '../base/units';
import type { Amount } from './amount';
import { coefficients } from './coefficients';

export interface Reported {
  readonly staticW?: Watts;
  readonly clockHz?: Hertz;
  /** Absent in a file that is only a summary, which tells no categories. */
  readonly parts?: {
    readonly psW: Watts;
    readonly clocksW: Watts;
    readonly logicW: Watts;
    readonly bramW: Watts;
    readonly dspW: Watts;
    readonly lut: number;
    readonly bram18: number;
    readonly dsp: number;
  };
}

/** By so much versions of Vivado differ in the total of one design. */
const VERSIONS = 0.05;

/** Base power, its clock tree and its leakage as means of the configurations, from the least to the most of them. */
export function reportedBase(
  reports: readonly Reported[],
):
  | { readonly watts: Amount; readonly clock: Amount; readonly leakage: Amount; readonly count: number }
  | undefined {
  const told = reports.flatMap(({ staticW, parts }) =>
    staticW !== undefined && parts ? [{ staticW, ...parts }] : [],
  );
  if (told.length === 0) return undefined;
  const over = (of: (each: (typeof told)[number]) => number): Amount => {
    const all = told.map(of);
    const value = all.reduce((a, b) => a + b, 0) / all.length;
    return { value, low: Math.min(...all) * (1 - VERSIONS), high: Math.max(...all) * (1 + VERSIONS) };
  };
  return {
    watts: over((r) => r.psW + r.staticW + r.clocksW),
    clock: over((r) => r.clocksW),
    leakage: over((r) => r.staticW),
    count: told.length,
  };
}

/** Dynamic power of logic, memories and multipliers in reports ÷ what the prices give for the same components; 1 if there are none. */
export function reportedScale(family: Family, reports: readonly Reported[]): number {
  const { lut, bram18, dsp } = coefficients().prices[family];
  let reported = 0;
  let priced = 0;
  for (const { parts, clockHz } of reports) {
    if (parts === undefined || clockHz === undefined) continue;
    reported += parts.logicW + parts.bramW + parts.dspW;
    priced += (lut[1] * parts.lut + bram18[1] * parts.bram18 + dsp[1] * parts.dsp) * 1e-12 * clockHz;
  }
  return reported > 0 && priced > 0 ? reported / priced : 1;
}
