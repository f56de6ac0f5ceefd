/** The foldings of modules that share one room: what is asked, and what is found. */
import type { ResourceKind, Resources } from '../../base/resources';
import type { Cycles, Share } from '../../base/units';
import type { ModuleCost } from '../../cost/index';
import type { FoldableModule, Folding } from '../foldable';

/** What is lowered: the weighted time of the modules, or what they take of the room with each of them within limits. */
export type FoldGoal =
  | { readonly kind: 'time' }
  | { readonly kind: 'area'; readonly deadline?: Cycles; readonly interval?: Cycles };

export interface FoldProblem {
  readonly modules: readonly { readonly module: FoldableModule; readonly weight: number }[];
  /** What the estimates of the layers may be together: no folding with more fits. */
  readonly capacity: Resources;
  /** Whether these costs, in the order of the modules, fit the room for sure. */
  readonly fits: (costs: readonly ModuleCost[]) => boolean;
  /** Inputs that go through together: the first takes the latency, each further one an interval. */
  readonly batch: number;
  readonly goal: FoldGoal;
  /** Whether the front of time and share is wanted too. */
  readonly hasFront?: boolean;
  /** Without a proof: common intervals, and one layer at a time from the best. */
  readonly isShort?: boolean;
}

/** A folding of each module. */
export interface Folded {
  readonly foldings: readonly Folding[];
  /** Σ weight · time of the modules. */
  readonly time: Cycles;
  /** The largest share of a resource of the room that the estimates take. */
  readonly share: Share;
}

export interface FoldResult {
  /** Undefined if no folding that was tried fits within the limits. */
  readonly best: Folded | undefined;
  /** No folding is below this, in the unit of the goal: cycles or a share. */
  readonly bound: number;
  /** No folding is better. */
  readonly proved: boolean;
  /** Best for their time among all that were tried, fastest first; of use only if it was wanted. */
  readonly front: readonly Folded[];
  /** How many foldings of the whole room were looked at. */
  readonly tried: number;
  /** Of what even the smallest foldings of the layers together take more than there is. */
  readonly short: readonly { readonly kind: ResourceKind; readonly need: number; readonly have: number }[];
}
