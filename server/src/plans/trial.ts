/** Tries edits and compares the results. */
import { type Analysis, analyse } from '../analysis/analyse';
import type { Checkpoint } from '../base/checkpoint';
import { formatAtLeast, formatNs } from '../base/format';
import { type Diagnostic, diagnose } from '../diagnostics/diagnose';
import type { Closure } from '../workspace/documents';
import { type FileEdit, withEdits } from '../workspace/edited';

/** An analysed design and its diagnostics. */
export interface State {
  readonly closure: Closure;
  readonly analysis: Analysis;
  readonly diagnostics: readonly Diagnostic[];
}

/** Analyses a design with edits applied. */
export async function tried(
  { closure }: State,
  edits: readonly FileEdit[],
  checkpoint: Checkpoint,
): Promise<State> {
  const edited = withEdits(closure, edits);
  const analysis = await analyse(edited, checkpoint);
  return { closure: edited, analysis, diagnostics: diagnose(analysis) };
}

/** No kind of error is more frequent, no budget missed by more, no time figure lost. */
export function isNoWorse(before: State, after: State): boolean {
  const codes = new Set(errorsOf(after).map((d) => d.code));
  if ([...codes].some((code) => count(after, code) > count(before, code))) return false;
  if (before.analysis.timeline !== undefined && after.analysis.timeline === undefined) return false;
  return after.analysis.budgets.every(({ limit, actual, verdict }) => {
    if (verdict !== 'does not fit' || actual === undefined) return true;
    const then = before.analysis.budgets.find(
      (b) => b.limit.metric === limit.metric && b.limit.comparison === limit.comparison,
    );
    if (then?.actual === undefined || then.verdict !== 'does not fit') return false;
    return limit.comparison === '<=' ? actual <= then.actual : actual >= then.actual;
  });
}

/** Codes for things that do not fit: modules in regions, in the part, beside regions, and unplaceable regions. */
export const fitCodes: ReadonlySet<string> = new Set(['EX4002', 'EX4003', 'EX4004', 'EX5003']);

/** Nothing is worse, and fewer things do not fit. */
export function isWayOut(before: State, after: State): boolean {
  if (!isNoWorse(before, after)) return false;
  const [was, is] = [errorsOf(before).length, errorsOf(after).length];
  return is < was || (is === was && troubles(after).length < troubles(before).length);
}

/** Diagnostics about what does not fit, or may not. */
export function troubles({ diagnostics }: State): readonly Diagnostic[] {
  return diagnostics.filter(
    (d) => fitCodes.has(d.code) && (d.severity === 'error' || d.severity === 'warning'),
  );
}

/** `fits, mean 97.9 ms`: a design's outcome, as far as known. */
export function outcome(after: State): string {
  const { timeline } = after.analysis;
  const left = troubles(after);
  const fit = left.some((d) => d.severity === 'error') ? [] : [left.length > 0 ? 'may fit' : 'fits'];
  const mean = timeline?.schedule.meanNs;
  const worst = timeline?.schedule.worstNs;
  const time =
    mean !== undefined
      ? [`mean ${formatAtLeast(timeline?.atLeast, formatNs(mean))}`]
      : worst !== undefined
        ? [`worst ${formatAtLeast(timeline?.atLeast, formatNs(worst))}`]
        : [];
  const errors = errorsOf(after).length;
  const rest = errors === 0 ? [] : [errors === 1 ? '1 error is left' : `${errors} errors are left`];
  return [...fit, ...time, ...rest].join(', ');
}

export function errorsOf({ diagnostics }: State): readonly Diagnostic[] {
  return diagnostics.filter((d) => d.severity === 'error');
}

function count(state: State, code: string): number {
  return errorsOf(state).filter((d) => d.code === code).length;
}
