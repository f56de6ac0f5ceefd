/** Runs searches in the background of the analysis. */
import { Cancelled, type Checkpoint } from '../../base/checkpoint';

/** Number of results kept, so that undo finds that of the earlier text. */
const KEPT = 8;

export interface Answer<R> {
  /** Absent during the document's first search. */
  readonly result?: R;
  /** The result is for an earlier problem, or absent: the search is still running. */
  readonly stale: boolean;
}

interface Search {
  readonly key: string;
  readonly ended: Promise<void>;
  cancelled: boolean;
  /** An analysis continued without its result and must be notified. */
  isMissed: boolean;
}

/**
 * Searches of one kind for one document, such as placements of its `pblock auto` regions. One takes milliseconds to seconds,
 * so nothing waits for it: while it runs, the last result, if any, is used, and `onFound` is called when it is ready.
 */
export class BackgroundSearch<R> {
  private readonly known = new Map<string, R>();
  private last: R | undefined;
  private running: Search | undefined;
  private failed: { readonly key: string; readonly error: unknown } | undefined;

  /**
   * @param pause yields to other work; called often during a search
   * @param patience how long to wait for a document's first result, since most searches are quick
   */
  constructor(
    private readonly pause: () => Promise<void>,
    private readonly patience: () => Promise<void>,
    private readonly onFound: () => void,
  ) {}

  /**
   * @param key of all that the result depends on
   * @throws the error of the failed search
   */
  async find(key: string, search: (checkpoint: Checkpoint) => Promise<R>): Promise<Answer<R>> {
    if (this.known.has(key)) return this.answer(key);
    this.rethrow(key);
    const running = this.start(key, search);
    if (this.last === undefined) await Promise.race([running.ended, this.patience()]);
    this.rethrow(key);
    if (!this.known.has(key)) running.isMissed = true;
    return this.answer(key);
  }

  /** Resolves once no search is running. */
  async idle(): Promise<void> {
    while (this.running) await this.running.ended;
  }

  private rethrow(key: string): void {
    if (this.failed?.key === key) throw this.failed.error;
  }

  private answer(key: string): Answer<R> {
    const result = this.known.get(key);
    if (result) this.last = result;
    return { ...(this.last && { result: this.last }), stale: result === undefined };
  }

  private start(key: string, search: (checkpoint: Checkpoint) => Promise<R>): Search {
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
    const ended = search(checkpoint).then(
      (result) => end(() => this.keep(key, result)),
      (error: unknown) =>
        end(() => {
          // A cancelled search has no caller to report to.
          if (!(error instanceof Cancelled)) this.failed = { key, error };
        }),
    );
    const run: Search = { key, ended, cancelled: false, isMissed: false };
    this.running = run;
    return run;
  }

  private keep(key: string, result: R): void {
    const oldest = this.known.keys().next();
    if (this.known.size >= KEPT && !oldest.done) this.known.delete(oldest.value);
    this.known.set(key, result);
    this.last = result;
  }
}
