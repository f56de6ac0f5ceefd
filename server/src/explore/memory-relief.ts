/** Chooses which layers of a module fetch their weights once an input, so that memory keeps up with the module. */
import type { CostOptions, ModuleCost, ModuleOptions } from '../cost';
import { foldWithin, type Fold, type LayerFront } from './layer-front';

interface Swap {
  readonly layer: number;
  readonly fold: Fold;
  /** Bytes of an input that are no longer read, and the area that this takes. */
  readonly saved: number;
  readonly added: number;
}

/**
 * The folds with as many layers changed to `order weights` as bring the module's memory traffic within `cycles`, those
 * first that save most for their area. Memory is one for all layers, so no layer's own front shows that it pays.
 *
 * @param held fronts of the layers that can fetch each weight once
 * @param cost of the module as folded
 */
export function relieved(
  folds: readonly Fold[],
  held: readonly (LayerFront | undefined)[],
  cost: ModuleCost,
  cycles: number,
  { clockHz, ddrBytesPerSecond }: CostOptions & ModuleOptions,
): readonly Fold[] {
  if (ddrBytesPerSecond === undefined || ddrBytesPerSecond <= 0) return folds;
  let excess = cost.bytesIn + cost.bytesOut + cost.streamedBytes - (cycles * ddrBytesPerSecond) / clockHz;
  if (excess <= 0) return folds;
  const taken: Swap[] = [];
  for (const swap of swapsOf(folds, held, cycles)) {
    if (excess <= 0) break;
    taken.push(swap);
    excess -= swap.saved;
  }
  // A large one that came last may have made smaller ones needless.
  const needed = taken.filter((swap) => {
    if (excess + swap.saved > 0) return true;
    excess += swap.saved;
    return false;
  });
  const chosen = new Map(needed.map(({ layer, fold }) => [layer, fold]));
  return folds.map((fold, i) => chosen.get(i) ?? fold);
}

/** Those that save most for their area first. */
function swapsOf(folds: readonly Fold[], held: readonly (LayerFront | undefined)[], cycles: number): Swap[] {
  const swaps = folds.flatMap((now, layer): Swap[] => {
    const front = held[layer];
    if (front === undefined) return [];
    const fold = foldWithin(front, cycles);
    const saved = now.cost.streamedBytes - fold.cost.streamedBytes;
    if (saved <= 0 || fold.cost.cycles > cycles) return [];
    return [{ layer, fold, saved, added: Math.max(fold.area - now.area, 0) }];
  });
  return swaps.sort(
    (a, b) => a.added * b.saved - b.added * a.saved || b.saved - a.saved || a.layer - b.layer,
  );
}
