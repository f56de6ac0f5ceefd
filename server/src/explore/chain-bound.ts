import type { Place } from './chain-cells';
import type { Cutting } from './cut-search';

/** Temperatures above the least at which a chain of cells counts no more. */
const FAR = 20;

/**
 * A lower bound of the latency of all cuts of a box that are right often enough.
 *
 * Being right is priced: with π ≥ 0, the latency of such cuts is at least π · needed + Σ_s f_s(e where s leaves), with
 * f_s(e) = latency(e) − π · right_s(e). For any numbers V_s(e) with V_s(0) = 0, f_s(e where s leaves) is the sum over the exits that s
 * comes to of f_s(e) − V_s(e) where it leaves and V_s(e + 1) − V_s(e) where it goes on. Whether it comes to e is read off the cell of the exit
 * before: it does not where it must leave there; where it is surely kept there and nothing before that can let it go, it
 * does; else it counts with min(0, …). Where leaving depends on the cut inside a cell, the lesser counts. So no term is above
 * what the sample really costs, and each depends on the cells of two neighbours: the chain of cells with the least sum is
 * found from exit to exit. It is a bound for every V and π ≥ 0, and concave in them.
 */
export class ChainBound {
  /** By place and sample, how the bound changes with V. */
  readonly gradient: Float64Array;
  /** How it changes with the price. */
  priceGradient = 0;
  /** What one evaluation looks at: samples at places, and pairs of cells. */
  readonly work: number;
  /** By place and cell before it, a row: what the samples come to in each cell here, and one more. */
  private readonly tables: readonly Float64Array[];
  /** By place, for the cells of the one before, what all comes to at least up to there. */
  private readonly least: readonly Float64Array[];
  private readonly weights: readonly Float64Array[];

  /** @param latency by place, in the unit of the bound */
  constructor(
    private readonly cutting: Cutting,
    readonly places: readonly Place[],
    private readonly needed: number,
    private readonly latency: Float64Array,
  ) {
    const counts = [1, ...places.map((p) => p.cells.count)];
    this.gradient = new Float64Array((places.length + 1) * cutting.samples);
    this.tables = places.map((p, e) => new Float64Array(((counts[e] ?? 0) + 1) * (p.cells.count + 1)));
    this.least = counts.map((count) => new Float64Array(count));
    this.weights = counts.map((count) => new Float64Array(count).fill(1));
    this.work = places.reduce((sum, p, e) => sum + p.live.length + (this.tables[e]?.length ?? 0), 0);
  }

  /** The bound; with a temperature the gradients too, as a mean over the chains that are nearly the least. */
  at(values: Float64Array, price: number, temperature?: number): number {
    for (let e = 0; e < this.places.length; e++) {
      this.tabulate(e, values, price);
      this.forward(e);
    }
    if (temperature !== undefined) this.differentiate(values, price, temperature);
    return (this.least[this.places.length]?.[0] ?? 0) + price * this.needed;
  }

  /** By exit and cell, the bound of the cuts in this cell, as `at` had it last, without a temperature. */
  ofCells(price: number): Float64Array[] {
    let behind: Float64Array = new Float64Array(1);
    const bounds: Float64Array[] = [];
    for (let e = this.places.length - 1; e > 0; e--) {
      const table = this.tables[e] ?? behind;
      const after = behind;
      const width = after.length + 1;
      behind = Float64Array.from(this.least[e] ?? behind, (_, a) =>
        after.reduce((least, rest, b) => Math.min(least, (table[a * width + b] ?? 0) + rest), Infinity),
      );
      bounds.unshift(behind.map((rest, a) => (this.least[e]?.[a] ?? 0) + rest + price * this.needed));
    }
    return bounds;
  }

  /** Each sample is entered as differences at the corners of its rows and columns; then these are summed. */
  private tabulate(e: number, values: Float64Array, price: number): void {
    const place = this.places[e];
    const table = this.tables[e];
    const right = this.cutting.right[e];
    if (place === undefined || table === undefined || right === undefined) return;
    const { live, may, must, comes, surelyComes } = place;
    const latency = this.latency[e] ?? 0;
    const width = place.cells.count + 1;
    const here = e * this.cutting.samples;
    const next = here + this.cutting.samples;
    table.fill(0);
    for (let i = 0; i < live.length; i++) {
      const s = live[i] ?? 0;
      const value = values[here + s] ?? 0;
      const leave = latency - price * (right[s] ?? 0) - value;
      const stay = (values[next + s] ?? 0) - value;
      const either = leave < stay ? leave : stay;
      const leaveIf = leave < 0 ? leave : 0;
      const stayIf = stay < 0 ? stay : 0;
      const eitherIf = either < 0 ? either : 0;
      const row = ((comes[i] ?? 0) - 1) * width;
      const from = may[i] ?? 0;
      const to = must[i] ?? 0;
      table[row] = (table[row] ?? 0) + stayIf;
      table[row + from] = (table[row + from] ?? 0) + eitherIf - stayIf;
      table[row + to] = (table[row + to] ?? 0) + leaveIf - eitherIf;
      if (surelyComes[i] === 0) continue;
      const surely = ((surelyComes[i] ?? 0) - 1) * width;
      const stayToo = stay - stayIf;
      const eitherToo = either - eitherIf;
      table[surely] = (table[surely] ?? 0) + stayToo;
      table[surely + from] = (table[surely + from] ?? 0) + eitherToo - stayToo;
      table[surely + to] = (table[surely + to] ?? 0) + leave - leaveIf - eitherToo;
    }
    for (let row = table.length - 2 * width; row >= 0; row -= width) {
      let sum = 0;
      for (let i = row; i < row + width - 1; i++) {
        sum += table[i] ?? 0;
        table[i] = sum + (table[i + width] ?? 0);
      }
      // Beyond the last cell: of no use, and must not be summed.
      table[row + width - 1] = 0;
    }
  }

  private forward(e: number): void {
    const [table, from, to] = [this.tables[e], this.least[e], this.least[e + 1]];
    if (table === undefined || from === undefined || to === undefined) return;
    to.fill(Number.POSITIVE_INFINITY);
    const width = to.length + 1;
    for (let a = 0, row = 0; a < from.length; a++, row += width) {
      const least = from[a] ?? 0;
      for (let b = 0; b < to.length; b++) {
        const sum = least + (table[row + b] ?? 0);
        if (sum < (to[b] ?? 0)) to[b] = sum;
      }
    }
  }

  private differentiate(values: Float64Array, price: number, temperature: number): void {
    this.gradient.fill(0);
    this.priceGradient = this.needed;
    for (let e = 0; e < this.places.length; e++) this.weigh(e, temperature);
    let shares: Float64Array = Float64Array.of(1);
    for (let e = this.places.length - 1; e >= 0; e--) {
      shares = this.share(e, shares);
      this.pull(e, values, price);
    }
  }

  /** Sums become weights exp(−(sum − least) ÷ temperature) of all chains that come by a pair of cells. */
  private weigh(e: number, temperature: number): void {
    const [table, from, to] = [this.tables[e], this.least[e], this.least[e + 1]];
    const [weightFrom, weightTo] = [this.weights[e], this.weights[e + 1]];
    if (!table || !from || !to || !weightFrom || !weightTo) return;
    weightTo.fill(0);
    const width = to.length + 1;
    for (let a = 0, row = 0; a < from.length; a++, row += width) {
      const least = from[a] ?? 0;
      const weight = weightFrom[a] ?? 0;
      for (let b = 0; b < to.length; b++) {
        const above = (least + (table[row + b] ?? 0) - (to[b] ?? 0)) / temperature;
        const here = above < FAR ? weight * Math.exp(-above) : 0;
        table[row + b] = here;
        weightTo[b] = (weightTo[b] ?? 0) + here;
      }
    }
  }

  /** Weights become the share of all chains in the cells up to a row's and before a column's; returns it by cell of the place before. */
  private share(e: number, sharesTo: Float64Array): Float64Array {
    const table = this.tables[e] ?? new Float64Array();
    const weights = this.weights[e + 1] ?? table;
    const width = sharesTo.length + 1;
    const shares = new Float64Array(this.least[e]?.length ?? 0);
    for (let a = 0, row = 0; a < shares.length; a++, row += width) {
      let sum = 0;
      for (let b = 0; b < width; b++) {
        const here = b < width - 1 ? ((table[row + b] ?? 0) * (sharesTo[b] ?? 0)) / (weights[b] ?? 1) : 0;
        table[row + b] = sum + (a > 0 ? (table[row + b - width] ?? 0) : 0);
        sum += here;
      }
      shares[a] = sum;
    }
    return shares;
  }

  /** What each sample adds to the gradients at a place: the shares of chains that have it leave there, and go on. */
  private pull(e: number, values: Float64Array, price: number): void {
    const { gradient } = this;
    const place = this.places[e];
    const table = this.tables[e];
    const right = this.cutting.right[e];
    if (place === undefined || table === undefined || right === undefined) return;
    const { live, may, must, comes, surelyComes } = place;
    const latency = this.latency[e] ?? 0;
    const all = place.cells.count;
    const here = e * this.cutting.samples;
    const next = here + this.cutting.samples;
    for (let i = 0; i < live.length; i++) {
      const s = live[i] ?? 0;
      const value = values[here + s] ?? 0;
      const leave = latency - price * (right[s] ?? 0) - value;
      const stay = (values[next + s] ?? 0) - value;
      // Where either is possible, it leaves if that is less.
      const parting = (leave < stay ? may[i] : must[i]) ?? 0;
      const row = ((comes[i] ?? 0) - 1) * (all + 1);
      let stays = stay < 0 ? (table[row + parting] ?? 0) : 0;
      let leaves = leave < 0 ? (table[row + all] ?? 0) - (table[row + parting] ?? 0) : 0;
      const surely = ((surelyComes[i] ?? 0) - 1) * (all + 1);
      if (surely >= 0) {
        const kept = table[surely + parting] ?? 0;
        if (stay >= 0) stays += kept;
        if (leave >= 0) leaves += (table[surely + all] ?? 0) - kept;
      }
      gradient[here + s] = (gradient[here + s] ?? 0) - leaves - stays;
      gradient[next + s] = (gradient[next + s] ?? 0) + stays;
      this.priceGradient -= leaves * (right[s] ?? 0);
    }
  }
}
