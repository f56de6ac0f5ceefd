import type { ExitRule, Trace } from '../schedule/index';

/** What it changes that a sample leaves at the exit looked at, rather than behind it. */
export interface Gain {
  reaches(sample: number): boolean;
  latency(sample: number): number;
  right(sample: number): number;
}

/** The samples of one exit, surest first, and the places between them where a threshold can stand. */
export class ExitOrder {
  private readonly samples: Int32Array;
  private readonly values: Float64Array;
  private readonly descending: boolean;

  constructor(trace: Trace, { column, criterion, comparison }: Omit<ExitRule, 'threshold'>) {
    const source = criterion === 'softmax' ? trace.confidence : trace[criterion];
    if (source === undefined) throw new RangeError(`the trace has no column '${criterion}'`);
    const start = column * trace.sampleCount;
    const all = source.subarray(start, start + trace.sampleCount);
    this.descending = comparison === '>=';
    const sign = this.descending ? -1 : 1;
    this.samples = Int32Array.from(all.keys()).sort((a, b) => sign * ((all[a] ?? 0) - (all[b] ?? 0)));
    this.values = Float64Array.from(this.samples, (s) => all[s] ?? 0);
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

  each(from: number, to: number, visit: (sample: number) => void): void {
    for (let i = from; i < to; i++) visit(this.samples[i] ?? 0);
  }

  /** The cut with the least latency minus `price` for each right answer. */
  best(gain: Gain, price: number): number {
    let sum = 0;
    let least = Number.POSITIVE_INFINITY;
    let best = this.fewest;
    this.walk(gain, (latency, right, cut) => {
      sum = latency - price * right;
      if (sum < least) [least, best] = [sum, cut];
    });
    return best;
  }

  /** The cut with the least latency that costs no more than `spare` right answers more than `now` does. */
  bestWithin(gain: Gain, now: number, spare: number): { readonly cut: number; readonly spare: number } {
    let rightNow = 0;
    this.walk(gain, (_latency, right, cut) => {
      if (cut === now) rightNow = right;
    });
    let best = { cut: now, spare, latency: Number.POSITIVE_INFINITY };
    this.walk(gain, (latency, right, cut) => {
      const left = spare + right - rightNow;
      const better = latency < best.latency || (latency === best.latency && left > best.spare);
      if (left >= 0 && better) best = { cut, spare: left, latency };
    });
    return best;
  }

  /** Latency and right answers at each cut, as far as they differ from those of the lowest one. */
  private walk(gain: Gain, visit: (latency: number, right: number, cut: number) => void): void {
    const { samples, values, fewest } = this;
    let latency = 0;
    let right = 0;
    for (let i = 0; i <= samples.length; i++) {
      if (i >= fewest && (i === 0 || i === samples.length || values[i] !== values[i - 1]))
        visit(latency, right, i);
      const s = samples[i];
      if (s === undefined || !gain.reaches(s)) continue;
      latency += gain.latency(s);
      right += gain.right(s);
    }
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
