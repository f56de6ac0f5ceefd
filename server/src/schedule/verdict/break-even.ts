/** Batch sizes from which reconfiguration pays. */
import type { ScheduleProblem } from '../problem/problem';
import { problemError } from '../problem/problem-error';
import { residentBounds } from '../stream/bounds';
import { scheduleStream } from '../stream/stream';

/** Batches for which a reconfiguring design takes less time per input than the best of its static baselines. */
export interface BreakEven {
  /** The smallest such batch; null if there is none. */
  readonly fromBatch: number | null;
  /** The largest one; null if it pays for every larger batch too, or for none. */
  readonly upToBatch: number | null;
}

/** Larger batches fit in no memory of the modelled parts. */
const LARGEST_BATCH = 2 ** 20;
/** Batches tried before the bounds are bisected. */
const GRID = [1, 8, 64, 512, 4096, 32_768, 262_144, LARGEST_BATCH];

/**
 * Compares the time per input with inputs back to back, so that reloading the first stage counts. Fixed times spread over
 * larger batches, so the advantage changes sides at most twice: the batches that pay are taken to be one range.
 *
 * @param baselines without regions
 * @throws RangeError if not every batch of all of them `isTimed`
 */
export function breakEven(design: ScheduleProblem, baselines: readonly ScheduleProblem[]): BreakEven {
  const pays = (batch: number): boolean => {
    const own = batchPeriod(design, batch);
    const rivals = baselines.map((baseline) => ({ ...baseline, batch }));
    const open = rivals.flatMap((rival) => {
      const { least, most } = residentBounds(rival);
      return own < Math.round(least) ? [] : [{ rival, isFaster: own >= Math.round(most) }];
    });
    return !open.some((o) => o.isFaster) && open.every(({ rival }) => own < batchPeriod(rival, batch));
  };
  const first = GRID.findIndex(pays);
  if (first === -1) return { fromBatch: null, upToBatch: null };
  const beyond = GRID.findIndex((batch, i) => i > first && !pays(batch));
  const at = (i: number): number => GRID[i] ?? 1;
  return {
    fromBatch: first === 0 ? 1 : bisect(at(first - 1), at(first), pays),
    upToBatch: beyond === -1 ? null : bisect(at(beyond - 1), at(beyond), (b) => !pays(b)) - 1,
  };
}

/** False if switches split large batches over too many paths. */
export function isTimed(problem: ScheduleProblem): boolean {
  return problemError({ ...problem, batch: LARGEST_BATCH }) === undefined;
}

function batchPeriod(problem: ScheduleProblem, batch: number): number {
  return scheduleStream({ ...problem, batch, arrival: 'back-to-back' }).periodNs;
}

/** The smallest number in (low, high] that passes, where low fails and high passes. */
function bisect(low: number, high: number, passes: (n: number) => boolean): number {
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (passes(middle)) high = middle;
    else low = middle;
  }
  return high;
}
