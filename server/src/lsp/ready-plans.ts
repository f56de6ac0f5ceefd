import { type Plans, findPlans, isTried } from '../plans/plans';
import type { Documents } from '../workspace/documents';
import { type Analysed, yieldingCheckpoint } from './analyses';

/** Time that trying fixes may take of one version of a design. */
const MOST_MS = 300;

interface Entry {
  readonly found: Promise<Plans>;
  ready: Plans | undefined;
}

/** Fixes that have been tried, once a version of a design. A newer version ends the trying. */
export class ReadyPlans {
  private readonly entries = new WeakMap<Analysed, Entry>();

  constructor(private readonly documents: Documents) {}

  /** While nobody waits. */
  begin(analysed: Analysed): void {
    this.entry(analysed);
  }

  /** What is known already; undefined while it is not. */
  ready(analysed: Analysed): Plans | undefined {
    return this.entry(analysed).ready;
  }

  /** @throws Cancelled where the design has changed meanwhile */
  wait(analysed: Analysed): Promise<Plans> {
    return this.entry(analysed).found;
  }

  private entry(analysed: Analysed): Entry {
    let entry = this.entries.get(analysed);
    if (entry === undefined) {
      const made: Entry = { found: this.find(analysed), ready: undefined };
      // Who waits is told of a failure; where nobody does, the next one to ask is.
      made.found.then(
        (plans) => (made.ready = plans),
        () => undefined,
      );
      this.entries.set(analysed, (entry = made));
    }
    return entry;
  }

  private find(analysed: Analysed): Promise<Plans> {
    if (!analysed.diagnostics.some(isTried)) return Promise.resolve(new Map());
    const { analysis } = analysed;
    const [file] = analysis.files;
    const start = performance.now();
    const checkpoint = yieldingCheckpoint(() => this.documents.get(analysis.uri) !== file);
    return findPlans(analysed, checkpoint, () => performance.now() - start > MOST_MS);
  }
}
