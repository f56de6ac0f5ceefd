import { Cancelled, type Checkpoint } from '../base/checkpoint';
import { type PlacementProblem, type PlacementResult, placeRegions } from '../floorplan/index';

/** Results kept: going back to an earlier text finds its placement again. */
const KEPT = 8;

export interface FoundPlacement {
  readonly result: PlacementResult;
  /** It answers an earlier question: the search for this one is under way. */
  readonly stale: boolean;
}

/**
 * Placements of one document's `pblock auto` regions. A search takes milliseconds to seconds, so that no
 * keystroke waits for one: while it runs, the last result is the answer, and `onFound` tells when it is ready.
 */
export class Placements {
  private readonly known = new Map<string, PlacementResult>();
  private last: PlacementResult | undefined;
  private running: { readonly key: string; cancelled: boolean } | undefined;

  /** @param pause lets other work go on; called often during a search */
  constructor(
    private readonly pause: () => Promise<void>,
    private readonly onFound: () => void,
  ) {}

  /** The placement, or the last one for the time being. Only the first one of a document is waited for. */
  async find(key: string, problem: PlacementProblem, checkpoint: Checkpoint): Promise<FoundPlacement> {
    const known = this.known.get(key);
    if (known) {
      this.last = known;
      return { result: known, stale: false };
    }
    if (this.last === undefined) {
      const result = await placeRegions(problem, checkpoint);
      this.keep(key, result);
      return { result, stale: false };
    }
    this.search(key, problem);
    return { result: this.last, stale: true };
  }

  private search(key: string, problem: PlacementProblem): void {
    if (this.running?.key === key) return;
    if (this.running) this.running.cancelled = true;
    const run = { key, cancelled: false };
    this.running = run;
    const checkpoint = async (): Promise<void> => {
      await this.pause();
      if (run.cancelled) throw new Cancelled();
    };
    placeRegions(problem, checkpoint).then(
      (result) => {
        if (run.cancelled) return;
        this.running = undefined;
        this.keep(key, result);
        this.onFound();
      },
      () => {
        // Cancelled: a newer question is being searched.
        if (this.running === run) this.running = undefined;
      },
    );
  }

  private keep(key: string, result: PlacementResult): void {
    const oldest = this.known.keys().next();
    if (this.known.size >= KEPT && !oldest.done) this.known.delete(oldest.value);
    this.known.set(key, result);
    this.last = result;
  }
}
