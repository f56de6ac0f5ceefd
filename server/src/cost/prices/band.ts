/** Uncertainty bands of estimates. */
import { around, type Band, exactly, type Interval, noBand } from '../../base/band';
import type { ResourceKind, Resources } from '../../base/resources';
import { assumedBand, coefficients, type Uncertainty } from './price';
import type { Term } from './term';

/** Band of figures from reports of similar designs or from data sheets, rather than from measured modules. */
export const assumed: Band = { ...noBand, lut: around(assumedBand), ff: around(assumedBand) };

/** The others are counted. */
type Estimated = 'lut' | 'ff' | 'dsp';

/** Terms that share a band. Without an uncertainty they have the band of assumed figures. */
export interface BandedTerms {
  readonly terms: readonly Term[];
  readonly uncertainty?: Uncertainty;
}

/**
 * What is needed to add up bands. Errors of single layers are independent, so their squares are added; prices that are
 * assumed, or counted in Verilog of our own, are wrong in all layers alike, so their ends are added as they are.
 */
export interface Spread {
  readonly lut: Width;
  readonly ff: Width;
  readonly dsp: Width;
}

/** In LUTs, flip-flops or blocks. */
interface Width {
  readonly value: number;
  /** Sum of the squares of the half widths of layers, and the value that those are of. */
  readonly squares: number;
  readonly fitted: number;
  readonly low: number;
  readonly high: number;
}

const noWidth: Width = { value: 0, squares: 0, fitted: 0, low: 0, high: 0 };

export const noSpread: Spread = { lut: noWidth, ff: noWidth, dsp: noWidth };

function intervalOf(uncertainty: Uncertainty | undefined, kind: ResourceKind): Interval {
  if (uncertainty === undefined) return assumed[kind];
  return kind === 'lut' || kind === 'ff' || kind === 'dsp' ? (uncertainty.band[kind] ?? exactly) : exactly;
}

/** The ends of one term of a part. */
export function endsOf(
  part: BandedTerms,
  { of, value }: Term,
): { readonly least: number; readonly most: number } {
  const { low, high } = of === 'cycles' ? exactly : intervalOf(part.uncertainty, of);
  return { least: value * (1 - low), most: value * (1 + high) };
}

/** The spread of one layer: its fitted parts share one network's error, so their half widths are added. */
export function spreadOf(parts: readonly BandedTerms[]): Spread {
  const widthOf = (kind: Estimated): Width => {
    let [value, half, fitted, low, high] = [0, 0, 0, 0, 0];
    for (const { terms, uncertainty } of parts) {
      let sum = 0;
      for (const each of terms) if (each.of === kind) sum += each.value;
      if (sum === 0) continue;
      value += sum;
      const band = intervalOf(uncertainty, kind);
      if (uncertainty?.fitted === true) {
        half += sum * band.low;
        fitted += sum;
      } else {
        low += sum * band.low;
        high += sum * band.high;
      }
    }
    return { value, squares: half * half, fitted, low, high };
  };
  return { lut: widthOf('lut'), ff: widthOf('ff'), dsp: widthOf('dsp') };
}

export function addSpreads(a: Spread, b: Spread): Spread {
  return { lut: added(a.lut, b.lut), ff: added(a.ff, b.ff), dsp: added(a.dsp, b.dsp) };
}

function added(a: Width, b: Width): Width {
  return {
    value: a.value + b.value,
    squares: a.squares + b.squares,
    fitted: a.fitted + b.fitted,
    low: a.low + b.low,
    high: a.high + b.high,
  };
}

/** Band of a single layer or unit. */
export function bandOf(spread: Spread): Band {
  return withCommon(spread, { lut: 0, ff: 0 });
}

/**
 * Band of layers together. What a network's fitted parts are off alike (another version of the tools, what lies between
 * the parts) does not average out: it is taken from whole networks.
 */
export function bandOfSum(spread: Spread, common = coefficients.totals): Band {
  return withCommon(spread, common);
}

function withCommon(spread: Spread, common: { readonly lut: number; readonly ff: number }): Band {
  const of = (width: Width, share: number): Interval => {
    const { value, low, high } = width;
    if (value === 0) return exactly;
    const half = halfOf(width, share);
    return { low: Math.min(1, (half + low) / value), high: (half + high) / value };
  };
  return {
    ...noBand,
    lut: of(spread.lut, common.lut),
    ff: of(spread.ff, common.ff),
    dsp: of(spread.dsp, 0),
  };
}

/** Half width of the fitted parts of layers together, in the unit of the resource. */
function halfOf({ squares, fitted }: Width, share: number): number {
  return Math.sqrt(squares + (share * fitted) ** 2);
}

/** How far the ends of a sum move when the errors of its layers are not added up as if all were wrong alike. */
export interface Shift {
  readonly low: number;
  readonly high: number;
}

/** Of layers together, against the ends of their terms added up. */
export function shiftOfSum(each: readonly Spread[], kind: ResourceKind, common = coefficients.totals): Shift {
  if (kind !== 'lut' && kind !== 'ff' && kind !== 'dsp') return { low: 0, high: 0 };
  const whole = each.reduce(addSpreads, noSpread)[kind];
  const alone = each.reduce((sum, spread) => sum + Math.sqrt(spread[kind].squares), 0);
  const half = halfOf(whole, kind === 'dsp' ? 0 : common[kind]);
  const least = Math.max(0, whole.value - half - whole.low);
  return { low: least - (whole.value - alone - whole.low), high: half - alone };
}

/** Band of modules together: their errors have the same causes, so the ends are added. */
export function mergeBands(parts: readonly { readonly resources: Resources; readonly band: Band }[]): Band {
  const of = (kind: ResourceKind): Interval => {
    let [value, low, high] = [0, 0, 0];
    for (const { resources, band } of parts) {
      value += resources[kind];
      low += resources[kind] * band[kind].low;
      high += resources[kind] * band[kind].high;
    }
    return value > 0 ? { low: low / value, high: high / value } : exactly;
  };
  return { ...noBand, lut: of('lut'), ff: of('ff'), dsp: of('dsp') };
}
