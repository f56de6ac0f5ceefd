import { type Analysis, analyse } from '../analysis/analyse';
import type { ModelCheck } from '../analysis/figures/models';
import { Placements } from '../analysis/figures/placements';
import { Cancelled, type Checkpoint } from '../base/checkpoint';
import { type Diagnostic, diagnose, failure, isIncomplete } from '../diagnostics/diagnose';
import { checkKnownModels, checkModels } from '../import/model-check';
import type { Closure, Documents, SourceDocument } from '../workspace/documents';
import { normalUri } from '../workspace/uri';

export interface Analysed {
  /** What was analysed. */
  readonly closure: Closure;
  readonly analysis: Analysis;
  readonly diagnostics: readonly Diagnostic[];
}

/** What there is where the analysis itself fails. */
export interface NotAnalysed {
  readonly document: SourceDocument;
  /** Says so, and why. */
  readonly failure: Diagnostic;
}

export type Outcome = Analysed | NotAnalysed;

interface Entry {
  /** The text that it is of. */
  document: SourceDocument;
  /** The documents' revision when its files began to be read. */
  readonly since: number;
  /** Other files that were looked at; unknown until all are read. */
  reads: ReadonlySet<string> | undefined;
  readonly result: Promise<Outcome | undefined>;
  cancelled: boolean;
}

/** Long analyses let newer messages in this often. */
const YIELD_EVERY_MS = 10;

/**
 * One analysis per version of a document, shared by all requests about it. A newer version cancels the
 * analysis of the older one, and who waits for it gets the newer one's.
 */
export class Analyses {
  private readonly entries = new Map<string, Entry>();
  private readonly placements = new Map<string, Placements>();
  /** Documents whose last analysis has gone on without a model. */
  private readonly withoutModels = new Set<string>();

  /**
   * @param onMore an automatic placement has been found, or a model read, so that the document reads differently now
   * @param onFailed an analysis or a check has failed; it is told in the document's diagnostics too
   */
  constructor(
    private readonly documents: Documents,
    private readonly onMore: (uri: string) => void,
    private readonly onFailed: (failure: Diagnostic) => void,
  ) {}

  /** Undefined for a document that is not open. */
  of(uri: string): Promise<Outcome | undefined> {
    const document = this.documents.get(uri);
    if (document === undefined) return Promise.resolve(undefined);
    const current = this.entries.get(uri);
    if (current && this.isCurrent(current, document)) return current.result;
    if (current) current.cancelled = true;
    const entry: Entry = {
      document,
      since: this.documents.revision,
      reads: undefined,
      cancelled: false,
      result: this.run(uri, () => entry).catch((error: unknown) => {
        // The text is the same, but something that it names, or its placement, is not: the wait goes on.
        if (error instanceof Cancelled && this.documents.get(uri) === document) return this.of(uri);
        throw error;
      }),
    };
    this.entries.set(uri, entry);
    return entry.result;
  }

  /** The same, once no automatic placement is under way and all models are read: for what is written to files. */
  async settled(uri: string): Promise<Outcome | undefined> {
    for (;;) {
      const outcome = await this.of(uri);
      if (!outcome || !isAnalysed(outcome)) return outcome;
      const { analysis, closure } = outcome;
      if (analysis.modelsPending) {
        await checkModels(analysis, closure);
        this.drop(uri);
      } else if (analysis.regions.some((r) => r.stale)) {
        await this.placements.get(uri)?.idle();
      } else return outcome;
    }
  }

  /** Whether the document's last analysis looked at any of these files, or may yet. */
  dependsOn(uri: string, changed: readonly string[]): boolean {
    const reads = this.entries.get(uri)?.reads;
    return reads === undefined || changed.some((other) => reads.has(normalUri(other)));
  }

  /** The last analysis that was asked for, if it has not been superseded. */
  drop(uri: string): void {
    const entry = this.entries.get(uri);
    if (entry) entry.cancelled = true;
    this.entries.delete(uri);
  }

  /** The document is closed. */
  forget(uri: string): void {
    this.drop(uri);
    this.placements.delete(uri);
    this.withoutModels.delete(uri);
  }

  private isCurrent({ document, since, reads }: Entry, now: SourceDocument): boolean {
    if (document !== now) return false;
    if (reads === undefined) return this.documents.revision === since;
    return [...reads].every((uri) => this.documents.revisionOf(uri) <= since);
  }

  private async run(uri: string, entryOf: () => Entry): Promise<Outcome | undefined> {
    // The caller has to note this run before it can be asked whether it is cancelled.
    await Promise.resolve();
    const entry = entryOf();
    const checkpoint = yieldingCheckpoint(() => entry.cancelled);
    await checkpoint();
    const outcome = await this.attempt(uri, entry, checkpoint);
    if (outcome === undefined || isWhole(outcome)) return outcome;
    failuresOf(outcome).forEach(this.onFailed);
    if (this.documents.get(uri) !== entry.document) return outcome;
    // What was kept from earlier versions of the text may be at fault.
    this.documents.renew([uri, ...(entry.reads ?? [])]);
    entry.document = this.documents.get(uri) ?? entry.document;
    return this.attempt(uri, entry, checkpoint);
  }

  private async attempt(uri: string, entry: Entry, checkpoint: Checkpoint): Promise<Outcome | undefined> {
    try {
      const closure = await this.documents.closure(uri);
      if (closure === undefined) return undefined;
      entry.reads = closure.reads;
      const analysis = await analyse(closure, checkpoint, {
        placements: this.placementsOf(uri),
        models: this.modelsOf(uri),
      });
      return { closure, analysis, diagnostics: diagnose(analysis) };
    } catch (error) {
      if (error instanceof Cancelled) throw error;
      return { document: entry.document, failure: failure(uri, 'This design is not analysed', error) };
    }
  }

  private modelsOf(uri: string): ModelCheck {
    const check = checkKnownModels(() => {
      if (!this.withoutModels.delete(uri)) return;
      this.drop(uri);
      this.onMore(uri);
    });
    return (of, closure) => {
      const found = check(of, closure);
      if (found.isPending) this.withoutModels.add(uri);
      return found;
    };
  }

  private placementsOf(uri: string): Placements {
    let placements = this.placements.get(uri);
    if (placements === undefined) {
      const pause = yieldingCheckpoint(() => this.documents.get(uri) === undefined);
      placements = new Placements(pause, patience, () => {
        this.drop(uri);
        this.onMore(uri);
      });
      this.placements.set(uri, placements);
    }
    return placements;
  }
}

/** Most placements take less; first diagnostics come within 300 ms whatever one takes. */
const PATIENCE_MS = 50;

function patience(): Promise<void> {
  return new Promise((done) => setTimeout(done, PATIENCE_MS));
}

export function isAnalysed(outcome: Outcome): outcome is Analysed {
  return 'analysis' in outcome;
}

function isWhole(outcome: Outcome): boolean {
  return isAnalysed(outcome) && !isIncomplete(outcome.diagnostics);
}

function failuresOf(outcome: Outcome): Diagnostic[] {
  return isAnalysed(outcome) ? outcome.diagnostics.filter((d) => d.cause !== undefined) : [outcome.failure];
}

/** A timer waits a millisecond and more; a worker has nothing quicker. */
const nextTurn: (go: () => void) => void =
  typeof setImmediate === 'function' ? (go) => void setImmediate(go) : (go) => void setTimeout(go, 0);

/** Lets newer messages in, and throws once the work is no longer wanted. */
export function yieldingCheckpoint(isCancelled: () => boolean): Checkpoint {
  let last = performance.now();
  return async () => {
    if (performance.now() - last >= YIELD_EVERY_MS) {
      await new Promise<void>(nextTurn);
      last = performance.now();
    }
    if (isCancelled()) throw new Cancelled();
  };
}
