/** How far repeated loads of the same bitstream lie apart. */
import type { Nanoseconds, Share } from '../../base/units';
import type { MeasuredLoad } from './measured';

export interface LoadSpread {
  readonly median: Nanoseconds;
  /** Where most lie: the 5th and the 95th percentile or, of few, the shortest and the longest that is not apart. */
  readonly low: Nanoseconds;
  readonly high: Nanoseconds;
  /** The ends are percentiles. */
  readonly isPercentile: boolean;
  /** Far from the others. */
  readonly apart: readonly Nanoseconds[];
}

/** Below this many, the 95th percentile is the longest. */
const FOR_PERCENTILE = 20;

export function spreadOf(times: readonly Nanoseconds[]): LoadSpread {
  const apart = outliers(times);
  const sorted = times.toSorted((a, b) => a - b);
  const isPercentile = sorted.length >= FOR_PERCENTILE;
  // With enough loads those apart are part of the percentiles: traffic that comes often is no accident.
  const rest = isPercentile ? sorted : sorted.filter((ns) => !apart.includes(ns));
  const at = (share: Share) => rest[Math.max(0, Math.ceil(share * rest.length) - 1)] ?? 0;
  const [low, high] = isPercentile ? [at(0.05), at(0.95)] : [at(0), at(1)];
  return { median: median(times), low, high, isPercentile, apart };
}

/** So many scaled deviations from the median are apart (Iglewicz and Hoaglin, 1993: 3.5), and this share of it. */
const APART = 3.5;
const SCALE = 1.4826;
const LEAST_SHARE = 0.1;

/** Times apart from the others, by their median absolute deviation. Of fewer than three none is. */
export function outliers(times: readonly Nanoseconds[]): Nanoseconds[] {
  if (times.length < 3) return [];
  const middle = median(times);
  const deviation = SCALE * median(times.map((ns) => Math.abs(ns - middle)));
  const limit = Math.max(APART * deviation, LEAST_SHARE * middle);
  return times.filter((ns) => Math.abs(ns - middle) > limit);
}

/** The lower one of an even number, so that it is a load that was measured. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

/** Loads of one module and size. */
export function alikeLoads(loads: readonly MeasuredLoad[]): readonly (readonly MeasuredLoad[])[] {
  const alike = new Map<string, MeasuredLoad[]>();
  for (const load of loads) {
    const key = `${load.bytes} ${load.module}`;
    alike.set(key, [...(alike.get(key) ?? []), load]);
  }
  return [...alike.values()];
}

/** Ends that differ by less than this are one: clocks of boards and logs tell no more. */
const SAME = 0.002;

/** Loads as shares of the median ones: the widest of all modules. Undefined if none was measured twice, or all are alike. */
export function loadShares(
  loads: readonly MeasuredLoad[],
): { readonly low: Share; readonly high: Share; readonly reason: string } | undefined {
  const spreads = alikeLoads(loads)
    .filter((own) => own.length > 1)
    .map((own) => spreadOf(own.map((l) => l.ns)));
  const low = Math.min(1, ...spreads.map((s) => s.low / s.median));
  const high = Math.max(1, ...spreads.map((s) => s.high / s.median));
  if (high - low < SAME) return undefined;
  const count = `${loads.length} measured loads`;
  const reason = spreads.some((s) => s.isPercentile)
    ? `90 % of ${count} lie between these`
    : `${count} lie between these${spreads.some((s) => s.apart.length > 0) ? ', but for those far from the others' : ''}`;
  return { low, high, reason };
}
