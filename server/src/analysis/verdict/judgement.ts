/** The verdict on a design in one sentence, or its first error; shared by lens, hover, view and report. */
import { formatNs } from '../../base/format';
import { LineIndex } from '../../workspace/positions';
import type { Analysis } from '../analysis';
import { isBudgetCode } from '../figures/budgets';

interface FoundDiagnostic {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly start: number;
}

export interface Judgement {
  readonly text: string;
  /** `good`: no static design that fits is better; `invalid`: the design has errors. */
  readonly look: 'good' | 'caution' | 'invalid';
  /** Absent while errors make it meaningless. */
  readonly breakEvenBatch?: number;
}

/**
 * While a design has errors it cannot be built, so the first error replaces the verdict. A missed budget makes no figure
 * wrong, so there the verdict follows the error.
 */
export function judgementOf(
  analysis: Pick<Analysis, 'comparison' | 'timeline' | 'files'>,
  diagnostics: readonly FoundDiagnostic[],
): Judgement | undefined {
  const { timeline, files } = analysis;
  // Without a timeline there is nothing to judge.
  if (timeline === undefined) return undefined;
  const error = firstError(diagnostics);
  if (error !== undefined && !isBudgetCode(error.code))
    return { text: notValid(error, files[0]?.text), look: 'invalid' };
  const { comparison } = analysis;
  if (comparison === undefined) return undefined;
  const { ahead, breakEvenBatch } = comparison;
  const verdict = `${comparison.verdict}${atEstimate(timeline)}`;
  const batch = breakEvenBatch === undefined ? {} : { breakEvenBatch };
  return error === undefined
    ? { text: verdict, look: ahead ? 'good' : 'caution', ...batch }
    : { text: `${notValid(error, files[0]?.text)} ${verdict}`, look: 'invalid', ...batch };
}

/** Figures of a verdict are those of the loads as estimated or at their median, where they have a band: says so, and how far it reaches. */
function atEstimate({ loadSpan, schedule: { worstNs } }: NonNullable<Analysis['timeline']>): string {
  if (loadSpan === undefined) return '';
  const all = [loadSpan.low.worstNs, worstNs, loadSpan.high.worstNs];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  if (low === high) return '';
  const why = loadSpan.since.replace(/^./, (first) => first.toUpperCase());
  const way = loadSpan.isEstimated ? ', and a real .bit given to `exeunt calibrate` tells which' : '';
  return ` ${why}: the worst case is ${formatNs(low)} to ${formatNs(high)}${way}.`;
}

/** The first error in the text, with missed budgets last, as they may be consequences of others. */
export function firstError<D extends FoundDiagnostic>(diagnostics: readonly D[]): D | undefined {
  const errors = diagnostics.filter((d) => d.severity === 'error').sort((a, b) => a.start - b.start);
  return errors.find((d) => !isBudgetCode(d.code)) ?? errors[0];
}

/** Whether the text is free of errors that leave parts without a meaning: of syntax, names, types and units. */
export function isUnderstood(diagnostics: readonly FoundDiagnostic[]): boolean {
  return !diagnostics.some((d) => d.severity === 'error' && /^EX[12]/.test(d.code));
}

/** The problem without the advice. */
export function firstSentence(message: string): string {
  return /^.*?[.!?](?=\s|$)/s.exec(message)?.[0] ?? message;
}

function notValid({ message, code, start }: FoundDiagnostic, text = ''): string {
  const { line } = new LineIndex(text).positionAt(start);
  return `Not valid: ${firstSentence(message).replace(/[.!?]$/, '')} (line ${line + 1}, ${code}).`;
}
