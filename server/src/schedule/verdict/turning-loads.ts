/** How much faster loads would have to be for a design to win. */
import type { Nanoseconds } from '../../base/units';
import type { ScheduleProblem } from '../problem/problem';

/** Larger factors would need a different port, not a faster one. */
export const MOST_TIMES_AS_FAST = 10;

/**
 * How many times as fast all loads would have to be for a design to take less time than `limit`, rounded up to a tenth;
 * null if not even `MOST_TIMES_AS_FAST` is enough.
 */
export function turningLoads(
  problem: ScheduleProblem,
  measure: (problem: ScheduleProblem) => Nanoseconds,
  limit: Nanoseconds,
): number | null {
  const wins = (tenths: number): boolean => measure(sped(problem, tenths / 10)) < limit;
  let low = 10;
  let high = 10 * MOST_TIMES_AS_FAST;
  if (!wins(high)) return null;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (wins(middle)) high = middle;
    else low = middle;
  }
  return high / 10;
}

function sped(problem: ScheduleProblem, times: number): ScheduleProblem {
  const loads = Object.entries(problem.loadNs).map(
    ([region, ns]) => [region, Math.ceil(ns / times)] as const,
  );
  return { ...problem, loadNs: Object.fromEntries(loads) };
}
