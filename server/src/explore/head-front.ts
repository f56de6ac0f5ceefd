/** The Pareto front of foldings of an exit's head: smallest first, each next one faster. */
import { mostOf } from '../base/band';
import { createMemo } from '../base/memo';
import type { ResourceKind, Resources } from '../base/resources';
import type { Cycles } from '../base/units';
import { costKey } from '../cost/index';
import { type FoldableModule, type Folding, foldAll, foldInterval, frontsOf } from './foldable';
import { type Fold, type LayerFront, fitsIn } from './layer-front';

export interface HeadFront {
  /** At least one; smallest area first, each next one faster. */
  readonly foldings: readonly [Folding, ...Folding[]];
  /** Every combination of the layers' foldings was tried. */
  readonly exact: boolean;
}

/** Area of a head: its shares of the whole part's LUTs and DSPs, added up. */
export const headArea: readonly ResourceKind[] = ['lut', 'dsp'];

/** Up to this many combinations of the layers' foldings, all are tried. */
const MOST_COMBINATIONS = 1024;

/**
 * @param whole the resources of which areas are shares
 * @param room what the head may take at the upper end of its band; if not even the smallest fits, that one is returned
 * @param batch inputs that go through together: the first takes the latency, each further one an interval
 */
export function headFront(
  module: FoldableModule,
  whole: Resources,
  room: Resources,
  batch: number,
): HeadFront {
  return remembered(keyOf(module, whole, room, batch), () => search(module, whole, room, batch));
}

/** Most edits leave a head unchanged. */
const remembered = createMemo<HeadFront>(64);

/** Everything that a front depends on: the layers, their connections, and what is done with the logits. */
function keyOf(
  { layers, options }: FoldableModule,
  whole: Resources,
  room: Resources,
  batch: number,
): string {
  const first = layers[0]?.spec.index ?? 0;
  const texts = layers.map((layer) => {
    const { parallel, tapsAtOnce, order, inputs } = layer.spec;
    return [
      costKey(layer, options),
      JSON.stringify([parallel, tapsAtOnce, order]),
      ...inputs.map((i) => i - first),
    ].join();
  });
  const { decision, dma, leaving } = options;
  return JSON.stringify([texts, decision, dma, leaving, whole, room, batch]);
}

function search(module: FoldableModule, whole: Resources, room: Resources, batch: number): HeadFront {
  const weighed = { ...module, weighed: headArea };
  const fronts = frontsOf(weighed, whole);
  const combinations = fronts.ways.reduce((product, way) => product * way.length, 1);
  const exact = combinations <= MOST_COMBINATIONS;
  const tried = exact
    ? allOf(fronts.ways).map((folds) => foldAll(weighed, folds, whole))
    : [
        ...fronts.intervals.map((cycles) => foldInterval(fronts, cycles)),
        ...upgrades(weighed, fronts.ways, whole),
      ];
  const time = ({ cost }: Folding): Cycles => cost.latencyCycles + (batch - 1) * cost.intervalCycles;
  const smallest = foldInterval(fronts, Infinity);
  const fits = ({ cost: { resources, band } }: Folding): boolean => fitsIn(mostOf(resources, band), room);
  const fitting = tried.filter(fits);
  const [first = smallest, ...others] = frontOf(fitting, time);
  return { foldings: [first, ...others], exact };
}

function allOf(ways: readonly LayerFront[]): readonly (readonly Fold[])[] {
  let partial: readonly (readonly Fold[])[] = [[]];
  for (const way of ways) partial = partial.flatMap((folds) => way.map((fold) => [...folds, fold]));
  return partial;
}

/** Starting from the smallest, each step makes the layer faster that gains most time for its area. */
function upgrades(search: FoldableModule, ways: readonly LayerFront[], whole: Resources): Folding[] {
  const folds: Fold[] = ways.map((way) => way[0]);
  const found = [foldAll(search, folds, whole)];
  for (;;) {
    const now = found.at(-1);
    let best: { readonly layer: number; readonly fold: Fold; readonly folding: Folding } | undefined;
    let most = 0;
    ways.forEach((way, layer) => {
      const kept = folds[layer];
      const fold = kept && way[way.indexOf(kept) + 1];
      if (fold === undefined || now === undefined) return;
      const folding = foldAll(search, folds.with(layer, fold), whole);
      const gain =
        (now.cost.latencyCycles - folding.cost.latencyCycles) / Math.max(1e-9, folding.area - now.area);
      if (gain > most) [most, best] = [gain, { layer, fold, folding }];
    });
    if (best === undefined) return found;
    folds[best.layer] = best.fold;
    found.push(best.folding);
  }
}

/** The shortest time for each area. */
function frontOf(foldings: readonly Folding[], time: (folding: Folding) => Cycles): Folding[] {
  const sorted = foldings.toSorted((a, b) => a.area - b.area || time(a) - time(b));
  const kept: Folding[] = [];
  let least = Infinity;
  for (const folding of sorted) {
    if (time(folding) >= least) continue;
    least = time(folding);
    kept.push(folding);
  }
  return kept;
}
