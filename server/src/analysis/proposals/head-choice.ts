/** Types of what was chosen for heads whose folding is left to the tool, and why. */
import type { Nanoseconds, Share } from '../../base/units';
import type { Folding } from '../../explore/foldable';
import type { BudgetLimit } from '../../semantics/design';

export interface LatencyBound {
  /** The budget, or the mean latency of the fastest heads plus 1 %. */
  readonly limit: BudgetLimit | 'fastest mean';
  readonly atMostNs: Nanoseconds;
}

export interface HeadBounds {
  /** Heads whose check must end before the next stage could start. */
  readonly behindLoads: ReadonlySet<string>;
  readonly latencies: readonly LatencyBound[];
  /** Limits that even the fastest heads miss, and by how much. */
  readonly missed: readonly { readonly limit: BudgetLimit; readonly byNs: Nanoseconds }[];
  /** Heads whose load ends before their fastest check. */
  readonly tooSlow: ReadonlySet<string>;
  readonly ratesKnown: boolean;
}

/** A bound that a choice of heads breaks, and the value reached. */
export interface BrokenBound {
  readonly bound: { readonly load: string } | LatencyBound;
  readonly ns: Nanoseconds;
}

/** The choice for a head, and why it is no smaller. */
export interface HeadChoice {
  readonly name: string;
  readonly folding: Folding;
  /** The bound that the next smaller head would break; undefined for the smallest head, or without a timeline. */
  readonly next?: BrokenBound;
  /** Bounds that even the fastest head that fits, chosen here, misses. */
  readonly missed?: { readonly load: boolean; readonly limits: HeadBounds['missed'] };
  /** The budget for which it is larger than latencies require. */
  readonly throughput?: BudgetLimit;
  /** Why the fastest head that fits was chosen: nothing to weigh a smaller one against. */
  readonly unweighed?: 'no rates' | 'not timed';
  readonly ratesKnown: boolean;
  /** Heads chosen together with it, itself included. */
  readonly together: readonly string[];
  readonly proved: boolean;
  /** Largest share of the total area that a smaller choice could save. */
  readonly gap: Share;
}
