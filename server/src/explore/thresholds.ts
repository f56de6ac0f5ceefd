import type { Steps } from '../base/steps';
import type { Nanoseconds, Share } from '../base/units';
import type { ExitRule, Trace } from '../schedule/index';
import { gapBetween } from './gap';
import { type Cutting, type Cuts, type Found, bestOne, bestTwo, foundAt, leaving } from './cut-search';
import { better } from './cut-table';
import { ExitOrder } from './exit-order';
import type { Effort } from './chain-proof';
import { prove } from './threshold-bound';

/** An exit whose threshold is to be found: by what it decides, and how long an input takes that leaves there. */
export interface TunedExit extends ExitRule {
  /** Of what is written now. */
  readonly threshold: number;
  readonly latencyNs: Nanoseconds;
}

export interface TuningProblem {
  readonly trace: Trace;
  /** In the order in which an input passes them. */
  readonly exits: readonly TunedExit[];
  readonly end: { readonly column: number; readonly latencyNs: Nanoseconds };
  /** By default the whole. */
  readonly effort?: Effort;
}

export interface TunedThresholds {
  /** One for each exit: as written where that does as well, else a value of the trace. */
  readonly thresholds: readonly number[];
  readonly accuracy: Share;
  readonly meanNs: Nanoseconds;
}

export interface LeastThresholds extends TunedThresholds {
  /** No thresholds that are right often enough have a lower mean. */
  readonly boundNs: Nanoseconds;
  /** By how much of `meanNs` it lies above that bound: 0 where it is proved to be the least. */
  readonly gap: Share;
}

/** How much a right answer may cost, in path lengths; between neighbours of this list little changes. */
const PRICES = Array.from({ length: 25 }, (_, i) => 0.01 * 2 ** (i * 0.75));

/** Sweeps until nothing moves; a handful mostly. */
const MOST_SWEEPS = 20;

/**
 * Finds thresholds. One or two are searched whole. Of more, two at a time are, with the others held, from several starts until no
 * pair can be bettered; how far that can be from the least is bounded apart.
 */
export class ThresholdSearch {
  private readonly cutting: Cutting;
  private readonly written: Cuts;
  private hull: readonly Cuts[] | undefined;

  constructor(private readonly problem: TuningProblem) {
    const { trace, exits, end } = problem;
    const { sampleCount: samples } = trace;
    const columns = [...exits.map((e) => e.column), end.column];
    this.cutting = {
      samples,
      orders: exits.map((exit) => new ExitOrder(trace, exit)),
      latency: [...exits.map((e) => e.latencyNs), end.latencyNs].map(Math.round),
      right: columns.map((c) => trace.correct.subarray(c * samples, (c + 1) * samples)),
    };
    this.written = Int32Array.from(this.cutting.orders, (o, e) => o.cut(exits[e]?.threshold ?? 0));
  }

  /** What the thresholds do that are written. */
  now(): TunedThresholds {
    return this.tuned(foundAt(this.cutting, this.written));
  }

  /** The most samples that can be right, as far as was found. */
  *mostAccurate(): Steps<TunedThresholds> {
    return this.tuned(yield* this.search(this.cutting.samples + 1));
  }

  /** The fastest thresholds that are right often enough; undefined where none were found. */
  *atLeast(accuracy: Share): Steps<LeastThresholds | undefined> {
    const { samples, orders } = this.cutting;
    // Counted in whole samples: shares are not exact.
    const needed = Math.ceil(accuracy * samples - 1e-6);
    const found = yield* this.search(needed);
    const { best, bound } =
      orders.length <= 2
        ? { best: found, bound: found.latency }
        : yield* prove(this.cutting, found, needed, this.priceAt(needed), this.problem.effort);
    if (best.right < needed) return undefined;
    const gap = gapBetween(best.latency, Math.min(bound, best.latency)) ?? 0;
    const kept = yield* this.fewestChanges(best, needed);
    return { ...this.tuned(kept), boundNs: Math.round(bound / samples), gap };
  }

  /** Least latency for each accuracy that is worth having, fastest first. */
  *curve(also: LeastThresholds | undefined): Steps<readonly TunedThresholds[]> {
    const points: TunedThresholds[] = also ? [also] : [];
    for (const cuts of this.hullCuts()) {
      const found = foundAt(this.cutting, cuts);
      // The hull is reached by single steps; what two together can do is known.
      points.push(this.tuned(this.cutting.orders.length <= 2 ? yield* this.search(found.right) : found));
      yield;
    }
    const sorted = points.sort((a, b) => a.meanNs - b.meanNs || b.accuracy - a.accuracy);
    return sorted.filter((p, i) => sorted.slice(0, i).every((q) => q.accuracy < p.accuracy));
  }

  /** The best that is known; right less often than `needed` only where nothing else is. */
  private *search(needed: number): Steps<Found> {
    const { cutting } = this;
    const fewest = Int32Array.from(cutting.orders, (o) => o.fewest);
    if (cutting.orders.length === 1) return bestOne(cutting, fewest, 0, needed);
    if (cutting.orders.length === 2) return bestTwo(cutting, fewest, 0, 1, needed);
    let best = foundAt(cutting, this.written);
    for (const start of this.starts(needed)) {
      const found = yield* this.descend(start, needed, best);
      if (isBetter(found, best, needed)) best = found;
    }
    return best;
  }

  /** The written cuts, and those on the hull that are just right often enough and just not: from there, few steps are left. */
  private starts(needed: number): readonly Cuts[] {
    const { enough, less } = this.around(needed);
    const all = [enough, less].flatMap((p) => (p ? [p.cuts] : [])).concat([this.written]);
    return this.problem.effort === 'brief' ? all.slice(0, 1) : all;
  }

  /** What one more right answer costs there, in nanoseconds. */
  private priceAt(needed: number): number {
    const { enough, less } = this.around(needed);
    return enough && less ? Math.max(0, enough.latency - less.latency) / (enough.right - less.right) : 0;
  }

  /** On the hull, the fastest cuts that are right often enough and the most often right of those that are not. */
  private around(needed: number): { readonly enough: Found | undefined; readonly less: Found | undefined } {
    const hull = this.hullCuts().map((cuts) => foundAt(this.cutting, cuts));
    const [enough] = hull.filter((p) => p.right >= needed).sort((a, b) => a.latency - b.latency);
    const [less] = hull.filter((p) => p.right < needed).sort((a, b) => b.right - a.right);
    return { enough, less };
  }

  /** Betters two cuts at a time until no pair can be; leaves off once that leads where `known` is. */
  private *descend(start: Cuts, needed: number, known: Found): Steps<Found> {
    const exits = this.cutting.orders.length;
    const pairs = Array.from({ length: exits }, (_, a) => a).flatMap((a) =>
      Array.from({ length: exits - a - 1 }, (_, i) => [a, a + 1 + i] as const),
    );
    // Neighbours share most samples, so they move most.
    pairs.sort(([a, b], [c, d]) => b - a - (d - c));
    let found = foundAt(this.cutting, start);
    for (let idle = 0, i = 0; idle < pairs.length; i++) {
      const [a = 0, b = 0] = pairs[i % pairs.length] ?? [];
      const next = bestTwo(this.cutting, found.cuts, a, b, needed);
      yield;
      idle++;
      if (!isBetter(next, found, needed)) continue;
      found = next;
      idle = 0;
      if (found.cuts.every((cut, e) => cut === known.cuts[e])) break;
    }
    return found;
  }

  /** Cuts as good as these that leave as many as possible as they are written: for one and two exits, exactly as many. */
  private *fewestChanges(best: Found, needed: number): Steps<Found> {
    const { cutting, written } = this;
    const asGood = (found: Found): boolean => found.latency === best.latency && found.right >= needed;
    const asWritten = foundAt(cutting, written);
    if (asGood(asWritten)) return asWritten;
    // Of thresholds that do the same to this trace, those that let most go.
    let found = [...cutting.orders.keys()].reduceRight((f, e) => bestOne(cutting, f.cuts, e, needed), best);
    const kept = new Set<number>();
    const changed = [...cutting.orders.keys()].filter(
      (e) => cutting.orders[e]?.reachable[written[e] ?? 0] === 1,
    );
    const tries = [...changed].sort((a, b) => Math.abs(this.moved(best, a)) - Math.abs(this.moved(best, b)));
    for (const e of tries) {
      kept.add(e);
      let next = foundAt(cutting, found.cuts.with(e, written[e] ?? 0));
      const others = [...cutting.orders.keys()].filter((o) => !kept.has(o));
      if (others.length === 2) next = bestTwo(cutting, next.cuts, others[0] ?? 0, others[1] ?? 0, needed);
      else for (const o of others) next = bestOne(cutting, next.cuts, o, needed);
      if (asGood(next)) found = next;
      else kept.delete(e);
      yield;
    }
    return found;
  }

  private moved({ cuts }: Found, exit: number): number {
    return (cuts[exit] ?? 0) - (this.written[exit] ?? 0);
  }

  private hullCuts(): readonly Cuts[] {
    if (this.hull === undefined) {
      let cuts = this.cutting.orders.map((o) => o.fewest);
      const longest = Math.max(1, ...this.cutting.latency);
      this.hull = [...PRICES].reverse().map((price) => {
        const found = this.priced(Int32Array.from(cuts), price * longest);
        cuts = Array.from(found);
        return found;
      });
    }
    return this.hull;
  }

  /** Descends latency minus `price` for each right answer: to a point of the lower hull of latency over accuracy. */
  private priced(cuts: Cuts, price: number): Cuts {
    for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
      if (!this.sweep(cuts, price)) break;
    }
    return cuts;
  }

  /** One line search at each exit, last first, so that what lies behind it is settled; whether a cut moved. */
  private sweep(cuts: Cuts, price: number): boolean {
    const { orders, samples, right, latency } = this.cutting;
    const last = orders.length;
    const leavesAt = leaving(this.cutting, cuts);
    // Where each sample ends up if it passes all exits up to the one that is looked at.
    const latencyBehind = new Float64Array(samples).fill(latency[last] ?? 0);
    const rightBehind = Uint8Array.from(right[last] ?? []);
    let moved = false;
    for (let e = last - 1; e >= 0; e--) {
      const order = orders[e];
      const rightHere = right[e];
      if (order === undefined || rightHere === undefined) continue;
      const latencyHere = latency[e] ?? 0;
      const gain = { exit: e, leavesAt, latency: latencyHere, right: rightHere, latencyBehind, rightBehind };
      const after = order.best(gain, price);
      if (after !== cuts[e]) moved = true;
      cuts[e] = after;
      for (const s of order.leaving(after)) {
        latencyBehind[s] = latencyHere;
        rightBehind[s] = rightHere[s] ?? 0;
      }
    }
    return moved;
  }

  private tuned({ cuts, latency, right }: Found): TunedThresholds {
    const { samples, orders } = this.cutting;
    return {
      thresholds: orders.map((order, e) =>
        cuts[e] === this.written[e] ? (this.problem.exits[e]?.threshold ?? 0) : order.threshold(cuts[e] ?? 0),
      ),
      accuracy: right / samples,
      meanNs: Math.round(latency / samples),
    };
  }
}

function isBetter(a: Found, b: Found, needed: number): boolean {
  return better(a.latency, a.right, b.latency, b.right, needed);
}
