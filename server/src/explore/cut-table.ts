/** Totals for every cut of an exit, updated as the cut of another exit moves. */

/** Total latency in nanoseconds and number of right answers. */
export interface Totals {
  readonly latency: number;
  readonly right: number;
}

/** Whether the first is better: if both have enough right answers, the faster; otherwise the one with more right answers. */
export function better(
  latency: number,
  right: number,
  otherLatency: number,
  otherRight: number,
  needed: number,
): boolean {
  if (right < needed || otherRight < needed)
    return right > otherRight || (right === otherRight && latency < otherLatency);
  return latency < otherLatency || (latency === otherLatency && right > otherRight);
}

/**
 * Totals for each cut of one exit, of which another exit changes a suffix at a time. Cuts are in blocks of about √n, each
 * with its best cut for every number of right answers, so that an update and a query take √n steps.
 */
export class CutTable {
  private readonly size: number;
  private readonly blocks: number;
  /** For each block, the amount added to all its cuts. */
  private readonly addedLatency: Float64Array;
  private readonly addedRight: Int32Array;
  private readonly fewest: Int32Array;
  private readonly most: Int32Array;
  /** For each block and number of right answers above its `fewest`, the best cut among those with at least as many. */
  private readonly bestCut: Int32Array;

  /**
   * @param latency for each cut; modified in place
   * @param right for each cut, neighbours differing by at most one; modified in place
   * @param open which cuts count
   */
  constructor(
    private readonly latency: Float64Array,
    private readonly right: Int32Array,
    private readonly open: Uint8Array,
  ) {
    this.size = Math.max(16, Math.ceil(Math.sqrt(latency.length)));
    this.blocks = Math.ceil(latency.length / this.size);
    this.addedLatency = new Float64Array(this.blocks);
    this.addedRight = new Int32Array(this.blocks);
    this.fewest = new Int32Array(this.blocks);
    this.most = new Int32Array(this.blocks);
    this.bestCut = new Int32Array(this.blocks * this.width);
    for (let block = 0; block < this.blocks; block++) this.renew(block);
  }

  /** Adds to all cuts from `from` on. */
  add(from: number, latency: number, right: number): void {
    if (from >= this.latency.length) return;
    const block = Math.floor(from / this.size);
    const end = Math.min(this.latency.length, (block + 1) * this.size);
    for (let i = from; i < end; i++) {
      this.latency[i] = (this.latency[i] ?? 0) + latency;
      this.right[i] = (this.right[i] ?? 0) + right;
    }
    this.renew(block);
    for (let k = block + 1; k < this.blocks; k++) {
      this.addedLatency[k] = (this.addedLatency[k] ?? 0) + latency;
      this.addedRight[k] = (this.addedRight[k] ?? 0) + right;
    }
  }

  /** The best cut for `needed` right answers, with `base` added to each. */
  best(base: Totals, needed: number): (Totals & { readonly cut: number }) | undefined {
    let best = -1;
    let bestLatency = Number.POSITIVE_INFINITY;
    let bestRight = Number.NEGATIVE_INFINITY;
    for (let block = 0; block < this.blocks; block++) {
      const fewest = this.fewest[block] ?? 0;
      const most = this.most[block] ?? 0;
      if (most < fewest) continue;
      const asked = needed - base.right - (this.addedRight[block] ?? 0);
      // If no cut has enough right answers, the one with most.
      const at = Math.min(most, Math.max(fewest, asked)) - fewest;
      const cut = this.bestCut[block * this.width + at] ?? 0;
      const latency = base.latency + (this.addedLatency[block] ?? 0) + (this.latency[cut] ?? 0);
      const right = base.right + (this.addedRight[block] ?? 0) + (this.right[cut] ?? 0);
      if (!better(latency, right, bestLatency, bestRight, needed)) continue;
      best = cut;
      bestLatency = latency;
      bestRight = right;
    }
    return best === -1 ? undefined : { cut: best, latency: bestLatency, right: bestRight };
  }

  private get width(): number {
    return 2 * this.size + 2;
  }

  private renew(block: number): void {
    const { latency, right, open, bestCut } = this;
    const start = block * this.size;
    const end = Math.min(latency.length, start + this.size);
    let fewest = Number.POSITIVE_INFINITY;
    let most = Number.NEGATIVE_INFINITY;
    for (let i = start; i < end; i++) {
      if (open[i] !== 1) continue;
      fewest = Math.min(fewest, right[i] ?? 0);
      most = Math.max(most, right[i] ?? 0);
    }
    const none = most < fewest;
    this.fewest[block] = none ? 1 : fewest;
    this.most[block] = none ? 0 : most;
    if (none) return;
    const row = block * this.width;
    bestCut.fill(-1, row, row + most - fewest + 1);
    for (let i = start; i < end; i++) {
      if (open[i] !== 1) continue;
      const at = row + (right[i] ?? 0) - fewest;
      const other = bestCut[at] ?? -1;
      if (other === -1 || (latency[i] ?? 0) < (latency[other] ?? 0)) bestCut[at] = i;
    }
    for (let at = row + most - fewest - 1; at >= row; at--) {
      const here = bestCut[at] ?? -1;
      const above = bestCut[at + 1] ?? -1;
      if (here === -1 || (latency[above] ?? 0) <= (latency[here] ?? 0)) bestCut[at] = above;
    }
  }
}
