/** The Pareto front of foldings of one layer. */
import { createMemo } from '../base/memo';
import { resourceKinds, type ResourceKind, type Resources } from '../base/resources';
import {
  canBeAtOnce,
  costKey,
  layerCost,
  legalParallelism,
  orderProblem,
  writtenParallelism,
  type CostOptions,
  type LayerCost,
} from '../cost';
import type { ShapedLayer } from '../network';
import type { Parallelism } from '../semantics/design';
import { foldCosts } from './fold-cost';

/** Foldings of one layer, slowest and smallest first: each next one takes fewer cycles and more area. */
export type LayerFront = readonly [Fold, ...Fold[]];

/** Which loop orders of weights from memory a front may hold: any, or only those that fetch each weight once an input. */
export type Orders = 'any' | 'weights';

export interface Fold {
  readonly cost: LayerCost;
  readonly area: number;
}

/** Area of one unit of a resource that the device does not have, in devices: finite, so that fewer is still better. */
const absent = 1000;

/** Area of an amount: its shares of the capacity, added up over all kinds (or those weighed). */
export function areaOf(
  amount: Resources,
  capacity: Resources,
  weighed: readonly ResourceKind[] = resourceKinds,
): number {
  let area = 0;
  for (const kind of weighed) {
    area += capacity[kind] > 0 ? amount[kind] / capacity[kind] : amount[kind] * absent;
  }
  return area;
}

export function fitsIn(amount: Resources, capacity: Resources): boolean {
  return resourceKinds.every((kind) => amount[kind] <= capacity[kind]);
}

/** The single folding of a layer with given parallelism, or the front of all legal ones. */
export function layerFront(
  layer: ShapedLayer,
  free: boolean,
  capacity: Resources,
  options: CostOptions,
  weighed: readonly ResourceKind[] = resourceKinds,
  orders: Orders = 'any',
): LayerFront {
  if (!free) {
    const cost = layerCost(layer, writtenParallelism(layer), options);
    return [{ cost, area: areaOf(cost.resources, capacity, weighed) }];
  }
  const key = `${costKey(layer, options)}|${layer.spec.tapsAtOnce},${layer.spec.order},${orders}|${resourceKinds.map((kind) => capacity[kind]).join()}|${weighed.join()}`;
  return remembered(key, () => search(layer, capacity, options, weighed, orders));
}

/** Networks repeat layers, and an edit leaves most of them unchanged. */
const remembered = createMemo<LayerFront>(256);

function search(
  layer: ShapedLayer,
  capacity: Resources,
  options: CostOptions,
  weighed: readonly ResourceKind[],
  orders: Orders,
): LayerFront {
  const written = writtenParallelism(layer);
  const costOf = foldCosts(layer, options);
  const foldAt = (parallel: Parallelism): Fold => {
    const cost = costOf(parallel);
    return { cost, area: areaOf(cost.resources, capacity, weighed) };
  };
  const fold = (pe: number, simd: number, window = written.window): Fold =>
    foldAt({ pe, simd, ...(window && { window }) });
  const isPinned = orders === 'weights' || written.order === 'weights';
  const mayHold = isPinned || (layer.spec.weightsIn === 'ddr' && layer.spec.order === undefined);
  const legal = legalParallelism(layer);
  const all: Fold[] = [];
  for (const pe of legal.pe) {
    for (const simd of legal.simd) {
      const held: Parallelism = {
        pe,
        simd,
        ...(written.window && { window: written.window }),
        order: 'weights',
      };
      if (mayHold && orderProblem(layer, held) === undefined) all.push(foldAt(held));
      if (isPinned) continue;
      const each = fold(pe, simd);
      all.push(each);
      // All taps at once gain nothing unless the window is what the layer waits for.
      if (each.cost.bottleneck === 'window' && written.window === undefined && canBeAtOnce(layer))
        all.push(fold(pe, simd, 'parallel'));
      // More lanes take more of both, so no larger one fits either.
      if (each.cost.resources.dsp > capacity.dsp || each.cost.resources.lut > capacity.lut) break;
    }
  }
  return front(all, foldAt({ ...written, pe: 1, simd: 1 }));
}

/** Fewest cycles for each area; for equal cycles the smaller one, then the one with fewer PE. */
function front(all: readonly Fold[], least: Fold): LayerFront {
  const sorted = all.toSorted(
    (a, b) => a.area - b.area || a.cost.cycles - b.cost.cycles || a.cost.parallel.pe - b.cost.parallel.pe,
  );
  const kept: Fold[] = [];
  let fewest = Infinity;
  for (const fold of sorted) {
    if (fold.cost.cycles >= fewest) continue;
    fewest = fold.cost.cycles;
    kept.push(fold);
  }
  const [first, ...rest] = kept;
  return first === undefined ? [least] : [first, ...rest];
}

/** The smallest folding within `cycles`, or the fastest if none is. */
export function foldWithin(ways: LayerFront, cycles: number): Fold {
  let low = 0;
  let high = ways.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ways[middle]?.cost.cycles ?? 0) <= cycles) high = middle;
    else low = middle + 1;
  }
  return ways[low] ?? ways[0];
}
