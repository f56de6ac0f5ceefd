/** A module whose layers can be folded, with its candidate intervals. */
import type { ResourceKind, Resources } from '../base/resources';
import {
  moduleCost,
  type CostOptions,
  type ModuleCost,
  type ModuleLayer,
  type ModuleOptions,
  orderProblem,
} from '../cost';
import type { ShapedLayer } from '../network';
import type { LayerSpec, Parallelism } from '../semantics/design';
import { areaOf, foldWithin, layerFront, type Fold, type LayerFront } from './layer-front';
import { relieved } from './memory-relief';

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
  /** Of layers that may fetch their weights once an input, the foldings that do. */
  readonly held: readonly (LayerFront | undefined)[];
  /** Candidate intervals, shortest first. */
  readonly intervals: readonly number[];
}

export function frontsOf(module: FoldableModule, capacity: Resources): Fronts {
  const free = module.free ?? ((layer: ShapedLayer) => layer.spec.parallel === 'auto');
  const ways = module.layers.map((layer) =>
    layerFront(layer, free(layer), capacity, module.options, module.weighed),
  );
  const held = module.layers.map((layer) =>
    free(layer) && canHold(layer)
      ? layerFront(layer, true, capacity, module.options, module.weighed, 'weights')
      : undefined,
  );
  const fronts = { module, capacity, ways, held, intervals: [] };
  // No folding is faster than the slowest layer at its fastest, or than the memory that feeds it.
  const slowest = Math.max(0, ...ways.map((way) => (way.at(-1) ?? way[0]).cost.cycles));
  const floor = foldInterval(fronts, slowest).cost.intervalCycles;
  const all = [...ways, ...held.flatMap((front) => (front ? [front] : []))]
    .flatMap((way) => way.map(({ cost }) => cost.cycles))
    .filter((cycles) => cycles > floor);
  return { ...fronts, intervals: [floor, ...new Set(all.toSorted((a, b) => a - b))] };
}

/** The smallest folding whose layers all take at most `cycles`, as does the memory if it can. */
export function foldInterval({ module, capacity, ways, held }: Fronts, cycles: number): Folding {
  const folds = foldsWithin(ways, cycles);
  const folding = foldAll(module, folds, capacity);
  if (held.every((front) => front === undefined)) return folding;
  const lighter = relieved(folds, held, folding.cost, cycles, module.options);
  return lighter === folds ? folding : foldAll(module, lighter, capacity);
}

/** As `foldInterval` has it, without its cost where that does not matter. */
export function parallelWithin(fronts: Fronts, cycles: number): readonly Parallelism[] {
  return fronts.held.every((front) => front === undefined)
    ? foldsWithin(fronts.ways, cycles).map(({ cost }) => cost.parallel)
    : foldInterval(fronts, cycles).parallel;
}

/** Whether weights from memory may be fetched once an input: nothing else is written, and some folding can. */
function canHold(layer: ShapedLayer): boolean {
  const { spec } = layer;
  return (
    spec.weightsIn === 'ddr' &&
    spec.order === undefined &&
    orderProblem(layer, writtenLanes(spec)) === undefined
  );
}

/** One lane, with the window as it is written: if the order does not go with that, it goes with none. */
function writtenLanes({ tapsAtOnce }: LayerSpec): Parallelism {
  return { pe: 1, simd: 1, ...(tapsAtOnce && { window: 'parallel' }) };
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
