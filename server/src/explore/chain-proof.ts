import type { Steps } from '../base/steps';
import { BestFirst } from './best-first';
import { type Ascended, type Multipliers, ascend } from './chain-ascent';
import { ChainBound } from './chain-bound';
import { type Place, placesOf, undecided } from './chain-cells';
import { type Cutting, type Cuts, type Found, foundAt, incumbent } from './cut-search';

/** Limits are counted work, so that every machine gives the same answer: samples at places and pairs of cells looked at. */
interface ChainEffort {
  readonly work: number;
  /** Of each exit of a box. */
  readonly cells: number;
  /** Of the first box, and of those that begin where another left off. */
  readonly steps: readonly [number, number];
}

export const CHAIN_EFFORTS = {
  whole: { work: 8e7, cells: 96, steps: [60, 15] },
  brief: { work: 0, cells: 32, steps: [120, 0] },
} as const satisfies Record<string, ChainEffort>;

/** How much work goes into a search of more than two exits and its proof: counted, as everywhere. */
export type Effort = keyof typeof CHAIN_EFFORTS;
const STRIDES = [0.055, 0.022] as const;
/** Of the least latency that is known. */
const TEMPERATURES = [7e-4, 7e-5] as const;
/** What sums of so many numbers may be off, of each. */
const ROUNDING = 1e-10;

export interface Proof {
  /** The least that has been found, which may be better than what was known before. */
  readonly best: Found;
  /** No cuts that are right often enough have less latency. */
  readonly bound: number;
}

interface Box extends Multipliers {
  readonly low: Cuts;
  readonly high: Cuts;
  readonly bound: number;
  /** The exit at whose cut most samples are undecided, and the last cut of its lower half; undefined where none is. */
  readonly split: { readonly exit: number; readonly at: number } | undefined;
}

/**
 * Branch and bound over boxes of cuts, the one with the least bound first, each with the bound of its chains of cells. A box is first cut back
 * to the cells that can hold something better than what is known; its halves go on from its multipliers.
 * @param price of a right answer in nanoseconds, to begin with
 */
export function* proveByChains(
  cutting: Cutting,
  known: Found,
  needed: number,
  price: number,
  effort: ChainEffort = CHAIN_EFFORTS.whole,
): Steps<Proof> {
  const { samples, orders } = cutting;
  const unit = Math.max(1, ...cutting.latency);
  const latency = Float64Array.from(cutting.latency, (l) => l / unit);
  const boxes = new BestFirst<Box>();
  let best = known;
  let work = 0;
  function* bounded(low: Cuts, high: Cuts, from: Multipliers & { bound: number }, depth: 0 | 1): Steps<Box> {
    const places = placesOf(cutting, low, high, effort.cells);
    const chains = new ChainBound(cutting, places, needed, latency);
    const least = incumbent(cutting, best, needed) / unit;
    const [hot, cold] = TEMPERATURES;
    const reached = yield* ascend(chains, from, {
      steps: effort.steps[depth],
      stride: STRIDES[depth],
      temperatures: [hot * least, cold * least],
      enough: least * (1 + ROUNDING),
    });
    work += chains.work * effort.steps[depth];
    const rounded = reached.bound - ROUNDING * samples * places.length * (1 + reached.price);
    const bound = Math.max(from.bound, rounded * unit);
    return { ...cutBack(cutting, places, chains, reached, least), ...reached, bound };
  }
  const start = { ...startAt(cutting, known.cuts, price, unit), bound: 0 };
  const lowest = Int32Array.from(orders, (o) => o.fewest);
  const highest = Int32Array.from(orders, () => samples);
  boxes.push(yield* bounded(lowest, highest, start, 0));
  for (;;) {
    const box = boxes.pop();
    const least = incumbent(cutting, best, needed);
    if (box === undefined || box.bound >= least) return { best, bound: best.latency };
    if (work >= effort.work) return { best, bound: box.bound };
    const { low, high, split } = box;
    if (split === undefined) {
      const found = foundAt(cutting, low);
      if (found.right >= needed && found.latency < least) best = found;
      continue;
    }
    const above = orders[split.exit]?.after(split.at) ?? split.at;
    for (const [from, to] of [
      [low, high.with(split.exit, split.at)],
      [low.with(split.exit, above), high],
    ] as const) {
      const half = yield* bounded(from, to, box, 1);
      if (half.bound < least) boxes.push(half);
    }
  }
}

/** The box without the outer cells whose bound is no less than what is known, and where to halve it. */
function cutBack(
  cutting: Cutting,
  places: readonly Place[],
  chains: ChainBound,
  { values, price }: Ascended,
  least: number,
): Pick<Box, 'low' | 'high' | 'split'> {
  chains.at(values, price);
  const bounds = chains.ofCells(price);
  const enough = least + ROUNDING * cutting.samples * places.length * (1 + price);
  const exits = places.slice(0, -1);
  const kept = exits.map(({ cells }, e) => {
    const open = Array.from(bounds[e] ?? []).map((bound) => bound < enough);
    const from = Math.max(0, open.indexOf(true));
    const to = open.includes(true) ? open.lastIndexOf(true) : cells.count - 1;
    return { from, to };
  });
  const low = Int32Array.from(exits, ({ cells }, e) => cells.first[kept[e]?.from ?? 0] ?? 0);
  const high = Int32Array.from(exits, ({ cells }, e) => cells.last[kept[e]?.to ?? 0] ?? 0);
  const now = placesOf(cutting, low, high, 2).slice(0, -1);
  const counts = now.map(undecided);
  const exit = counts.indexOf(Math.max(...counts));
  if ((counts[exit] ?? 0) === 0) return { low, high, split: undefined };
  return { low, high, split: { exit, at: now[exit]?.cells.last[0] ?? 0 } };
}

/** As if each sample left by chance, the likelier the more its rank is below the cut: what its way then costs on average. */
function startAt(cutting: Cutting, cuts: Cuts, price: number, unit: number): Multipliers {
  const { samples, orders, latency, right } = cutting;
  const values = new Float64Array((orders.length + 2) * samples);
  for (let e = orders.length; e > 0; e--) {
    for (let s = 0; s < samples; s++) {
      const above = ((orders[e]?.rank[s] ?? 0) - (cuts[e] ?? 0)) / (samples / 10);
      const leaves = e === orders.length ? 1 : 1 / (1 + Math.exp(above));
      const here = ((latency[e] ?? 0) - price * (right[e]?.[s] ?? 0)) / unit;
      values[e * samples + s] = leaves * here + (1 - leaves) * (values[(e + 1) * samples + s] ?? 0);
    }
  }
  return { values, price: price / unit };
}
