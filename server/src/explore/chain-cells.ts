import type { Cutting, Cuts } from './cut-search';

/**
 * The cuts of one exit from `low` to `high`, in cells of neighbours, few leave first. A sample *may* leave at the cells from `may`
 * on, and *must* (if it comes so far) at those from `must` on; in the one between, if any, that depends on the cut.
 */
interface Cells {
  readonly count: number;
  /** By cell, its first and its last cut. */
  readonly first: Int32Array;
  readonly last: Int32Array;
  /** By sample. */
  readonly may: Int16Array;
  readonly must: Int16Array;
}

/** An exit of a box of cuts, or the end, where everyone leaves: as the samples see it that come so far with some cuts. */
export interface Place {
  readonly cells: Cells;
  readonly live: Int32Array;
  /** The following by index in `live`: from which cell on it may leave, and from which it must. */
  readonly may: Int16Array;
  readonly must: Int16Array;
  /** In how many of the first cells of the place before it may be kept, and so come here. */
  readonly comes: Int16Array;
  /** In how many it surely comes here: those where it is kept, if no cuts of the places before that let it go; else 0. */
  readonly surelyComes: Int16Array;
}

/** The exits of a box and the end, each in at most `most` cells. */
export function placesOf(cutting: Cutting, low: Cuts, high: Cuts, most: number): Place[] {
  const { samples, orders } = cutting;
  const places: Place[] = [];
  const fresh = new Uint8Array(samples).fill(1);
  let live: Int32Array = Int32Array.from(fresh.keys());
  let before: Cells = { ...everyoneLeaves(samples), may: ones(samples), must: ones(samples) };
  for (let e = 0; e <= orders.length; e++) {
    const [from, to] = [low[e] ?? 0, high[e] ?? 0];
    const cells = e < orders.length ? cellsOf(cutting, e, live, { from, to, most }) : everyoneLeaves(samples);
    for (const s of orders[e - 2]?.leaving(high[e - 2] ?? 0) ?? []) fresh[s] = 0;
    const surelyComes = picked(before.may, live);
    for (let i = 0; i < live.length; i++) if (fresh[live[i] ?? 0] === 0) surelyComes[i] = 0;
    const must = picked(cells.must, live);
    places.push({
      cells,
      live,
      may: picked(cells.may, live),
      must,
      comes: picked(before.must, live),
      surelyComes,
    });
    live = live.filter((_, i) => (must[i] ?? 0) > 0);
    before = cells;
  }
  return places;
}

/** How many of the samples that come so far leave or not, as the cut is. */
export function undecided({ live, cells, may, must }: Place): number {
  let count = 0;
  for (let i = 0; i < live.length; i++) if ((must[i] ?? 0) > 0 && (may[i] ?? 0) < cells.count) count++;
  return count;
}

function picked(bySample: Int16Array, live: Int32Array): Int16Array {
  const list = new Int16Array(live.length);
  for (let i = 0; i < list.length; i++) list[i] = bySample[live[i] ?? 0] ?? 0;
  return list;
}

function everyoneLeaves(samples: number): Cells {
  const none = new Int16Array(samples);
  return { count: 1, first: new Int32Array(1), last: new Int32Array(1), may: none, must: none };
}

function ones(samples: number): Int16Array {
  return new Int16Array(samples).fill(1);
}

/** About as many live samples in each cell. */
function cellsOf(
  { samples, orders }: Cutting,
  exit: number,
  live: Int32Array,
  { from, to, most }: { readonly from: number; readonly to: number; readonly most: number },
): Cells {
  const order = orders[exit];
  const alive = new Uint8Array(samples + 1);
  for (const s of live) alive[order?.rank[s] ?? 0] = 1;
  let between = 0;
  for (let rank = from; rank < to; rank++) between += alive[rank] ?? 0;
  const width = Math.max(1, (between + 1) / most);
  const first: number[] = [];
  const last: number[] = [];
  let passed = 0;
  let cell = -1;
  for (let cut = from; cut <= to; cut++) {
    if (order?.reachable[cut] === 1) {
      const at = Math.floor(passed / width);
      if (at > cell) first.push(cut);
      else last.pop();
      last.push(cut);
      cell = at;
    }
    passed += alive[cut] ?? 0;
  }
  const may = new Int16Array(samples);
  const must = new Int16Array(samples);
  let [lasts, firsts] = [0, 0];
  for (let rank = 0; rank < samples; rank++) {
    while ((last[lasts] ?? samples + 1) <= rank) lasts++;
    while ((first[firsts] ?? samples + 1) <= rank) firsts++;
    const s = order?.samples[rank] ?? 0;
    may[s] = lasts;
    must[s] = firsts;
  }
  return { count: first.length, first: Int32Array.from(first), last: Int32Array.from(last), may, must };
}
