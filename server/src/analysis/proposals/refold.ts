/** Proposes other foldings for modules that do not fit as written. */
import { combine } from '../../base/resources';
import type { Share } from '../../base/units';
import type { LayerSpec, Parallelism } from '../../semantics/design';
import type { Analysis, ModuleFigures, RegionFigures, StaticFigures } from '../analysis';
import { foldForSure, foldResidentsForSure } from './auto-parallel';
import { foldable } from '../figures/modules';
import { capacityOf } from '../figures/placement';

export interface NewFold {
  readonly spec: LayerSpec;
  readonly parallel: Parallelism;
}

/** Changes to the fastest folding with which a module fits its region for sure; undefined if none fits. */
export function refoldForRegion(
  analysis: Analysis,
  module: ModuleFigures,
  region: RegionFigures,
): readonly NewFold[] | undefined {
  const capacity = capacityOf(region);
  if (capacity === undefined) return undefined;
  const folding = foldForSure(freed(analysis, module), module, capacity);
  return folding.fits ? changedFolds(module, folding.parallel) : undefined;
}

/** Changes to foldings with which all resident modules together fit for sure; undefined if none do. */
export function refoldResidents(
  analysis: Analysis,
  staticPart: StaticFigures,
): readonly NewFold[] | undefined {
  const { modules } = staticPart;
  const free = modules.map((m) => freed(analysis, m));
  const found = foldResidentsForSure(free, staticPart, modules);
  return found.fits
    ? modules.flatMap((m, i) => changedFolds(m, found.modules[i]?.parallel ?? []))
    : undefined;
}

/**
 * Changes to foldings with which each module of an unplaced region uses at most its region's share of what the static
 * part leaves; undefined if none do. Only a trial shows whether a rectangle with that much exists.
 * @param share of an even split: rectangles hold more than is needed
 */
export function refoldUnplaced(analysis: Analysis, share: Share): readonly NewFold[] | undefined {
  const { staticPart, regions } = analysis;
  const unplaced = regions.filter((r) => r.infeasible !== undefined && r.modules.length > 0);
  if (staticPart === undefined || unplaced.length === 0) return undefined;
  const folds: NewFold[] = [];
  for (const region of unplaced) {
    const left = combine(staticPart.available, staticPart.used, (have, used) => Math.max(0, have - used));
    const allowed = combine(left, region.limit, (amount, most) =>
      Math.floor((amount * share * most) / unplaced.length),
    );
    for (const module of region.modules) {
      const folding = foldForSure(freed(analysis, module), module, allowed);
      if (!folding.fits) return undefined;
      folds.push(...changedFolds(module, folding.parallel));
    }
  }
  return folds;
}

/** Lets every layer be folded, regardless of the text. */
function freed({ design, target }: Analysis, module: ModuleFigures) {
  return { ...foldable(design, module, module.place, target), free: () => true };
}

/** Of a module's layers, those that another parallelism changes. */
export function changedFolds({ list, layers }: ModuleFigures, parallel: readonly Parallelism[]): NewFold[] {
  return layers.flatMap((layer, i) => {
    const [was, now] = [list.layers[layer], parallel[i]];
    if (was === undefined || now === undefined) return [];
    const { pe, simd, window, order } = was.parallel;
    const isSame = pe === now.pe && simd === now.simd && window === now.window && order === now.order;
    return isSame ? [] : [{ spec: was.shaped.spec, parallel: now }];
  });
}
