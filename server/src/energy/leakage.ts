/** Static power of a chip by die and temperature of its junction. */
import type { Part } from '../device/index';
import type { Celsius, Watts } from '../base/units';
import { type Amount, within } from './amount';
import { coefficients, type Leakage } from './coefficients';

export interface StaticPower {
  readonly watts: Amount;
  readonly source: string;
}

/** Volts of Vccint, Vccaux and the processing system's core supply (DS187, DS191, DS925: typical). */
const volts = {
  '7series': { int: 1, aux: 1.8, ps: 1 },
  'ultrascale+': { int: 0.85, aux: 1.8, ps: 0.85 },
} as const;
/** Kria modules have silicon of grade -2LV, at lower voltage. */
const lowVolts = { int: 0.72, aux: 1.8, ps: 0.85 } as const;

export function supplyVolts(
  family: Part['family'],
  isKria: boolean,
): { readonly int: number; readonly aux: number; readonly ps: number } {
  return isKria ? lowVolts : volts[family];
}

/**
 * UltraScale+ dies that no report is of: PL static at 29 °C = 0.05 W + 2.4 mW per 1,000 LUT, as zu3eg, zu4eg and zu7ev lie,
 * and 0.1 W of the processing system. A fifth of the PL's is Vccint's and grows with the temperature.
 */
const byLuts = { atC: 29, baseW: 0.05, perLutW: 2.4e-6, psW: 0.1, band: 0.4, intShare: 0.2, perDegree: 0.04 };

/**
 * Leakage by the reports' rails: Σ V · I(T0) · exp(k · (T − T0)), and what does not depend on the temperature. Undefined for
 * a die that no report is of. A region that holds a blank leaks like a full one: the PL has no power gating.
 */
export function staticPower(part: Part, isKria: boolean, junctionC: Celsius): StaticPower | undefined {
  const own =
    isKria && part.die === 'xczu5' ? coefficients().leakage['k26'] : coefficients().leakage[part.die];
  if (own !== undefined) {
    const supply = supplyVolts(part.family, isKria);
    const watts =
      own.restW +
      rails(own).reduce((w, [kind, [amps, k]]) => w + supply[kind] * amps * grown(k, junctionC - own.atC), 0);
    const reports = own.reports === 1 ? '1 power report' : `${own.reports} power reports`;
    return { watts: within(watts, own.band), source: `${reports} of this die, process typical` };
  }
  if (part.family === '7series') return undefined;
  const { atC, baseW, perLutW, psW, band, intShare, perDegree } = byLuts;
  const fabricW = baseW + perLutW * part.dieTotals.lut;
  const watts: Watts = psW + fabricW * (1 - intShare + intShare * grown(perDegree, junctionC - atC));
  return {
    watts: within(watts, band),
    source: 'no report of this die: by its LUTs, as zu3eg, zu4eg and zu7ev lie',
  };
}

function rails({ int, aux, ps }: Leakage) {
  return [
    ['int', int],
    ['aux', aux],
    ['ps', ps],
  ] as const;
}

const grown = (perDegree: number, degrees: number): number => Math.exp(perDegree * degrees);
