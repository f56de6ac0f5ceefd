/** Tries quick fixes for designs that do not fit. */
import { Cancelled, type Checkpoint } from '../base/checkpoint';
import { isBudgetCode } from '../analysis/figures/budgets';
import { cutFix } from '../diagnostics/cut-fix';
import type { Diagnostic } from '../diagnostics/diagnose';
import type { DiagnosticFix } from '../diagnostics/placed-fixes';
import { partFixes } from '../diagnostics/part-fix';
import { foldResidentsFix, foldUnplacedFixes } from '../diagnostics/folding-fix';
import type { Fix } from '../diagnostics/rule';
import type { FileEdit } from '../workspace/edited';
import { budgetCandidates, isMissedBudget } from './budget-plans';
import { exitsToCpu, placed as placedIn } from './candidates';
import { oneAfterAnother } from './one-after-another';
import { type State, errorsOf, fitCodes, isNoWorse, isWayOut, outcome, tried, troubles } from './trial';

/** A tried fix for a design that does not fit, with its outcome in the title. */
export type Plan = DiagnosticFix;

/** Plans by diagnostic, likeliest first. */
export type Plans = ReadonlyMap<Diagnostic, readonly Plan[]>;

/** Whether fixes of this diagnostic are offered only after a trial. */
export function isTried({ code }: Pick<Diagnostic, 'code'>): boolean {
  return fitCodes.has(code) || code === 'EX6009' || isBudgetCode(code);
}

/** Kinds of steps in a plan, simplest first. */
type Step = 'own' | 'cpu' | 'fold' | 'cut' | 'part' | 'budget';

interface Candidate extends Plan {
  readonly step: Step;
}

interface Verified {
  readonly candidate: Candidate;
  readonly after: State;
}

/**
 * Tries fixes for a design that does not fit: applies each to the text and analyses the result. Returns those that
 * succeed, or combinations if none does on this part; never one that makes anything worse.
 * @param isOver returns true when the search must stop with what it has found
 * @throws Cancelled when the checkpoint does
 */
export async function findPlans(
  before: State,
  checkpoint: Checkpoint,
  isOver: () => boolean = () => false,
): Promise<Plans> {
  const plans = new Map<Diagnostic, readonly Plan[]>();
  const search = new Search(before, checkpoint, isOver);
  const wrong = troubles(before);
  if (wrong.length > 0) {
    const general = await search.waysOut();
    for (const diagnostic of wrong) {
      const own = await search.verified(ownOf(diagnostic), isWayOut);
      const found = distinct([...own, ...general.filter(({ after }) => isGone(diagnostic, before, after))]);
      plans.set(diagnostic, ranked(before, found).map(planOf));
    }
  }
  for (const diagnostic of before.diagnostics.filter(isMissedBudget)) {
    const own = stepped(budgetCandidates(before, diagnostic.code), 'budget');
    const keeping = (was: State, is: State) => isWayOut(was, is) && isGone(diagnostic, was, is);
    plans.set(diagnostic, ranked(before, distinct(await search.verified(own, keeping))).map(planOf));
  }
  for (const diagnostic of before.diagnostics.filter((d) => isTried(d) && !plans.has(d))) {
    plans.set(diagnostic, (await search.verified(ownOf(diagnostic), isNoWorse)).map(planOf));
  }
  return plans;
}

class Search {
  private readonly pause: Checkpoint;

  constructor(
    private readonly before: State,
    checkpoint: Checkpoint,
    private readonly isOver: () => boolean,
  ) {
    this.pause = async () => {
      await checkpoint();
      if (isOver()) throw new TimeIsUp();
    };
  }

  /** Candidates that reach the goal, in their order. */
  async verified(
    candidates: Iterable<Candidate>,
    leads: (before: State, after: State) => boolean,
    most = Number.POSITIVE_INFINITY,
  ): Promise<Verified[]> {
    const found: Verified[] = [];
    for (const candidate of candidates) {
      const after = found.length < most ? await this.after(candidate) : undefined;
      if (after && leads(this.before, after)) found.push({ candidate, after });
    }
    return found;
  }

  /** Fixes for the design as a whole. */
  async waysOut(): Promise<Verified[]> {
    const { analysis } = this.before;
    const cpu = stepped(exitsToCpu(this.before), 'cpu');
    const cut = placed(this.before, cutFix(analysis), 'cut');
    const fold = placed(this.before, foldResidentsFix(analysis), 'fold');
    const allOnCpu = await this.verified(cpu.slice(-1), isWayOut);
    const found = [
      ...allOnCpu,
      // The fewest that suffice.
      ...(allOnCpu.length > 0 ? await this.verified(cpu.slice(0, -1), isSolved, 1) : []),
      ...(await this.verified(fold, isWayOut)),
      ...(await this.verified(placed(this.before, foldUnplacedFixes(analysis), 'fold'), isWayOut, 1)),
      ...(await this.verified(cut, isWayOut)),
    ];
    const solves = ({ after }: Verified): boolean => troubles(after).length === 0;
    if (!found.some(solves)) {
      const all = cpu.at(-1);
      const bases = [...(all ? [all] : []), ...cut];
      for (const base of bases) found.push(...(await this.onTop(base, foldResidentsFix, 'fold')));
      if (all && !found.some(solves)) found.push(...(await this.onTop(all, cutFix, 'cut')));
    }
    const parts = placed(this.before, partFixes(analysis), 'part');
    return [...found, ...(await this.verified(parts, isSolved, 1))];
  }

  /** A candidate combined with another one computed on its result. */
  private async onTop(
    base: Candidate,
    fixes: (analysis: State['analysis']) => readonly Fix[],
    step: Step,
  ): Promise<Verified[]> {
    const middle = await this.after(base);
    if (middle === undefined) return [];
    const both = placed(middle, fixes(middle.analysis), step).flatMap((more): Candidate[] => {
      const edits = oneAfterAnother(base.edits, more.edits);
      const title = `${base.title}, ${more.title.slice(0, 1).toLowerCase()}${more.title.slice(1)}`;
      return edits ? [{ title, edits, step: base.step }] : [];
    });
    return this.verified(both, isWayOut);
  }

  private readonly known = new Map<string, State | undefined>();

  /** The resulting state; undefined if time runs out first. */
  private async after({ edits }: Candidate): Promise<State | undefined> {
    const key = JSON.stringify(edits);
    if (this.known.has(key)) return this.known.get(key);
    if (this.isOver()) return undefined;
    try {
      const after = await tried(this.before, edits, this.pause);
      this.known.set(key, after);
      return after;
    } catch (error) {
      if (error instanceof TimeIsUp) return undefined;
      throw error;
    }
  }
}

function isSolved(before: State, after: State): boolean {
  return isWayOut(before, after) && troubles(after).length === 0;
}

class TimeIsUp extends Cancelled {}

function ownOf(diagnostic: Diagnostic): Candidate[] {
  return diagnostic.fixes.map((fix) => ({ ...fix, step: 'own' as const }));
}

function placed(state: State, fixes: readonly Fix[], step: Step): Candidate[] {
  return stepped(placedIn(state, fixes), step);
}

function stepped(fixes: readonly DiagnosticFix[], step: Step): Candidate[] {
  return fixes.map((fix) => ({ ...fix, step }));
}

/** Whether a diagnostic of its kind has disappeared from its file. */
function isGone({ code, message }: Diagnostic, before: State, after: State): boolean {
  const same = (state: State): number => state.diagnostics.filter((d) => d.code === code).length;
  return (
    same(after) < same(before) || !after.diagnostics.some((d) => d.code === code && d.message === message)
  );
}

function distinct(found: readonly Verified[]): Verified[] {
  const edits = found.map((v) => JSON.stringify(v.candidate.edits satisfies readonly FileEdit[]));
  return found.filter((_, i) => edits.indexOf(edits[i] ?? '') === i);
}

/** Fewest remaining problems first, then same part, then fastest. */
function ranked(before: State, found: readonly Verified[]): Verified[] {
  const mean = ({ analysis }: State): number =>
    analysis.timeline?.schedule.meanNs ?? Number.POSITIVE_INFINITY;
  const isOther = ({ analysis }: State): number =>
    analysis.target.part?.name === before.analysis.target.part?.name ? 0 : 1;
  const keys = ({ after }: Verified): number[] => [
    errorsOf(after).length,
    isOther(after),
    troubles(after).length,
    mean(after),
  ];
  return [...found].sort((a, b) => {
    const other = keys(b);
    return keys(a).reduce((d, key, i) => d || (key === other[i] ? 0 : key - (other[i] ?? 0)), 0);
  });
}

function planOf({ candidate: { title, edits }, after }: Verified): Plan {
  return { title: `${title}: ${outcome(after)}`, edits };
}
