import type { ExitRule, Trace } from '../schedule/index';

/** What it changes that a sample leaves at the exit looked at, rather than behind it. All lists are by sample. */
export interface Gain {
  readonly exit: number;
  /** The first exit that lets it go. It comes as far as this one if that is no earlier. */
  readonly leavesAt: Uint16Array;
  readonly latency: number;
  readonly right: Uint8Array;
  readonly latencyBehind: Float64Array;
  readonly rightBehind: Uint8Array;
}

/** The samples of one exit, surest first, and the places between them where a threshold can stand. */
export class ExitOrder {
  private readonly samples: Int32Array;
  private readonly values: Float64Array;
  private readonly descending: boolean;
  /** Cuts that some threshold makes, lowest first. */
  private readonly stops: Int32Array;
  /** Of the gain looked at last: latency and right answers at each cut, as far as they differ from those of none. */
  private readonly latency: Float64Array;
  private readonly right: Int32Array;

  constructor(trace: Trace, { column, criterion, comparison }: Omit<ExitRule, 'threshold'>) {
    const source = criterion === 'softmax' ? trace.confidence : trace[criterion];
    if (source === undefined) throw new RangeError(`the trace has no column '${criterion}'`);
    const start = column * trace.sampleCount;
    const all = source.subarray(start, start + trace.sampleCount);
    this.descending = comparison === '>=';
    const sign = this.descending ? -1 : 1;
    this.samples = Int32Array.from(all.keys()).sort((a, b) => sign * ((all[a] ?? 0) - (all[b] ?? 0)));
    this.values = Float64Array.from(this.samples, (s) => all[s] ?? 0);
    const { samples, values, fewest } = this;
    const cuts = Int32Array.from({ length: samples.length + 1 }, (_, cut) => cut);
    this.stops = cuts.filter(
      (cut) => cut >= fewest && (cut === 0 || cut === samples.length || values[cut] !== values[cut - 1]),
    );
    this.latency = new Float64Array(cuts.length);
    this.right = new Int32Array(cuts.length);
  }

  /** The lowest cut that can be written: of samples as sure as can be, none can be kept. */
  get fewest(): number {
    const limit = this.descending ? 1 : 0;
    const index = this.values.findIndex((v) => (this.descending ? v < limit : v > limit));
    return index === -1 ? this.values.length : index;
  }

  /** How many leave at a threshold. */
  cut(threshold: number): number {
    const stays = this.values.findIndex((v) => (this.descending ? v < threshold : v > threshold));
    return stays === -1 ? this.values.length : stays;
  }

  /** The samples that leave at a cut. */
  leaving(cut: number): Int32Array {
    return this.samples.subarray(0, cut);
  }

  /** The cut with the least latency minus `price` for each right answer. */
  best(gain: Gain, price: number): number {
    let least = Number.POSITIVE_INFINITY;
    let best = this.fewest;
    const { latency, right, stops } = this.summed(gain);
    for (const cut of stops) {
      const sum = (latency[cut] ?? 0) - price * (right[cut] ?? 0);
      if (sum < least) [least, best] = [sum, cut];
    }
    return best;
  }

  /** The cut with the least latency that costs no more than `spare` right answers more than `now` does. */
  bestWithin(gain: Gain, now: number, spare: number): { readonly cut: number; readonly spare: number } {
    const { latency, right, stops } = this.summed(gain);
    // A cut that no threshold makes is held to none at all.
    const rightNow = stops.includes(now) ? (right[now] ?? 0) : 0;
    let best = now;
    let most = spare;
    let least = Number.POSITIVE_INFINITY;
    for (const cut of stops) {
      const left = spare + (right[cut] ?? 0) - rightNow;
      const here = latency[cut] ?? 0;
      if (left >= 0 && (here < least || (here === least && left > most)))
        [best, most, least] = [cut, left, here];
    }
    return { cut: best, spare: most };
  }

  private summed(gain: Gain): this {
    const { samples, latency, right } = this;
    const { exit, leavesAt, latencyBehind, rightBehind } = gain;
    let latencySum = 0;
    let rightSum = 0;
    for (let i = 0; i < samples.length; i++) {
      const s = samples[i] ?? 0;
      if ((leavesAt[s] ?? 0) >= exit) {
        latencySum += gain.latency - (latencyBehind[s] ?? 0);
        rightSum += (gain.right[s] ?? 0) - (rightBehind[s] ?? 0);
      }
      latency[i + 1] = latencySum;
      right[i + 1] = rightSum;
    }
    return this;
  }

  /** The shortest number that lets the first `cut` samples go and keeps the next. */
  threshold(cut: number): number {
    const last = this.values[cut - 1] ?? (this.descending ? 1 : 0);
    const next = this.values[cut] ?? (this.descending ? 0 : last + 1);
    for (let digits = 0; digits <= MOST_DIGITS; digits++) {
      const scale = 10 ** digits;
      // Nearest to the last that leaves, on the side of the next.
      const short = this.descending ? Math.floor(last * scale) / scale : Math.ceil(last * scale) / scale;
      const lets = this.descending ? short <= last : short >= last;
      const keeps = this.descending
        ? short > next || cut === this.values.length
        : short < next || cut === this.values.length;
      if (lets && keeps) return short;
    }
    return last;
  }
}

/** Finer than any trace. */
const MOST_DIGITS = 12;
