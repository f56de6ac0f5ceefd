/** Folds one module for a capacity or a deadline. */
import { isAtLeast, resourceKinds, type ResourceKind, type Resources } from '../base/resources';
import { type FoldableModule, type Folding, foldInterval, frontsOf } from './foldable';
import { fitsIn } from './layer-front';

export type { FoldableModule } from './foldable';
export { foldResident, type ResidentFolding, type ResidentModule } from './resident';

export interface FittedFolding extends Folding {
  readonly fits: boolean;
  /** Its known resources fit, but some are not modelled: `fits` is then false. */
  readonly unknown: boolean;
  /** Kinds of which even the smallest folding needs more than the capacity. */
  readonly short: readonly ResourceKind[];
}

/**
 * The folding with the shortest interval that fits a capacity, and of those the smallest: each layer takes the smallest
 * area within a common interval, and the shortest interval that fits is found by bisection.
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
