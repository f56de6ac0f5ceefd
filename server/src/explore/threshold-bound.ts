import type { Steps } from '../base/steps';
import { BestFirst } from './best-first';
import { CHAIN_EFFORTS, type Effort, type Proof, proveByChains } from './chain-proof';
import { type Cutting, type Cuts, type Found, foundAt, incumbent } from './cut-search';

/** Limits are counted work, so that every machine gives the same answer: samples looked at, times exits. */
const MOST_WORK = { whole: 1e7, brief: 2e6 } as const satisfies Record<Effort, number>;

/** All cuts from `low` to `high` of each exit. */
interface Box {
  readonly low: Cuts;
  readonly high: Cuts;
  /** No cuts inside that are right often enough have less latency; infinite where none are. */
  readonly bound: number;
  /** By exit, samples that come so far, and may or may not leave there. */
  readonly free: Int32Array;
}

/**
 * Branch and bound over boxes of cuts, the one with the least bound first. In a box, a sample whose leaving depends on where inside the
 * box the cuts are is taken to leave where that is best; it may pay latency to be right, and the cheapest do. Where nothing is left
 * to depend on, that is the latency itself. This settles small traces; where it does not, chains of cells come nearer.
 * @param price of a right answer in nanoseconds, about what the last ones cost
 */
export function* prove(
  cutting: Cutting,
  known: Found,
  needed: number,
  price: number,
  effort: Effort = 'whole',
): Steps<Proof> {
  const { orders, samples } = cutting;
  const bounding = bounder(cutting, needed);
  let best = known;
  const heap = new BestFirst<Box>();
  const low = Int32Array.from(orders, (o) => o.fewest);
  heap.push(
    bounding(
      low,
      Int32Array.from(orders, () => samples),
    ),
  );
  const perBox = samples * (orders.length + 1);
  let work = 0;
  for (;;) {
    const box = heap.pop();
    const least = incumbent(cutting, best, needed);
    if (box === undefined || box.bound >= least) return { best, bound: best.latency };
    if (work >= MOST_WORK[effort]) {
      const chains = yield* proveByChains(cutting, best, needed, price, CHAIN_EFFORTS[effort]);
      return { best: chains.best, bound: Math.max(box.bound, chains.bound) };
    }
    work += 2 * perBox;
    const halves = halved(cutting, box);
    if (halves === undefined) {
      // Its bound is exact, and less than the least that was known.
      best = foundAt(cutting, box.low);
      continue;
    }
    for (const [from, to] of halves) {
      const half = bounding(from, to);
      if (half.bound < least) heap.push(half);
    }
    yield;
  }
}

/** Undefined where no sample's leaving depends on the cut. */
function halved({ orders }: Cutting, { low, high, free }: Box): (readonly [Cuts, Cuts])[] | undefined {
  const byFree = [...free.keys()].sort((a, b) => (free[b] ?? 0) - (free[a] ?? 0));
  for (const e of byFree) {
    if (free[e] === 0) break;
    const order = orders[e];
    const middle = order?.between(low[e] ?? 0, high[e] ?? 0);
    const [below, above] =
      middle === undefined ? [low[e] ?? 0, high[e] ?? 0] : [middle, order?.after(middle) ?? middle];
    return [
      [low, high.with(e, below)],
      [low.with(e, above), high],
    ];
  }
  return undefined;
}

function bounder({ samples, orders, latency, right }: Cutting, needed: number) {
  const places = orders.length + 1;
  const prices = Float64Array.from({ length: places * places }, (_, i) =>
    Math.max(0, (latency[i % places] ?? 0) - (latency[Math.floor(i / places)] ?? 0)),
  );
  const cheapest = Int32Array.from(prices.keys()).sort((a, b) => (prices[a] ?? 0) - (prices[b] ?? 0));
  const counts = new Int32Array(places * places);
  return (low: Cuts, high: Cuts): Box => {
    const free = new Int32Array(orders.length);
    counts.fill(0);
    let sum = 0;
    let missing = needed;
    for (let s = 0; s < samples; s++) {
      let fast = -1;
      let sure = -1;
      for (let e = 0; e < places; e++) {
        const rank = orders[e]?.rank[s] ?? -1;
        if (rank >= (high[e] ?? 1)) continue;
        const here = latency[e] ?? 0;
        if (fast === -1 || here < (latency[fast] ?? 0)) fast = e;
        if (right[e]?.[s] === 1 && (sure === -1 || here < (latency[sure] ?? 0))) sure = e;
        if (rank < (low[e] ?? 0)) break;
        free[e] = (free[e] ?? 0) + 1;
      }
      sum += latency[fast] ?? 0;
      if (sure === -1) continue;
      if (latency[sure] === latency[fast]) missing--;
      else counts[fast * places + sure] = (counts[fast * places + sure] ?? 0) + 1;
    }
    for (const pair of cheapest) {
      if (missing <= 0) break;
      const taken = Math.min(missing, counts[pair] ?? 0);
      sum += taken * (prices[pair] ?? 0);
      missing -= taken;
    }
    return { low, high, free, bound: missing > 0 ? Number.POSITIVE_INFINITY : sum };
  };
}
