import { CutTable, type Totals, better } from './cut-table';
import type { ExitOrder } from './exit-order';

/** A trace ready for searching. Lists are by exit in the order in which an input passes them, then the end. */
export interface Cutting {
  readonly samples: number;
  readonly orders: readonly ExitOrder[];
  /** Whole nanoseconds, so that sums are exact. */
  readonly latency: readonly number[];
  /** By sample, whether it is right there. */
  readonly right: readonly Uint8Array[];
}

/** By exit, how many of its samples would leave there, surest first, if none left before. */
export type Cuts = Int32Array;

export interface Found extends Totals {
  readonly cuts: Cuts;
}

/** By sample, the first exit that lets it go, or the end; exits of `but` let nobody go. */
export function leaving({ samples, orders }: Cutting, cuts: Cuts, but: readonly number[] = []): Uint16Array {
  const first = new Uint16Array(samples).fill(orders.length);
  for (let e = orders.length - 1; e >= 0; e--) {
    if (but.includes(e)) continue;
    for (const s of orders[e]?.leaving(cuts[e] ?? 0) ?? []) first[s] = e;
  }
  return first;
}

export function totalsOf(cutting: Cutting, leavesAt: Uint16Array): Totals {
  let latency = 0;
  let right = 0;
  for (let s = 0; s < cutting.samples; s++) {
    const e = leavesAt[s] ?? 0;
    right += cutting.right[e]?.[s] ?? 0;
    latency += cutting.latency[e] ?? 0;
  }
  return { latency, right };
}

export function foundAt(cutting: Cutting, cuts: Cuts): Found {
  return { cuts, ...totalsOf(cutting, leaving(cutting, cuts)) };
}

/** The best cut of one exit with all others held: exact. */
export function bestOne(cutting: Cutting, cuts: Cuts, exit: number, needed: number): Found {
  const order = cutting.orders[exit];
  if (order === undefined) return foundAt(cutting, cuts);
  const leavesAt = leaving(cutting, cuts, [exit]);
  let { latency, right } = totalsOf(cutting, leavesAt);
  let best = order.fewest;
  let bestLatency = Number.POSITIVE_INFINITY;
  let bestRight = Number.NEGATIVE_INFINITY;
  for (let cut = 0; cut <= cutting.samples; cut++) {
    // Of cuts that do the same to this trace, the one that lets most go.
    if (order.reachable[cut] === 1 && !better(bestLatency, bestRight, latency, right, needed)) {
      best = cut;
      bestLatency = latency;
      bestRight = right;
    }
    const s = order.samples[cut] ?? 0;
    const behind = leavesAt[s] ?? 0;
    if (behind <= exit) continue;
    latency += (cutting.latency[exit] ?? 0) - (cutting.latency[behind] ?? 0);
    right += (cutting.right[exit]?.[s] ?? 0) - (cutting.right[behind]?.[s] ?? 0);
  }
  return { cuts: cuts.with(exit, best), latency: bestLatency, right: bestRight };
}

/**
 * The best pair of cuts of two exits with all others held: exact. Every cut of the first is tried; for each, the table holds what
 * every cut of the second then comes to. n · √n for n samples.
 */
export function bestTwo(cutting: Cutting, cuts: Cuts, first: number, second: number, needed: number): Found {
  const order = cutting.orders[first];
  if (order === undefined) return foundAt(cutting, cuts);
  const leavesAt = leaving(cutting, cuts, [first, second]);
  let { latency, right } = totalsOf(cutting, leavesAt);
  const { table, position, cutOf } = tableOf(cutting, leavesAt, second);
  let best: Found | undefined;
  for (let cut = 0; cut <= cutting.samples; cut++) {
    if (order.reachable[cut] === 1) {
      const found = table.best({ latency, right }, needed);
      if (
        found &&
        (best === undefined || better(found.latency, found.right, best.latency, best.right, needed))
      ) {
        best = { cuts: cuts.with(first, cut).with(second, cutOf[found.cut] ?? 0), ...found };
      }
    }
    const s = order.samples[cut] ?? 0;
    const behind = leavesAt[s] ?? 0;
    if (behind <= first) continue;
    const soon = cutting.latency[first] ?? 0;
    const late = cutting.latency[behind] ?? 0;
    const isRight = cutting.right[behind]?.[s] ?? 0;
    latency += soon - late;
    right += (cutting.right[first]?.[s] ?? 0) - isRight;
    // It no longer comes as far as the second, whose cuts beyond its place let one fewer go.
    const at = position[s] ?? -1;
    if (at === -1) continue;
    table.add(at + 1, late - (cutting.latency[second] ?? 0), isRight - (cutting.right[second]?.[s] ?? 0));
  }
  return best ?? foundAt(cutting, cuts);
}

/** The cuts of an exit as far as they differ for the samples that come so far. */
function tableOf(cutting: Cutting, leavesAt: Uint16Array, exit: number) {
  const order = cutting.orders[exit];
  const come = (order?.samples ?? new Int32Array()).filter((s) => (leavesAt[s] ?? 0) > exit);
  const position = new Int32Array(cutting.samples).fill(-1);
  const latency = new Float64Array(come.length + 1);
  const right = new Int32Array(come.length + 1);
  const open = new Uint8Array(come.length + 1);
  const cutOf = new Int32Array(come.length + 1);
  for (let i = 0; i <= come.length; i++) {
    // Any cut between this sample and the one before it lets the same ones go; the last lets most go of others.
    const from = i === 0 ? 0 : (order?.rank[come[i - 1] ?? 0] ?? 0) + 1;
    const to = i === come.length ? cutting.samples : (order?.rank[come[i] ?? 0] ?? 0);
    const cut = order?.reachable.subarray(from, to + 1).lastIndexOf(1) ?? -1;
    open[i] = cut === -1 ? 0 : 1;
    cutOf[i] = from + Math.max(0, cut);
    const s = come[i];
    if (s === undefined) continue;
    position[s] = i;
    const behind = leavesAt[s] ?? 0;
    latency[i + 1] = (latency[i] ?? 0) + (cutting.latency[exit] ?? 0) - (cutting.latency[behind] ?? 0);
    right[i + 1] = (right[i] ?? 0) + (cutting.right[exit]?.[s] ?? 0) - (cutting.right[behind]?.[s] ?? 0);
  }
  return { table: new CutTable(latency, right, open), position, cutOf };
}
