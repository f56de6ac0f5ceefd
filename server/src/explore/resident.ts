/** Folds modules that are all resident together. */
import {
  addResources,
  combine,
  isAtLeast,
  noResources,
  resourceKinds,
  type ResourceKind,
  type Resources,
} from '../base/resources';
import type { ModuleCost } from '../cost';
import { foldInterval, frontsOf, type FoldableModule, type Folding, type Fronts } from './foldable';
import { areaOf, fitsIn } from './layer-front';

export interface ResidentModule extends FoldableModule {
  /** Weight of this module's latency: the share of inputs that reach it; 1 by default. */
  readonly weight?: number;
}

export interface ResidentFolding {
  /** Folding of each module. */
  readonly modules: readonly Folding[];
  /** What all of them take, as it is counted. */
  readonly resources: Resources;
  /** Σ weight · latency of the batch, in cycles. */
  readonly latencyCycles: number;
  readonly fits: boolean;
  /** Their known resources fit, but some are not modelled: `fits` is then false. */
  readonly unknown: boolean;
  readonly short: readonly ResourceKind[];
}

/** Minimum ratio between the intervals of successive foldings tried for one module. */
const step = 1.15;

/**
 * Folds modules that are all resident in one capacity, for a small weighted sum of their latencies. Greedy: all start at
 * their smallest, and each step makes the one faster that gains most time for its area.
 *
 * @param batch inputs that go through a module together: the first takes its latency, each further one an interval
 * @param needOf what counts as taken by a module: by default its estimate
 */
export function foldResident(
  modules: readonly ResidentModule[],
  capacity: Resources,
  batch = 1,
  needOf: (cost: ModuleCost) => Resources = estimateOf,
): ResidentFolding {
  const choices = modules.map((module) => moduleFront(module, capacity));
  return chosenAmong(modules, choices, capacity, batch, needOf);
}

/** The same for some shares of a capacity, each with the rest left free. */
export function foldResidentWithin(
  modules: readonly ResidentModule[],
  capacity: Resources,
  shares: readonly number[],
  batch: number,
): readonly ResidentFolding[] {
  const choices = modules.map((module) => moduleFront(module, capacity));
  return shares.map((share) => {
    const within = combine(capacity, capacity, (have) => Math.floor(have * share));
    return chosenAmong(modules, choices, within, batch);
  });
}

function chosenAmong(
  modules: readonly ResidentModule[],
  choices: readonly ModuleFront[],
  capacity: Resources,
  batch: number,
  needOf: (cost: ModuleCost) => Resources = estimateOf,
): ResidentFolding {
  const time = ({ cost }: Folding): number => cost.latencyCycles + (batch - 1) * cost.intervalCycles;
  const chosen = choices.map(() => 0);
  let used = choices.reduce((sum, [first]) => addResources(sum, needOf(first.cost)), noResources);
  const short = resourceKinds.filter((kind) => used[kind] > capacity[kind]);
  const fitsSoFar = short.length === 0;
  while (fitsSoFar) {
    const upgrade = bestUpgrade(modules, choices, chosen, used, { capacity, time, needOf });
    if (upgrade === undefined) break;
    chosen[upgrade.module] = upgrade.choice;
    used = upgrade.used;
  }
  const foldings = choices.map((front, index) => front[chosen[index] ?? 0] ?? front[0]);
  const latencyCycles = foldings.reduce(
    (sum, folding, index) => sum + time(folding) * (modules[index]?.weight ?? 1),
    0,
  );
  const unknown = fitsSoFar && foldings.some(({ cost }) => isAtLeast(cost.resources));
  return { modules: foldings, resources: used, latencyCycles, fits: fitsSoFar && !unknown, unknown, short };
}

export type ModuleFront = readonly [Folding, ...Folding[]];

/** Foldings of a module that fit alone, smallest first, each next one with a lower latency. */
export function moduleFront(module: FoldableModule, capacity: Resources): ModuleFront {
  const fronts = frontsOf(module, capacity);
  const { intervals } = fronts;
  const smallest = foldInterval(fronts, Infinity);
  const front: [Folding, ...Folding[]] = [smallest];
  const add = (folding: Folding): void => {
    const slower = front.at(-1) ?? smallest;
    if (folding.cost.latencyCycles < slower.cost.latencyCycles && folding !== smallest) front.push(folding);
  };
  let last = intervals.length;
  for (let index = last - 1; index >= 0; index--) {
    const interval = intervals[index] ?? 0;
    if (interval * step > (intervals[last] ?? Infinity) && index > 0) continue;
    const folding = foldInterval(fronts, interval);
    if (!fitsIn(folding.cost.resources, capacity)) {
      const fastest = fastestBetween(fronts, index, last, capacity);
      if (fastest) add(fastest);
      break;
    }
    last = index;
    add(folding);
  }
  return front;
}

/** The folding with the shortest interval that fits, between one that does not and one that does: steps may leap over it. */
function fastestBetween(
  fronts: Fronts,
  tooFast: number,
  fits: number,
  capacity: Resources,
): Folding | undefined {
  let low = tooFast + 1;
  let high = fits;
  let best: Folding | undefined;
  while (low < high) {
    const middle = (low + high) >> 1;
    const folding = foldInterval(fronts, fronts.intervals[middle] ?? Infinity);
    if (fitsIn(folding.cost.resources, capacity)) {
      high = middle;
      best = folding;
    } else low = middle + 1;
  }
  return best;
}

interface Upgrade {
  readonly module: number;
  readonly choice: number;
  readonly used: Resources;
  readonly gain: number;
}

interface Measures {
  readonly capacity: Resources;
  readonly time: (folding: Folding) => number;
  readonly needOf: (cost: ModuleCost) => Resources;
}

function estimateOf({ resources }: ModuleCost): Resources {
  return resources;
}

function bestUpgrade(
  modules: readonly ResidentModule[],
  choices: readonly ModuleFront[],
  chosen: readonly number[],
  used: Resources,
  { capacity, time, needOf }: Measures,
): Upgrade | undefined {
  let best: Upgrade | undefined;
  choices.forEach((front, module) => {
    const now = front[chosen[module] ?? 0] ?? front[0];
    const weight = modules[module]?.weight ?? 1;
    const without = combine(used, needOf(now.cost), (a, b) => a - b);
    for (let choice = (chosen[module] ?? 0) + 1; choice < front.length; choice++) {
      const next = front[choice];
      if (next === undefined) break;
      const would = addResources(without, needOf(next.cost));
      if (!fitsIn(would, capacity)) continue;
      const saved = weight * (time(now) - time(next));
      if (saved <= 0) continue;
      const added = areaOf(next.cost.resources, capacity) - areaOf(now.cost.resources, capacity);
      // A folding that is faster and no larger is always taken.
      const gain = added <= 0 ? Infinity : saved / added;
      if (best === undefined || gain > best.gain) best = { module, choice, used: would, gain };
    }
  });
  return best;
}
