/** Tries quick fixes in the background, so that they are ready when asked for. */
import type { Analysis } from '../analysis/analysis';
import { isTuned, thresholdTuningBetween } from '../analysis/proposals/threshold-tuning';
import type { Checkpoint } from '../base/checkpoint';
import { type Alternative, findAlternatives } from '../plans/alternatives';
import { type Plans, findPlans, isTried } from '../plans/plans';
import type { Documents } from '../workspace/documents';
import { type Analysed, yieldingCheckpoint } from './analyses';

/** Time limit for trying fixes of one version of a design in the background. */
const MOST_MS = 300;
/** Time limit of a second search, if a request waits and the first one was cut short. */
export const MOST_ASKED_MS = 3000;

/** Fixes found, and whether time ran out before all were tried. */
export interface Tried {
  readonly plans: Plans;
  readonly isCutShort: boolean;
}

interface Entry {
  readonly found: Promise<Tried>;
  ready: Tried | undefined;
  /** The second, longer search. */
  asked?: Promise<Tried>;
  alternatives?: Promise<readonly Alternative[]>;
  readyAlternatives?: readonly Alternative[];
}

/** Fixes tried once per version of a design. A newer version ends the search. */
export class ReadyPlans {
  private readonly entries = new WeakMap<Analysed, Entry>();
  private readonly searched = new WeakSet<Analysis>();

  constructor(private readonly documents: Documents) {}

  /** Starts in the background. */
  begin(analysed: Analysed): void {
    this.entry(analysed);
  }

  /** The plans if they are ready, otherwise undefined. */
  ready(analysed: Analysed): Plans | undefined {
    return this.entry(analysed).ready?.plans;
  }

  /**
   * Continues the search if the background time was not enough.
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

  /** Alternatives for a design without problems, tried on request. */
  readyAlternatives(analysed: Analysed): readonly Alternative[] {
    return this.entry(analysed).readyAlternatives ?? [];
  }

  /** @throws Cancelled if the design changes in the meantime */
  async alternatives(analysed: Analysed): Promise<readonly Alternative[]> {
    const entry = this.entry(analysed);
    entry.alternatives ??= findAlternatives(analysed, this.untilEdited(analysed));
    return (entry.readyAlternatives = await entry.alternatives);
  }

  /** Whether thresholds have been searched; starts the search if not. An edit ends it. */
  areThresholdsReady(analysed: Analysed): boolean {
    const { analysis } = analysed;
    if (isTuned(analysis)) return true;
    if (this.searched.has(analysis)) return false;
    this.searched.add(analysis);
    // A failure is reported by the request that waits for them.
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
      // `wait` passes a failure on to whichever request asks next.
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
