import type { Analysis } from '../analysis/analysis';
import { isTuned, thresholdTuningBetween } from '../analysis/proposals/threshold-tuning';
import type { Checkpoint } from '../base/checkpoint';
import { type Alternative, findAlternatives } from '../plans/alternatives';
import { type Plans, findPlans, isTried } from '../plans/plans';
import type { Documents } from '../workspace/documents';
import { type Analysed, yieldingCheckpoint } from './analyses';

/** Time that trying fixes may take of one version of a design, while nobody waits. */
const MOST_MS = 300;
/** And where somebody does, and that was not enough. */
export const MOST_ASKED_MS = 3000;

/** What has been found out, and whether time was up before all was tried. */
export interface Tried {
  readonly plans: Plans;
  readonly isCutShort: boolean;
}

interface Entry {
  readonly found: Promise<Tried>;
  ready: Tried | undefined;
  /** A second search that takes longer. */
  asked?: Promise<Tried>;
  alternatives?: Promise<readonly Alternative[]>;
  readyAlternatives?: readonly Alternative[];
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
    return this.entry(analysed).ready?.plans;
  }

  /**
   * Goes on trying where the time that nobody waited was not enough.
   *
   * @throws Cancelled where the design has changed meanwhile
   */
  async wait(analysed: Analysed): Promise<Tried> {
    const entry = this.entry(analysed);
    const found = await entry.found;
    if (!found.isCutShort) return found;
    entry.asked ??= this.find(analysed, MOST_ASKED_MS);
    return (entry.ready = await entry.asked);
  }

  /** Ways to build a design that nothing is wrong with: they are tried when somebody asks. */
  readyAlternatives(analysed: Analysed): readonly Alternative[] {
    return this.entry(analysed).readyAlternatives ?? [];
  }

  /** @throws Cancelled where the design has changed meanwhile */
  async alternatives(analysed: Analysed): Promise<readonly Alternative[]> {
    const entry = this.entry(analysed);
    entry.alternatives ??= findAlternatives(analysed, this.untilEdited(analysed));
    return (entry.readyAlternatives = await entry.alternatives);
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
      const made: Entry = { found: this.find(analysed, MOST_MS), ready: undefined };
      // Who waits is told of a failure; where nobody does, the next one to ask is.
      made.found.then(
        (tried) => (made.ready ??= tried),
        () => undefined,
      );
      this.entries.set(analysed, (entry = made));
    }
    return entry;
  }

  private async find(analysed: Analysed, mostMs: number): Promise<Tried> {
    if (!analysed.diagnostics.some(isTried)) return { plans: new Map(), isCutShort: false };
    const start = performance.now();
    let isCutShort = false;
    const isOver = (): boolean => {
      const isLate = performance.now() - start > mostMs;
      isCutShort ||= isLate;
      return isLate;
    };
    const plans = await findPlans(analysed, this.untilEdited(analysed), isOver);
    return { plans, isCutShort };
  }
}
