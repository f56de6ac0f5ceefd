import { type Analysis, analyse } from '../analysis/analyse';
import { Placements } from '../analysis/placements';
import { Cancelled, type Checkpoint } from '../base/checkpoint';
import { type Diagnostic, diagnose } from '../diagnostics/diagnose';
import type { Documents } from '../workspace/documents';

export interface Analysed {
  readonly analysis: Analysis;
  readonly diagnostics: readonly Diagnostic[];
}

interface Entry {
  /** Versions of the document and of all that it imports. */
  readonly key: string;
  readonly result: Promise<Analysed | undefined>;
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
  /** Grows with every change of a file that is not open. */
  private epoch = 0;

  private readonly placements = new Map<string, Placements>();

  /** @param onPlaced an automatic placement has been found, so that the document reads differently now */
  constructor(
    private readonly documents: Documents,
    private readonly onPlaced: (uri: string) => void,
  ) {}

  /** Undefined for a document that is not open. */
  of(uri: string): Promise<Analysed | undefined> {
    const key = this.key(uri);
    if (key === undefined) return Promise.resolve(undefined);
    const current = this.entries.get(uri);
    if (current?.key === key) return current.result;
    if (current) current.cancelled = true;
    const entry: Entry = { key, cancelled: false, result: this.run(uri, () => entry.cancelled) };
    this.entries.set(uri, entry);
    return entry.result;
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
  }

  filesChanged(): void {
    this.epoch++;
  }

  private key(uri: string): string | undefined {
    const open = this.documents.get(uri);
    if (open === undefined) return undefined;
    // Which files a document imports is known only once it is read; every open document's version will do.
    const others = this.documents.openUris().filter((u) => u !== uri);
    const imports = open.tree.slots.some((s) => s.block?.kind === 'import');
    const rest = imports ? others.map((u) => `${u}@${this.documents.get(u)?.version ?? 0}`).join(' ') : '';
    return `${open.version} ${this.epoch} ${rest}`;
  }

  private async run(uri: string, isCancelled: () => boolean): Promise<Analysed | undefined> {
    const checkpoint = yieldingCheckpoint(isCancelled);
    // The caller has to note this run before it can be asked whether it is cancelled.
    await Promise.resolve();
    await checkpoint();
    const closure = await this.documents.closure(uri);
    if (closure === undefined) return undefined;
    const analysis = await analyse(closure, checkpoint, { placements: this.placementsOf(uri) });
    return { analysis, diagnostics: diagnose(analysis) };
  }

  private placementsOf(uri: string): Placements {
    let placements = this.placements.get(uri);
    if (placements === undefined) {
      const pause = yieldingCheckpoint(() => this.documents.get(uri) === undefined);
      placements = new Placements(pause, () => {
        this.drop(uri);
        this.onPlaced(uri);
      });
      this.placements.set(uri, placements);
    }
    return placements;
  }
}

/** A timer waits a millisecond and more; a worker has nothing quicker. */
const nextTurn: (go: () => void) => void =
  typeof setImmediate === 'function' ? (go) => void setImmediate(go) : (go) => void setTimeout(go, 0);

function yieldingCheckpoint(isCancelled: () => boolean): Checkpoint {
  let last = performance.now();
  return async () => {
    if (performance.now() - last >= YIELD_EVERY_MS) {
      await new Promise<void>(nextTurn);
      last = performance.now();
    }
    if (isCancelled()) throw new Cancelled();
  };
}
