/** Percentiles of latency. */
import type { Nanoseconds, Share } from '../../base/units';

export interface Percentiles {
  readonly 50: Nanoseconds;
  readonly 95: Nanoseconds;
  readonly 99: Nanoseconds;
}

export interface WeightedLatency {
  readonly latencyNs: Nanoseconds;
  readonly share: Share;
}

/** Tolerance of summed shares when a rank is reached. */
const SHARE_TOLERANCE = 1e-9;

/** Nearest rank on a discrete distribution: the smallest latency within which at least p % of all inputs are. */
export function percentiles(latencies: readonly WeightedLatency[]): Percentiles {
  const sorted = latencies.filter((l) => l.share > 0).sort((a, b) => a.latencyNs - b.latencyNs);
  const at = (rank: number): Nanoseconds => {
    let sum = 0;
    for (const { latencyNs, share } of sorted) {
      sum += share;
      if (sum >= rank - SHARE_TOLERANCE) return latencyNs;
    }
    return sorted.at(-1)?.latencyNs ?? 0;
  };
  return { 50: at(0.5), 95: at(0.95), 99: at(0.99) };
}
