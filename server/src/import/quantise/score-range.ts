import type { Codes } from '../lower/lowered';
import { powerAbove } from './fit';

/** One sample in a hundred may have its runner-up cut off. */
const CUT_SHARE = 0.01;

/**
 * How large the scores of an output are. A decision looks at the largest ones of a sample only, so those far below
 * may be cut off, and the integers are spent on where winner and runner-up lie.
 */
export class ScoreRange {
  private highest = Number.NEGATIVE_INFINITY;
  private readonly runnersUp: number[] = [];

  /** @param values the scores of one sample */
  add(values: ArrayLike<number>): void {
    let [first, second] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const value of Array.from(values)) {
      if (value > first) [first, second] = [value, first];
      else if (value > second) second = value;
    }
    this.highest = Math.max(this.highest, first);
    this.runnersUp.push(Number.isFinite(second) ? second : first);
  }

  /** A power of two as step, and the zero point that puts the highest score at the top of the integers. */
  codes(min: number, max: number): Codes {
    const sorted = [...this.runnersUp].sort((a, b) => a - b);
    const lowest = sorted[Math.floor(sorted.length * CUT_SHARE)] ?? 0;
    const span = this.highest - lowest;
    if (!(span > 0) || !Number.isFinite(span)) return { scale: 1, zeroPoint: 0, min, max };
    const scale = powerAbove(span / (max - min));
    const zeroPoint = max - Math.ceil(this.highest / scale);
    // A zero point is itself one of the integers; scores that lie far from zero need a larger step.
    if (zeroPoint >= min && zeroPoint <= max) return { scale, zeroPoint, min, max };
    const wide = powerAbove(Math.max(this.highest, -lowest) / max);
    return { scale: wide, zeroPoint: 0, min, max };
  }
}
