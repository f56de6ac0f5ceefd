/** The quantities that `pe` and `simd` must divide. */
import { channels, inputDepth, productsPerOutput } from '../network';
import { divisors } from './divisors';
import type { Known } from './layer-parts';

export interface Dividend {
  /** `F` filters or units, `C·K/G` products per output value, `C` channels. */
  readonly divides: 'F' | 'C·K/G' | 'C' | 'rank' | 'none';
  readonly total: number;
  /** Ascending. */
  readonly legal: readonly number[];
}

export interface Dividends {
  readonly pe: Dividend;
  readonly simd: Dividend;
}

/** The table of kinds has one such function for each. */
export type DividendsOf = (layer: Known) => Dividends;

const none: Dividend = { divides: 'none', total: 1, legal: [1] };
const neither: Dividends = { pe: none, simd: none };

/** For layers on which neither factor has an effect. */
export const undivided = (): Dividends => neither;

/**
 * PE divides the filters or units, SIMD the products per output value; beyond the values of one position SIMD is a multiple
 * of them, so that whole kernel positions are multiplied at once.
 */
export const matrixDividends: DividendsOf = ({ spec, inShape, outShape, window, groups }) => {
  const rows = spec.rank ?? channels(outShape);
  const width = productsPerOutput(spec, inShape, window, groups);
  const step = inputDepth(spec, inShape) / groups;
  const simd = divisors(width).filter((value) => value <= step || value % step === 0);
  return {
    pe: { divides: spec.rank === undefined ? 'F' : 'rank', total: rows, legal: divisors(rows) },
    simd: { divides: 'C·K/G', total: width, legal: simd },
  };
};

/** PE divides the channels of each input: words of PE channels must end where an image's channels end. */
export const channelDividends: DividendsOf = ({ inputs }) => {
  const counts = inputs.map((shape) => (shape === undefined ? 1 : channels(shape)));
  const total = counts.reduce(greatestCommonDivisor);
  return { pe: { divides: 'C', total, legal: divisors(total) }, simd: none };
};

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
