/** The foldings of one module by interval, each computed once: for searches that ask for them again and again. */
import type { ModuleCost } from '../cost/index';
import type { Resources } from '../base/resources';
import { type FoldableModule, type Folding, foldInterval, frontsOf } from './foldable';

/** Ratio between intervals that are tried for several modules together. */
const STEP = 1.1;

export interface FoldingList {
  /** Shortest first. */
  readonly intervals: readonly number[];
  /** The smallest folding whose layers all take at most so many cycles. */
  within(interval: number): Folding;
  /** The folding with the shortest interval that fits; if none does, the smallest. What fits need not grow with the interval. */
  fastestThat(fits: (cost: ModuleCost) => boolean): Folding;
}

/** @param capacity areas are shares of it; without a kind, foldings that need none of it are preferred */
export function foldingList(module: FoldableModule, capacity: Resources): FoldingList {
  const fronts = frontsOf(module, capacity);
  const { intervals } = fronts;
  const known: Folding[] = [];
  const at = (index: number): Folding =>
    (known[index] ??= foldInterval(fronts, intervals[index] ?? Infinity));
  const within = (interval: number): Folding => at(intervals.findLastIndex((i) => i <= interval));
  return {
    intervals,
    within,
    fastestThat(fits) {
      for (let i = 0; i < intervals.length; i++) if (fits(at(i).cost)) return at(i);
      return at(intervals.length - 1);
    },
  };
}

/** Intervals worth trying for all modules together, longest first: each a step shorter than the one before. */
export function commonIntervals(modules: readonly Pick<FoldingList, 'intervals'>[]): readonly number[] {
  const all = [...new Set(modules.flatMap((m) => m.intervals))].sort((a, b) => b - a);
  const kept: number[] = [];
  for (const interval of all) {
    const last = kept.at(-1);
    if (last === undefined || interval * STEP <= last) kept.push(interval);
  }
  const shortest = all.at(-1);
  if (shortest !== undefined && kept.at(-1) !== shortest) kept.push(shortest);
  return kept;
}
