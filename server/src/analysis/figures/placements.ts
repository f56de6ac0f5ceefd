import { Cancelled } from '../../base/checkpoint';
import { type PlacementProblem, type PlacementResult, placeRegions } from '../../floorplan/index';

/** Results kept: going back to an earlier text finds its placement again. */
const KEPT = 8;

export interface FoundPlacement {
  /** Absent while the first one of the document is being searched. */
  readonly result?: PlacementResult;
  /** It answers an earlier question, or none: the search for this one is under way. */
  readonly stale: boolean;
}

interface Search {
  readonly key: string;
  readonly ended: Promise<void>;
  cancelled: boolean;
  /** Somebody went on without its result, and has to be told. */
  isMissed: boolean;
}

/**
 * Placements of one document's `pblock auto` regions. A search takes milliseconds to seconds, so that nothing waits
 * for one: while it runs, the last result is the answer, or none, and `onFound` tells when it is ready.
 */
export class Placements {
  private readonly known = new Map<string, PlacementResult>();
  private last: PlacementResult | undefined;
  private running: Search | undefined;
  private failed: { readonly key: string; readonly error: unknown } | undefined;

  /**
   * @param pause lets other work go on; called often during a search
   * @param patience how long the first result of a document is waited for, most being quick
   */
  constructor(
    private readonly pause: () => Promise<void>,
    private readonly patience: () => Promise<void>,
    private readonly onFound: () => void,
  ) {}

  /** @throws what the search for it has failed with */
  async find(key: string, problem: PlacementProblem): Promise<FoundPlacement> {
    if (this.known.has(key)) return this.answer(key);
    this.rethrow(key);
    const search = this.search(key, problem);
    if (this.last === undefined) await Promise.race([search.ended, this.patience()]);
    this.rethrow(key);
    if (!this.known.has(key)) search.isMissed = true;
    return this.answer(key);
  }

  /** Until no search is under way. */
  async idle(): Promise<void> {
    while (this.running) await this.running.ended;
  }

  private rethrow(key: string): void {
    if (this.failed?.key === key) throw this.failed.error;
  }

  private answer(key: string): FoundPlacement {
    const result = this.known.get(key);
    if (result) this.last = result;
    return { ...(this.last && { result: this.last }), stale: result === undefined };
  }

  private search(key: string, problem: PlacementProblem): Search {
    if (this.running?.key === key) return this.running;
    if (this.running) this.running.cancelled = true;
    const checkpoint = async (): Promise<void> => {
      await this.pause();
      if (run.cancelled) throw new Cancelled();
    };
    const end = (keep: () => void) => {
      if (this.running !== run) return;
      this.running = undefined;
      keep();
      if (run.isMissed) this.onFound();
    };
    const ended = placeRegions(problem, checkpoint).then(
      (result) => end(() => this.keep(key, result)),
      (error: unknown) =>
        end(() => {
          // Cancelled: nobody asks any more.
          if (!(error instanceof Cancelled)) this.failed = { key, error };
        }),
    );
    const run: Search = { key, ended, cancelled: false, isMissed: false };
    this.running = run;
    return run;
  }

  private keep(key: string, result: PlacementResult): void {
    const oldest = this.known.keys().next();
    if (this.known.size >= KEPT && !oldest.done) this.known.delete(oldest.value);
    this.known.set(key, result);
    this.last = result;
  }
}
