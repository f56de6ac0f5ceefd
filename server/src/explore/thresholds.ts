import type { Nanoseconds, Share } from '../base/units';
import type { ExitRule, Trace } from '../schedule/index';
import { ExitOrder, type Gain } from './exit-order';

/** An exit whose threshold is to be found: which of the trace's, by what, and how long an input takes that leaves there. */
export interface TunedExit extends Omit<ExitRule, 'threshold'> {
  readonly latencyNs: Nanoseconds;
}

export interface TuningProblem {
  readonly trace: Trace;
  /** In the order in which an input passes them. */
  readonly exits: readonly TunedExit[];
  readonly end: { readonly column: number; readonly latencyNs: Nanoseconds };
}

export interface TunedThresholds {
  /** One for each exit, as short as the trace allows. */
  readonly thresholds: readonly number[];
  readonly accuracy: Share;
  readonly meanNs: Nanoseconds;
}

/** How much a right answer may cost, in path lengths; between neighbours of this list little changes. */
const PRICES = Array.from({ length: 25 }, (_, i) => 0.01 * 2 ** (i * 0.75));

/** Sweeps until nothing moves; a handful mostly. */
const MOST_SWEEPS = 20;

/** Positions that the cut of each exit stands at: how many of its samples, surest first, would leave. */
type Cuts = Int32Array;

/**
 * Finds thresholds by exact line searches: all but one exit held, the best place for its threshold is found in one
 * pass over the samples, surest first. Where a price is set on wrong answers, that descends to a point of the lower
 * hull of latency over accuracy; under an accuracy limit, it goes on from there with what the limit leaves.
 */
export class ThresholdSearch {
  private readonly orders: readonly ExitOrder[];
  private readonly samples: number;
  private readonly right: readonly Uint8Array[];
  private readonly latency: readonly number[];
  private readonly longest: number;
  private hull: readonly Cuts[] | undefined;

  constructor(problem: TuningProblem) {
    const { trace, exits, end } = problem;
    this.samples = trace.sampleCount;
    this.orders = exits.map((exit) => new ExitOrder(trace, exit));
    const columns = [...exits.map((e) => e.column), end.column];
    this.right = columns.map((c) => trace.correct.subarray(c * this.samples, (c + 1) * this.samples));
    this.latency = [...exits.map((e) => e.latencyNs), end.latencyNs];
    this.longest = Math.max(1, ...this.latency);
  }

  /** What a design with these thresholds does. */
  at(thresholds: readonly number[]): TunedThresholds {
    const cuts = Int32Array.from(this.orders, (order, e) => order.cut(thresholds[e] ?? 0));
    return { ...this.tuned(cuts), thresholds };
  }

  /** Least latency for each accuracy that is worth having, fastest first. */
  curve(): TunedThresholds[] {
    const points = this.hullCuts().map((cuts) => this.tuned(cuts));
    const sorted = points.sort((a, b) => a.meanNs - b.meanNs || b.accuracy - a.accuracy);
    return sorted.filter((p, i) => sorted.slice(0, i).every((q) => q.accuracy < p.accuracy));
  }

  /** The fastest thresholds that are right often enough; undefined where none are. */
  atLeast(accuracy: Share): TunedThresholds | undefined {
    // Counted in whole samples: shares are not exact.
    const needed = Math.ceil(accuracy * this.samples - 1e-6);
    let best: { readonly cuts: Cuts; readonly total: number } | undefined;
    for (const start of this.hullCuts()) {
      const from = this.totals(start);
      if (from.right < needed) continue;
      const cuts = this.within(start.slice(), needed);
      const { latency } = this.totals(cuts);
      if (best === undefined || latency < best.total) best = { cuts, total: latency };
    }
    return best && this.tuned(best.cuts);
  }

  private hullCuts(): readonly Cuts[] {
    if (this.hull === undefined) {
      let cuts = this.orders.map((o) => o.fewest);
      this.hull = [...PRICES].reverse().map((price) => {
        const found = this.priced(Int32Array.from(cuts), price * this.longest);
        cuts = Array.from(found);
        return found;
      });
    }
    return this.hull;
  }

  /** Descends latency minus `price` for each right answer. */
  private priced(cuts: Cuts, price: number): Cuts {
    for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
      const moved = this.sweep(cuts, (order, gain) => order.best(gain, price));
      if (!moved) break;
    }
    return cuts;
  }

  /** Descends latency with at least `needed` right answers. */
  private within(cuts: Cuts, needed: number): Cuts {
    for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
      const { right } = this.totals(cuts);
      let spare = right - needed;
      const moved = this.sweep(cuts, (order, gain, cut) => {
        const found = order.bestWithin(gain, cut, spare);
        spare = found.spare;
        return found.cut;
      });
      if (!moved) break;
    }
    return cuts;
  }

  /** One line search at each exit, last first, so that what lies behind it is settled; whether a cut moved. */
  private sweep(cuts: Cuts, choose: (order: ExitOrder, gain: Gain, cut: number) => number): boolean {
    const last = this.orders.length;
    const leavesAt = this.leaving(cuts);
    // Where each sample ends up if it passes all exits up to the one that is looked at.
    const latencyBehind = new Float64Array(this.samples).fill(this.latency[last] ?? 0);
    const rightBehind = Uint8Array.from(this.right[last] ?? []);
    let moved = false;
    for (let e = last - 1; e >= 0; e--) {
      const order = this.orders[e];
      const right = this.right[e];
      if (order === undefined || right === undefined) continue;
      const before = cuts[e] ?? 0;
      const latency = this.latency[e] ?? 0;
      const gain: Gain = { exit: e, leavesAt, latency, right, latencyBehind, rightBehind };
      const after = choose(order, gain, before);
      if (after !== before) moved = true;
      cuts[e] = after;
      for (const s of order.leaving(after)) {
        latencyBehind[s] = latency;
        rightBehind[s] = right[s] ?? 0;
      }
    }
    return moved;
  }

  /** By sample, the first exit that lets it go, or the end. */
  private leaving(cuts: Cuts): Uint16Array {
    const first = new Uint16Array(this.samples).fill(this.orders.length);
    for (let e = this.orders.length - 1; e >= 0; e--) {
      for (const s of this.orders[e]?.leaving(cuts[e] ?? 0) ?? []) first[s] = e;
    }
    return first;
  }

  private totals(cuts: Cuts): { readonly right: number; readonly latency: number } {
    let right = 0;
    let latency = 0;
    const leavesAt = this.leaving(cuts);
    for (let s = 0; s < this.samples; s++) {
      const e = leavesAt[s] ?? 0;
      right += this.right[e]?.[s] ?? 0;
      latency += this.latency[e] ?? 0;
    }
    return { right, latency };
  }

  private tuned(cuts: Cuts): TunedThresholds {
    const { right, latency } = this.totals(cuts);
    return {
      thresholds: this.orders.map((order, e) => order.threshold(cuts[e] ?? 0)),
      accuracy: right / this.samples,
      meanNs: Math.round(latency / this.samples),
    };
  }
}
