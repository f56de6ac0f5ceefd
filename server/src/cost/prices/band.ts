import type { ResourceKind } from '../../base/resources';
import { assumedBand, type Uncertainty } from './price';
import type { Term } from './term';

/** Half width of an estimate as a share of it, by resource: 0.5 is ±50 %. */
export type Band = Readonly<Record<ResourceKind, number>>;

/** What is taken from reports of similar designs, or from data sheets' words, and not from measured modules. */
export const assumed: Band = { lut: assumedBand, ff: assumedBand, dsp: 0, bram18: 0, uram: 0 };

const none: Band = { lut: 0, ff: 0, dsp: 0, bram18: 0, uram: 0 };

/** Terms that share a band. Without an uncertainty of their own they are assumed. */
export interface BandedTerms {
  readonly terms: readonly Term[];
  readonly uncertainty?: Uncertainty;
}

/**
 * Band of several parts: their half widths added up. All prices come from one fit of one tool's results, so that
 * one part's error says more about another's than chance would.
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

/** The same of parts that are summed up already. */
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
