import { isAtLeast, resourceKinds, type ResourceKind, type Resources } from '../base/resources';
import type { Cycles } from '../base/units';
import {
  foldAll,
  foldInterval,
  foldsWithin,
  frontsOf,
  type FoldableModule,
  type Folding,
  type Fronts,
} from './foldable';
import { fitsIn, type Fold } from './layer-front';

export type { FoldableModule } from './foldable';
export { foldResident, type ResidentFolding, type ResidentModule } from './resident';

export interface FittedFolding extends Folding {
  readonly fits: boolean;
  /** What is known of it fits, and there is more: then it is not said to fit. */
  readonly unknown: boolean;
  /** Kinds of which even the smallest folding needs more than there is. */
  readonly short: readonly ResourceKind[];
}

/**
 * The folding with the shortest interval that fits a capacity, and of those the smallest: each layer takes the
 * least area within a common interval, and the shortest interval that fits is found by bisection.
 */
export function foldToFit(module: FoldableModule, capacity: Resources): FittedFolding {
  const fronts = frontsOf(module, capacity);
  const { intervals } = fronts;
  const at = (index: number): Folding => foldInterval(fronts, intervals[index] ?? Infinity);
  let low = 0;
  let high = intervals.length - 1;
  let best = at(high);
  if (!fitsIn(best.cost.resources, capacity)) {
    const short = resourceKinds.filter((kind) => best.cost.resources[kind] > capacity[kind]);
    return { ...best, fits: false, unknown: false, short };
  }
  while (low < high) {
    const middle = (low + high) >> 1;
    const folding = at(middle);
    if (fitsIn(folding.cost.resources, capacity)) {
      high = middle;
      best = folding;
    } else low = middle + 1;
  }
  const unknown = isAtLeast(best.cost.resources);
  return { ...best, fits: !unknown, unknown, short: [] };
}

export interface TimedFolding extends Folding {
  /** False where even the fastest folding, which this then is, takes longer. */
  readonly meets: boolean;
}

/** Ways to combine the layers' foldings up to which all are tried. */
const mostCombinations = 256;

/**
 * The smallest folding (by its shares of `capacity`) that lets one input through within `latency` cycles.
 * Exact over the layers' fronts while they are few; else the best common interval, then layer by layer relaxed.
 */
export function foldToDeadline(module: FoldableModule, latency: Cycles, capacity: Resources): TimedFolding {
  const fronts = frontsOf(module, capacity);
  const meets = (folding: Folding): boolean => folding.cost.latencyCycles <= latency;
  const smallest = foldInterval(fronts, Infinity);
  if (meets(smallest)) return { ...smallest, meets: true };
  const fastest = foldInterval(fronts, 0);
  if (!meets(fastest)) return { ...fastest, meets: false };
  const combinations = fronts.ways.reduce((product, way) => product * way.length, 1);
  const found = combinations <= mostCombinations ? smallestOfAll(fronts, meets) : relaxed(fronts, meets);
  return { ...(found ?? fastest), meets: true };
}

/** All combinations, smallest area first, until one meets. */
function smallestOfAll(fronts: Fronts, meets: (folding: Folding) => boolean): Folding | undefined {
  let partial: { readonly folds: readonly Fold[]; readonly area: number }[] = [{ folds: [], area: 0 }];
  for (const way of fronts.ways) {
    partial = partial.flatMap(({ folds, area }) =>
      way.map((fold) => ({ folds: [...folds, fold], area: area + fold.area })),
    );
  }
  partial.sort((a, b) => a.area - b.area);
  for (const { folds } of partial) {
    const folding = foldAll(fronts.module, folds, fronts.capacity);
    if (meets(folding)) return folding;
  }
  return undefined;
}

/** The longest common interval that meets, then each layer made smaller as long as the whole still does. */
function relaxed(fronts: Fronts, meets: (folding: Folding) => boolean): Folding {
  const { intervals, ways, module, capacity } = fronts;
  let low = 0;
  let high = intervals.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (meets(foldInterval(fronts, intervals[middle] ?? 0))) low = middle;
    else high = middle - 1;
  }
  // Even the shortest common interval may leave room to some layers that the deadline does not.
  const common = foldsWithin(ways, intervals[low] ?? 0);
  const folds = meets(foldAll(module, common, capacity)) ? common : foldsWithin(ways, 0);
  let best = foldAll(module, folds, capacity);
  ways.forEach((way, index) => {
    for (const fold of way) {
      const kept = folds[index];
      if (kept === undefined || fold.area >= kept.area) break;
      folds[index] = fold;
      const folding = foldAll(module, folds, capacity);
      if (meets(folding)) {
        best = folding;
        break;
      }
      folds[index] = kept;
    }
  });
  return best;
}
