import type { Codes } from '../../model/lower/lowered';
import { powerAbove } from '../../arithmetic/index';

/** Sixteen bins an octave: a step is off by 4 % at most, which costs nothing. */
const BINS_PER_OCTAVE = 16;
const LOWEST_OCTAVE = -24;
const OCTAVES = 48;
const BINS = OCTAVES * BINS_PER_OCTAVE;

/**
 * How the step of a tensor's integers is found: with the least mean square error, with nothing cut off, or with all but
 * the largest ten-thousandth of what is not zero inside.
 */
export type StepRule = 'least squared error' | 'maximum' | 'percentile';

/** Share of the values that are not zero which `percentile` leaves inside. */
const INSIDE = 0.9999;

/** How large the values of one tensor are, counted by channel over calibration data. */
export class Range {
  private readonly bins: Uint32Array;
  private readonly most: Float64Array;

  constructor(private readonly channels: number) {
    this.bins = new Uint32Array(channels * BINS);
    this.most = new Float64Array(channels);
  }

  /** @param values of one sample, channel by channel */
  add(values: ArrayLike<number>): void {
    const area = values.length / this.channels;
    for (let i = 0; i < values.length; i++) {
      const size = Math.abs(values[i] ?? 0);
      if (size === 0) continue;
      const channel = Math.floor(i / area);
      if (size > (this.most[channel] ?? 0)) this.most[channel] = size;
      const bin = Math.floor((Math.log2(size) - LOWEST_OCTAVE) * BINS_PER_OCTAVE);
      const at = channel * BINS + Math.min(Math.max(bin, 0), BINS - 1);
      this.bins[at] = (this.bins[at] ?? 0) + 1;
    }
  }

  /**
   * For each channel the step of symmetric integers up to `max`: a smaller one against fewer values that are cut off.
   * 0 where there is nothing but zeros.
   */
  steps(max: number, rule: StepRule): Float64Array {
    return this.most.map((most, c) =>
      stepBy(rule, this.bins.subarray(c * BINS, (c + 1) * BINS), most, max, BINS_PER_OCTAVE),
    );
  }

  /** The same for all channels together, of values multiplied by a factor a channel. */
  step(max: number, factors: Float64Array, rule: StepRule): number {
    return stepBy(rule, this.whole(factors), this.largest(factors), max, BINS_PER_OCTAVE);
  }

  /** The best step for all channels among powers of two, of values multiplied by a factor a channel. */
  codes({ min, max }: Pick<Codes, 'min' | 'max'>, rule: StepRule, factors?: Float64Array): Codes {
    const whole = powerAbove(this.largest(factors) / max);
    const scale = stepBy(rule, this.whole(factors), this.largest(factors), max, 1, whole);
    return { scale: scale > 0 ? scale : 1, zeroPoint: 0, min, max };
  }

  /** Integers of 16 bits with room for scores twice as large as any that was seen. */
  scoreCodes(): Codes {
    const step = (SCORE_ROOM * this.largest()) / SCORE_MAX;
    const scale = step > 0 && Number.isFinite(step) ? powerAbove(step) : 1;
    return { scale, zeroPoint: 0, min: -SCORE_MAX - 1, max: SCORE_MAX };
  }

  private largest(factors?: Float64Array): number {
    return this.most.reduce((most, m, c) => Math.max(most, m * (factors?.[c] ?? 1)), 0);
  }

  private whole(factors?: Float64Array): Float64Array {
    const sum = new Float64Array(BINS);
    for (let c = 0; c < this.channels; c++) {
      const shift = Math.round(Math.log2(factors?.[c] ?? 1) * BINS_PER_OCTAVE);
      for (let bin = 0; bin < BINS; bin++) {
        const at = Math.min(Math.max(bin + shift, 0), BINS - 1);
        sum[at] = (sum[at] ?? 0) + (this.bins[c * BINS + bin] ?? 0);
      }
    }
    return sum;
  }
}

const SCORE_MAX = 32_767;
const SCORE_ROOM = 2;

/** Means of the values of one tensor. */
export class Means {
  private readonly sums: Float64Array;
  private samples = 0;

  /** @param cells one for each value, or for each channel */
  constructor(readonly cells: number) {
    this.sums = new Float64Array(cells);
  }

  add(values: ArrayLike<number>): void {
    const area = values.length / this.sums.length;
    for (let i = 0; i < values.length; i++) {
      const cell = Math.floor(i / area);
      this.sums[cell] = (this.sums[cell] ?? 0) + (values[i] ?? 0) / area;
    }
    this.samples++;
  }

  /** Of the value or channel. */
  at(cell: number): number {
    return this.samples === 0 ? 0 : (this.sums[cell] ?? 0) / this.samples;
  }
}

/** Octaves that may be cut off at the top: beyond, rare large values carry the decision. */
const MOST_CUT = 4;

/**
 * @param perOctave steps that may be taken, down from `whole`
 * @param whole a step with which nothing is cut off
 */
function stepBy(
  rule: StepRule,
  bins: ArrayLike<number>,
  most: number,
  max: number,
  perOctave: number,
  whole = most / max,
): number {
  if (!(most > 0) || !Number.isFinite(most)) return 0;
  if (rule === 'least squared error') return bestStep(bins, most, max, perOctave, whole);
  const limit = rule === 'maximum' ? most : Math.min(most, sizeOfShare(bins, INSIDE));
  // The next of those that may be taken above it.
  return whole * 2 ** (Math.ceil(Math.log2(limit / (whole * max)) * perOctave) / perOctave);
}

/** Size below which a share of the counted values lies, to a bin. */
function sizeOfShare(bins: ArrayLike<number>, share: number): number {
  let total = 0;
  for (let bin = 0; bin < BINS; bin++) total += bins[bin] ?? 0;
  let counted = 0;
  for (let bin = 0; bin < BINS; bin++) {
    counted += bins[bin] ?? 0;
    if (counted >= share * total) return 2 ** (LOWEST_OCTAVE + (bin + 1) / BINS_PER_OCTAVE);
  }
  return Number.POSITIVE_INFINITY;
}

/** Tried are `whole` and smaller ones, so many an octave. */
function bestStep(
  bins: ArrayLike<number>,
  most: number,
  max: number,
  perOctave: number,
  whole: number,
): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < MOST_CUT * perOctave; i++) {
    const step = whole * 2 ** (-i / perOctave);
    const error = squaredError(bins, step, max, most);
    if (error < least) [best, least] = [step, error];
  }
  return best;
}

function squaredError(bins: ArrayLike<number>, step: number, max: number, most: number): number {
  const limit = step * max;
  // A rounded value is off by step² ÷ 12 in the mean; one below half a step by itself.
  const rounding = (step * step) / 12;
  let sum = 0;
  for (let bin = 0; bin < BINS; bin++) {
    const count = bins[bin] ?? 0;
    if (count === 0) continue;
    // The middle of the last bin may lie above the largest value, which then would seem to be cut off.
    const size = Math.min(2 ** (LOWEST_OCTAVE + (bin + 0.5) / BINS_PER_OCTAVE), most);
    sum += count * (size > limit ? (size - limit) ** 2 : size < step / 2 ? size * size : rounding);
  }
  return sum;
}
