/** Uncertainty bands of estimates. */
import type { ResourceKind } from '../../base/resources';
import { assumedBand, type Uncertainty } from './price';
import type { Term } from './term';

/** Half width of an estimate, as a share of it, for each resource: 0.5 is ±50 %. */
export type Band = Readonly<Record<ResourceKind, number>>;

/** Band of figures from reports of similar designs or from data sheets, rather than from measured modules. */
export const assumed: Band = { lut: assumedBand, ff: assumedBand, dsp: 0, bram18: 0, uram: 0 };

const none: Band = { lut: 0, ff: 0, dsp: 0, bram18: 0, uram: 0 };

/** Terms that share a band. Without an uncertainty they have the band of assumed figures. */
export interface BandedTerms {
  readonly terms: readonly Term[];
  readonly uncertainty?: Uncertainty;
}

/**
 * Band of several parts: the sum of their half widths. All prices come from one fit of one tool's results, so errors of
 * parts are correlated.
 */
export function bandOf(parts: readonly BandedTerms[]): Band {
  let [lut, ff, halfLut, halfFf] = [0, 0, 0, 0];
  for (const { terms, uncertainty } of parts) {
    const band = uncertainty?.band ?? assumed;
    for (const { of, value } of terms) {
      if (of === 'lut') {
        lut += value;
        halfLut += value * band.lut;
      } else if (of === 'ff') {
        ff += value;
        halfFf += value * band.ff;
      }
    }
  }
  if (lut === 0 && ff === 0) return none;
  return { ...none, lut: lut > 0 ? halfLut / lut : 0, ff: ff > 0 ? halfFf / ff : 0 };
}

/** The same for parts that are already summed. */
export function mergeBands(
  parts: readonly {
    readonly resources: { readonly lut: number; readonly ff: number };
    readonly band: Band;
  }[],
): Band {
  let [lut, ff, halfLut, halfFf] = [0, 0, 0, 0];
  for (const { resources, band } of parts) {
    lut += resources.lut;
    ff += resources.ff;
    halfLut += resources.lut * band.lut;
    halfFf += resources.ff * band.ff;
  }
  return { ...none, lut: lut > 0 ? halfLut / lut : 0, ff: ff > 0 ? halfFf / ff : 0 };
}
