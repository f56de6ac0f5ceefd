/** The samples of an exit in order of confidence, and the cuts that thresholds can make in it. */
import { type ExitRule, type Trace, traceValues } from '../schedule/index';

/** Values from which to compute the gain if samples leave at an exit rather than later. All lists have one element per sample. */
export interface Gain {
  readonly exit: number;
  /** The first exit at which the sample leaves otherwise. It reaches this exit if that is not earlier. */
  readonly leavesAt: Uint16Array;
  readonly latency: number;
  readonly right: Uint8Array;
  readonly latencyBehind: Float64Array;
  readonly rightBehind: Uint8Array;
}

/**
 * The samples of one exit, most confident first. A cut is the number of samples that leave: confidences 0.9, 0.8, 0.8, 0.6
 * have the cuts 0, 1, 3 and 4 with thresholds 1, 0.9, 0.8 and 0; no threshold makes cut 2.
 */
export class ExitOrder {
  /** Most confident first. */
  readonly samples: Int32Array;
  /** Index of each sample in `samples`. */
  readonly rank: Int32Array;
  /** Whether some threshold makes a cut: those between different values, from `fewest` on. */
  readonly reachable: Uint8Array;
  private readonly values: Float64Array;
  private readonly descending: boolean;
  /** Cuts that some threshold makes, lowest first. */
  private readonly stops: Int32Array;

  constructor(trace: Trace, { column, criterion, comparison }: Omit<ExitRule, 'threshold'>) {
    const source = traceValues(trace, { column, criterion });
    if (source === undefined) throw new RangeError(`the trace has no column '${criterion}'`);
    const start = column * trace.sampleCount;
    const all = source.subarray(start, start + trace.sampleCount);
    this.descending = comparison === '>=';
    const sign = this.descending ? -1 : 1;
    this.samples = Int32Array.from(all.keys()).sort((a, b) => sign * ((all[a] ?? 0) - (all[b] ?? 0)));
    this.rank = new Int32Array(this.samples.length);
    this.samples.forEach((s, i) => (this.rank[s] = i));
    this.values = Float64Array.from(this.samples, (s) => all[s] ?? 0);
    const { samples, values, fewest } = this;
    const reaches = (cut: number): boolean =>
      cut >= fewest && (cut === 0 || cut === samples.length || values[cut] !== values[cut - 1]);
    this.reachable = Uint8Array.from({ length: samples.length + 1 }, (_, cut) => (reaches(cut) ? 1 : 0));
    this.stops = Int32Array.from(this.reachable.keys()).filter((cut) => this.reachable[cut] === 1);
  }

  /** The lowest cut that a threshold can make: samples with the highest possible confidence always leave. */
  get fewest(): number {
    const limit = this.descending ? 1 : 0;
    const index = this.values.findIndex((v) => (this.descending ? v < limit : v > limit));
    return index === -1 ? this.values.length : index;
  }

  /** Number of samples that leave at a threshold. */
  cut(threshold: number): number {
    const stays = this.values.findIndex((v) => (this.descending ? v < threshold : v > threshold));
    return stays === -1 ? this.values.length : stays;
  }

  /** The samples that leave at a cut. */
  leaving(cut: number): Int32Array {
    return this.samples.subarray(0, cut);
  }

  /** The reachable cut in the middle between two others; undefined if there is none between them. */
  between(low: number, high: number): number | undefined {
    const inside = this.stops.filter((cut) => cut > low && cut < high);
    return inside[inside.length >> 1];
  }

  /** The next reachable cut. */
  after(cut: number): number {
    const next = this.reachable.indexOf(1, cut + 1);
    return next === -1 ? cut : next;
  }

  /** The cut with the lowest latency minus `price` for each right answer. */
  best(gain: Gain, price: number): number {
    const { samples, reachable } = this;
    const { exit, leavesAt, latencyBehind, rightBehind } = gain;
    let least = Number.POSITIVE_INFINITY;
    let best = this.fewest;
    let sum = 0;
    for (let cut = 0; cut <= samples.length; cut++) {
      if (reachable[cut] === 1 && sum < least) [least, best] = [sum, cut];
      const s = samples[cut] ?? 0;
      if ((leavesAt[s] ?? 0) < exit) continue;
      sum += gain.latency - (latencyBehind[s] ?? 0);
      sum -= price * ((gain.right[s] ?? 0) - (rightBehind[s] ?? 0));
    }
    return best;
  }

  /** A threshold at which exactly the first `cut` samples leave: the value of the last of them. */
  threshold(cut: number): number {
    const all = this.descending ? 0 : (this.values[cut - 1] ?? 0);
    const none = this.descending ? 1 : 0;
    if (cut === this.values.length) return all;
    return this.values[cut - 1] ?? none;
  }
}
