/** The least time of layers at a price of what they take: for lower bounds of modules that share a part (Lagrange). */
import { type Resources, resourceKinds } from '../../base/resources';
import type { Cycles } from '../../base/units';
import type { LayerCost } from '../../cost/index';

/** Price of one unit of each kind of resource, in the unit of the time that is bounded. */
export type Prices = readonly number[];

/** A layer's foldings, fewest cycles first. */
export interface PricedLayer {
  readonly cycles: Float64Array;
  /** By folding, then by kind in the order of `resourceKinds`. */
  readonly needs: Float64Array;
}

export function pricedLayer(folds: readonly LayerCost[]): PricedLayer {
  const sorted = folds.toSorted((a, b) => a.cycles - b.cycles);
  return {
    cycles: Float64Array.from(sorted, (f) => f.cycles),
    needs: Float64Array.from(sorted.flatMap(({ resources }) => resourceKinds.map((kind) => resources[kind]))),
  };
}

/** Of the foldings up to each one of a layer, what the cheapest costs, and which one it is. */
export interface LayerPrices {
  readonly layer: PricedLayer;
  readonly cost: Float64Array;
  readonly cheapest: Int32Array;
}

export function pricesOf(layer: PricedLayer, prices: Prices): LayerPrices {
  const { cycles, needs } = layer;
  const cost = new Float64Array(cycles.length);
  const cheapest = new Int32Array(cycles.length);
  const kinds = resourceKinds.length;
  let [least, at] = [Infinity, 0];
  for (let i = 0; i < cycles.length; i++) {
    let own = 0;
    for (let k = 0; k < kinds; k++) own += (prices[k] ?? 0) * (needs[i * kinds + k] ?? 0);
    if (own < least) [least, at] = [own, i];
    cost[i] = least;
    cheapest[i] = at;
  }
  return { layer, cost, cheapest };
}

/**
 * What a module takes at a price, by its interval: a line for each interval that may be the best for some weight of the time, shortest
 * first. For a weight w the least of w · interval + cost is that of the module.
 */
export interface ModuleLines {
  readonly intervals: Float64Array;
  readonly costs: Float64Array;
}

export function linesOf(layers: readonly LayerPrices[]): ModuleLines {
  const at = new Int32Array(layers.length);
  const slowest = layers.reduce((most, { layer }) => Math.max(most, layer.cycles[0] ?? 0), 0);
  const all = [...new Set(layers.flatMap(({ layer }) => [...layer.cycles]))]
    .filter((cycles) => cycles >= slowest)
    .sort((a, b) => a - b);
  const intervals: number[] = [];
  const costs: number[] = [];
  for (const interval of all.length > 0 ? all : [0]) {
    let cost = 0;
    layers.forEach((own, l) => {
      let i = at[l] ?? 0;
      while (i + 1 < own.layer.cycles.length && (own.layer.cycles[i + 1] ?? 0) <= interval) i++;
      at[l] = i;
      cost += own.cost[i] ?? 0;
    });
    if (cost >= (costs.at(-1) ?? Infinity)) continue;
    // Points above the line between their neighbours are never the least.
    while (intervals.length > 1 && isAbove(intervals, costs, interval, cost)) {
      intervals.pop();
      costs.pop();
    }
    intervals.push(interval);
    costs.push(cost);
  }
  return { intervals: Float64Array.from(intervals), costs: Float64Array.from(costs) };
}

function isAbove(
  intervals: readonly number[],
  costs: readonly number[],
  interval: Cycles,
  cost: number,
): boolean {
  const n = intervals.length;
  const [x0 = 0, x1 = 0] = [intervals[n - 2], intervals[n - 1]];
  const [y0 = 0, y1 = 0] = [costs[n - 2], costs[n - 1]];
  return (y1 - y0) * (interval - x0) >= (cost - y0) * (x1 - x0);
}

/** Position of the interval that is best for a weight of the time. */
export function bestLine({ intervals, costs }: ModuleLines, weight: number): number {
  let low = 0;
  let high = intervals.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    const next =
      weight * ((intervals[middle + 1] ?? 0) - (intervals[middle] ?? 0)) +
      ((costs[middle + 1] ?? 0) - (costs[middle] ?? 0));
    if (next >= 0) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** What the layers of a module take of each kind with an interval, each at its cheapest; added to `sum`. */
export function addNeeds(sum: Float64Array, layers: readonly LayerPrices[], interval: Cycles): void {
  const kinds = resourceKinds.length;
  for (const { layer, cheapest } of layers) {
    let i = layer.cycles.length - 1;
    while (i > 0 && (layer.cycles[i] ?? 0) > interval) i--;
    const fold = cheapest[i] ?? 0;
    for (let k = 0; k < kinds; k++) sum[k] = (sum[k] ?? 0) + (layer.needs[fold * kinds + k] ?? 0);
  }
}

export function asArray(amount: Resources): Float64Array {
  return Float64Array.from(resourceKinds, (kind) => amount[kind]);
}
