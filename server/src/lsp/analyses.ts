/** Runs and shares the analysis of each open document. */
import { type Analysis, analyse } from '../analysis/analyse';
import type { ModelCheck } from '../analysis/figures/models';
import { BackgroundSearch } from '../analysis/figures/background-search';
import type { Placements } from '../analysis/figures/placement';
import type { Sizes } from '../analysis/proposals/region-sizes';
import { Cancelled, type Checkpoint } from '../base/checkpoint';
import { type Diagnostic, diagnose, failure, isIncomplete } from '../diagnostics/diagnose';
import { checkKnownModels, checkModels } from '../model/model-check';
import type { Closure, Documents, SourceDocument } from '../workspace/documents';
import { normalUri } from '../workspace/uri';

export interface Analysed {
  /** The document and the files that it imports. */
  readonly closure: Closure;
  readonly analysis: Analysis;
  readonly diagnostics: readonly Diagnostic[];
}

/** Result of an analysis that crashed. */
export interface NotAnalysed {
  readonly document: SourceDocument;
  /** Diagnostic that reports the crash and its cause. */
  readonly failure: Diagnostic;
}

export type Outcome = Analysed | NotAnalysed;

interface Entry {
  /** The analysed text. */
  document: SourceDocument;
  /** Revision of the documents when reading began. */
  readonly since: number;
  /** Other files that the analysis looked at; undefined until all are read. */
  reads: ReadonlySet<string> | undefined;
  readonly result: Promise<Outcome | undefined>;
  cancelled: boolean;
}

/** How often a long analysis yields to newer messages. */
const YIELD_EVERY_MS = 10;

/**
 * One analysis per version of a document, shared by all requests about it. A newer version cancels the
 * analysis of the older one; requests waiting for the older one get the newer result.
 */
export class Analyses {
  private readonly entries = new Map<string, Entry>();
  private readonly searches = new Map<string, Searches>();
  /** Documents whose last analysis ran before their model was read. */
  private readonly withoutModels = new Set<string>();

  /**
   * @param onMore an automatic placement was found or a model was read, so the document must be analysed again
   * @param onFailed an analysis or a check crashed; the document's diagnostics report it too
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
        // The text is unchanged, but an imported file or its placement changed: wait for the new analysis.
        if (error instanceof Cancelled && this.documents.get(uri) === document) return this.of(uri);
        throw error;
      }),
    };
    this.entries.set(uri, entry);
    return entry.result;
  }

  /** Like `of`, but waits for automatic placement and for all models: for output that is written to files. */
  async settled(uri: string): Promise<Outcome | undefined> {
    for (;;) {
      const outcome = await this.of(uri);
      if (!outcome || !isAnalysed(outcome)) return outcome;
      const { analysis, closure } = outcome;
      if (analysis.modelsPending) {
        await checkModels(analysis, closure);
        this.drop(uri);
      } else if (analysis.regions.some((r) => r.stale)) {
        const { placements, sizes } = this.searchesOf(uri);
        await sizes.idle();
        await placements.idle();
      } else return outcome;
    }
  }

  /** Whether the document's last analysis looked at any of these files, or may still do so. */
  dependsOn(uri: string, changed: readonly string[]): boolean {
    const reads = this.entries.get(uri)?.reads;
    return reads === undefined || changed.some((other) => reads.has(normalUri(other)));
  }

  /** Cancels the document's analysis. */
  drop(uri: string): void {
    const entry = this.entries.get(uri);
    if (entry) entry.cancelled = true;
    this.entries.delete(uri);
  }

  /** Drops everything kept for a closed document. */
  forget(uri: string): void {
    this.drop(uri);
    this.searches.delete(uri);
    this.withoutModels.delete(uri);
  }

  private isCurrent({ document, since, reads }: Entry, now: SourceDocument): boolean {
    if (document !== now) return false;
    if (reads === undefined) return this.documents.revision === since;
    return [...reads].every((uri) => this.documents.revisionOf(uri) <= since);
  }

  private async run(uri: string, entryOf: () => Entry): Promise<Outcome | undefined> {
    // The caller must record this run before its first check for cancellation.
    await Promise.resolve();
    const entry = entryOf();
    const checkpoint = yieldingCheckpoint(() => entry.cancelled);
    await checkpoint();
    const outcome = await this.attempt(uri, entry, checkpoint);
    if (outcome === undefined || isWhole(outcome)) return outcome;
    failuresOf(outcome).forEach(this.onFailed);
    if (this.documents.get(uri) !== entry.document) return outcome;
    // Results cached from earlier versions of the text may be the cause.
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
        ...this.searchesOf(uri),
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

  private searchesOf(uri: string): Searches {
    let searches = this.searches.get(uri);
    if (searches === undefined) {
      const pause = yieldingCheckpoint(() => this.documents.get(uri) === undefined);
      const onFound = (): void => {
        this.drop(uri);
        this.onMore(uri);
      };
      searches = {
        placements: new BackgroundSearch(pause, patience, onFound),
        sizes: new BackgroundSearch(pause, patience, onFound),
      };
      this.searches.set(uri, searches);
    }
    return searches;
  }
}

/** Of one document. */
interface Searches {
  readonly placements: Placements;
  readonly sizes: Sizes;
}

/** How long diagnostics wait for an automatic placement; they are due within 300 ms in any case. */
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

/** setImmediate where it exists; a timer, which takes a millisecond or more, in a web worker. */
const nextTurn: (go: () => void) => void =
  typeof setImmediate === 'function' ? (go) => void setImmediate(go) : (go) => void setTimeout(go, 0);

/** Yields to newer messages, and throws once the work is cancelled. */
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
