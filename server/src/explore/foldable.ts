/** A module whose layers can be folded, with its candidate intervals. */
import type { ResourceKind, Resources } from '../base/resources';
import { moduleCost, type CostOptions, type ModuleCost, type ModuleLayer, type ModuleOptions } from '../cost';
import type { ShapedLayer } from '../network';
import type { Parallelism } from '../semantics/design';
import { areaOf, foldWithin, layerFront, type Fold, type LayerFront } from './layer-front';

/** Layers that form one module, and which of them the search may fold. */
export interface FoldableModule {
  readonly layers: readonly ShapedLayer[];
  readonly options: CostOptions & ModuleOptions;
  /** By default, layers with `parallel auto`. */
  readonly free?: (layer: ShapedLayer) => boolean;
  /** Kinds that count in the area; all by default. */
  readonly weighed?: readonly ResourceKind[];
}

/** One way to fold a module. */
export interface Folding {
  /** Parallelism of each of the module's layers. */
  readonly parallel: readonly Parallelism[];
  readonly cost: ModuleCost;
  /** Shares of the capacity, added up over the kinds. */
  readonly area: number;
}

/** A module with the fronts of its layers. */
export interface Fronts {
  readonly module: FoldableModule;
  readonly capacity: Resources;
  readonly ways: readonly LayerFront[];
  /** Candidate intervals, shortest first. */
  readonly intervals: readonly number[];
}

export function frontsOf(module: FoldableModule, capacity: Resources): Fronts {
  const free = module.free ?? ((layer: ShapedLayer) => layer.spec.parallel === 'auto');
  const ways = module.layers.map((layer) =>
    layerFront(layer, free(layer), capacity, module.options, module.weighed),
  );
  // No folding is faster than the slowest layer at its fastest, or than the memory that feeds it.
  const fastest = foldAll(
    module,
    ways.map((way) => way.at(-1) ?? way[0]),
    capacity,
  );
  const floor = fastest.cost.intervalCycles;
  const all = ways.flatMap((way) => way.map(({ cost }) => cost.cycles)).filter((cycles) => cycles > floor);
  const intervals = [floor, ...new Set(all.toSorted((a, b) => a - b))];
  return { module, capacity, ways, intervals };
}

/** The smallest folding whose layers all take at most `cycles`. */
export function foldInterval({ module, capacity, ways }: Fronts, cycles: number): Folding {
  return foldAll(module, foldsWithin(ways, cycles), capacity);
}

export function foldsWithin(ways: readonly LayerFront[], cycles: number): Fold[] {
  return ways.map((way) => foldWithin(way, cycles));
}

export function foldAll(module: FoldableModule, folds: readonly Fold[], capacity: Resources): Folding {
  const layers: ModuleLayer[] = [];
  module.layers.forEach((layer, index) => {
    const fold = folds[index];
    if (fold) layers.push({ layer, cost: fold.cost });
  });
  const cost = moduleCost(layers, module.options);
  return {
    parallel: folds.map(({ cost: { parallel } }) => parallel),
    cost,
    area: areaOf(cost.resources, capacity, module.weighed),
  };
}
