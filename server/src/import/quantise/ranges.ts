import type { Codes } from '../lower/lowered';

/** Sixteen bins an octave: a scale is chosen among powers of two, so that finer ones would change nothing. */
const BINS_PER_OCTAVE = 16;
const LOWEST_OCTAVE = -24;
const OCTAVES = 48;

/** How large the values of one tensor are, counted over calibration data. */
export class Range {
  private readonly bins = new Float64Array(OCTAVES * BINS_PER_OCTAVE);
  private most = 0;
  private count = 0;

  add(values: ArrayLike<number>): void {
    const { length } = values;
    for (let i = 0; i < length; i++) {
      const size = Math.abs(values[i] ?? 0);
      if (size > this.most) this.most = size;
      this.count++;
      if (size === 0) continue;
      const bin = Math.floor((Math.log2(size) - LOWEST_OCTAVE) * BINS_PER_OCTAVE);
      const within = Math.min(Math.max(bin, 0), this.bins.length - 1);
      this.bins[within] = (this.bins[within] ?? 0) + 1;
    }
  }

  get largest(): number {
    return this.most;
  }

  /**
   * The step of symmetric integers up to `max` that leaves the least mean square error: a smaller one against fewer
   * values that are cut off. 0 where there is nothing but zeros.
   */
  step(max: number): number {
    if (this.most === 0 || !Number.isFinite(this.most)) return 0;
    const whole = this.most / max;
    let best = whole;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < MOST_CUT * BINS_PER_OCTAVE; i++) {
      const step = whole * 2 ** (-i / BINS_PER_OCTAVE);
      const error = this.squaredError(step, max);
      if (error < least) [best, least] = [step, error];
    }
    return best;
  }

  /** The same among powers of two, as integers of a value. */
  codes(min: number, max: number): Codes {
    if (this.most === 0 || !Number.isFinite(this.most)) return { scale: 1, zeroPoint: 0, min, max };
    const whole = Math.ceil(Math.log2(this.most / max));
    const exponents = Array.from({ length: MOST_CUT }, (_, i) => whole - i);
    const errors = exponents.map((e) => this.squaredError(2 ** e, max));
    const best = exponents[errors.indexOf(Math.min(...errors))] ?? whole;
    return { scale: 2 ** best, zeroPoint: 0, min, max };
  }

  private squaredError(scale: number, max: number): number {
    const limit = scale * max;
    // A rounded value is off by step² ÷ 12 in the mean; one below half a step by itself.
    const rounding = (scale * scale) / 12;
    let sum = 0;
    for (let bin = 0; bin < this.bins.length; bin++) {
      const count = this.bins[bin] ?? 0;
      if (count === 0) continue;
      const size = 2 ** (LOWEST_OCTAVE + (bin + 0.5) / BINS_PER_OCTAVE);
      sum += count * (size > limit ? (size - limit) ** 2 : size < scale / 2 ? size * size : rounding);
    }
    return sum;
  }
}

/** Octaves that may be cut off at the top: beyond, rare large values carry the decision. */
const MOST_CUT = 4;
