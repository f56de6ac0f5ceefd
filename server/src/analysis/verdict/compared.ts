/** What a design is compared with, and what comes of it. */
import type { Nanoseconds } from '../../base/units';
import type { Amount } from '../../energy/index';
import type { Policy } from '../../semantics/design';

export interface Baseline {
  readonly name: 'static' | 'static-no-exits' | 'serial';
  /** The policy of its figures: its best one. */
  readonly policy: Policy;
  readonly fits: boolean;
  /** Something about it is unknown, so it may not fit. */
  readonly unknown?: true;
  /** It fits by its estimates, not for sure. */
  readonly narrow?: true;
  /** The best static one, which the verdict compares with. */
  readonly isRival?: true;
  /** Of its modules in the fabric, by name: the folding of each layer in words; absent if it is the design itself. */
  readonly foldings?: ReadonlyMap<string, readonly string[]>;
  readonly worstNs: Nanoseconds;
  readonly meanNs: Nanoseconds;
  readonly periodNs?: Nanoseconds;
}

export interface Comparison {
  readonly baselines: readonly Baseline[];
  /** Smallest batch from which reconfiguring takes less time per input than any static design. */
  readonly breakEvenBatch?: number;
  /** No fitting static design is better. */
  readonly ahead: boolean;
  /** The verdict in one sentence. */
  readonly verdict: string;
  /** Joules of one input of a baseline's stream, inputs as they arrive; absent as the design's own, and if it cannot keep up. */
  readonly energyOf: (baseline: Baseline['name']) => Amount | undefined;
}
