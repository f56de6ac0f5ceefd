/** Searches for the best cuts of one or two exits over a trace. See `ExitOrder` for cuts. */
import { CutTable, type Totals, better } from './cut-table';
import type { ExitOrder } from './exit-order';

/** A trace prepared for the search. Lists have one element per exit, in network order, and one for the end. */
export interface Cutting {
  readonly samples: number;
  readonly orders: readonly ExitOrder[];
  /** Whole nanoseconds, so that sums are exact. */
  readonly latency: readonly number[];
  /** For each sample, whether its prediction there is correct. */
  readonly right: readonly Uint8Array[];
}

/** For each exit, how many samples, most confident first, would leave there if none had left before. */
export type Cuts = Int32Array;

export interface Found extends Totals {
  readonly cuts: Cuts;
}

/**
 * What has to be beaten: the latency of what is known, if that is right often enough; otherwise more than any cuts take, so that a
 * known point that does not count rules nothing out.
 */
export function incumbent({ samples, latency }: Cutting, known: Found, needed: number): number {
  return known.right >= needed ? known.latency : samples * Math.max(...latency) + 1;
}

/** For each sample, the first exit at which it leaves, or the end; no sample leaves at exits in `but`. */
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

/**
 * The best cut of one exit with all others fixed: exact.
 *
 * Example for one exit of latency 2 and an end of latency 10, with four samples of confidence 0.9, 0.8, 0.8 and 0.6:
 *
 * ```
 * right at the exit  1 1 0 0     cut              0    1    3    4      (2 would divide equal values)
 * right at the end   1 1 1 0     total latency   40   32   16    8
 *                                right            3    3    2    2
 * ```
 *
 * With three right answers needed, the best is cut 1: latency 32. With two it is cut 4: latency 8.
 */
export function bestOne(cutting: Cutting, cuts: Cuts, exit: number, needed: number): Found {
  const order = cutting.orders[exit];
  if (order === undefined) return foundAt(cutting, cuts);
  const leavesAt = leaving(cutting, cuts, [exit]);
  let { latency, right } = totalsOf(cutting, leavesAt);
  let best = order.fewest;
  let bestLatency = Number.POSITIVE_INFINITY;
  let bestRight = Number.NEGATIVE_INFINITY;
  for (let cut = 0; cut <= cutting.samples; cut++) {
    // Of cuts with the same result on this trace, the one at which most samples leave.
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
 * The best pair of cuts of two exits with all others fixed: exact. Tries every cut of the first; for each, the table has the
 * totals for every cut of the second. n · √n steps for n samples.
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
    // The sample no longer reaches the second exit, so one fewer leaves there at cuts beyond its position.
    const at = position[s] ?? -1;
    if (at === -1) continue;
    table.add(at + 1, late - (cutting.latency[second] ?? 0), isRight - (cutting.right[second]?.[s] ?? 0));
  }
  return best ?? foundAt(cutting, cuts);
}

/** The cuts of an exit that differ for the samples which reach it. */
function tableOf(cutting: Cutting, leavesAt: Uint16Array, exit: number) {
  const order = cutting.orders[exit];
  const come = (order?.samples ?? new Int32Array()).filter((s) => (leavesAt[s] ?? 0) > exit);
  const position = new Int32Array(cutting.samples).fill(-1);
  const latency = new Float64Array(come.length + 1);
  const right = new Int32Array(come.length + 1);
  const open = new Uint8Array(come.length + 1);
  const cutOf = new Int32Array(come.length + 1);
  for (let i = 0; i <= come.length; i++) {
    // At any cut between this sample and the one before it the same ones leave; at the last one most others leave, too.
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
