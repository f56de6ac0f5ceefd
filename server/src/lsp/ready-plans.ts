import type { Analysis } from '../analysis/analysis';
import { isTuned, thresholdTuningBetween } from '../analysis/thresholds';
import type { Checkpoint } from '../base/checkpoint';
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
  private readonly searched = new WeakSet<Analysis>();

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

  /** Whether thresholds have been searched; the search begins where they have not, and is ended by an edit. */
  areThresholdsReady(analysed: Analysed): boolean {
    const { analysis } = analysed;
    if (isTuned(analysis)) return true;
    if (this.searched.has(analysis)) return false;
    this.searched.add(analysis);
    // Who asks for them waits, and is told of a failure.
    thresholdTuningBetween(analysis, this.untilEdited(analysed)).catch(() => this.searched.delete(analysis));
    return false;
  }

  private untilEdited({ analysis }: Analysed): Checkpoint {
    const [file] = analysis.files;
    return yieldingCheckpoint(() => this.documents.get(analysis.uri) !== file);
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
    const start = performance.now();
    return findPlans(analysed, this.untilEdited(analysed), () => performance.now() - start > MOST_MS);
  }
}
