/** The judgement on a design in a sentence, as far as its errors leave one; the same in lens, hover, view and report. */
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
  /** As the design stands, where it may be told. */
  readonly breakEvenBatch?: number;
}

/**
 * While a design has errors, its figures are those of a design that cannot be built: the first error stands in place of
 * the judgement. A missed budget makes no figure wrong, so there the judgement follows.
 */
export function judgementOf(
  analysis: Pick<Analysis, 'comparison' | 'timeline' | 'files'>,
  diagnostics: readonly FoundDiagnostic[],
): Judgement | undefined {
  const { timeline, files } = analysis;
  // Without a timeline there is nothing to judge, whatever else is wrong.
  if (timeline === undefined) return undefined;
  const error = firstError(diagnostics);
  if (error !== undefined && !isBudgetCode(error.code))
    return { text: notValid(error, files[0]?.text), look: 'invalid' };
  const { comparison } = analysis;
  if (comparison === undefined) return undefined;
  const { verdict, ahead, breakEvenBatch } = comparison;
  const batch = breakEvenBatch === undefined ? {} : { breakEvenBatch };
  return error === undefined
    ? { text: verdict, look: ahead ? 'good' : 'caution', ...batch }
    : { text: `${notValid(error, files[0]?.text)} ${verdict}`, look: 'invalid', ...batch };
}

/** The first error in the text; missed budgets after all others, of which they may be a consequence. */
export function firstError<D extends FoundDiagnostic>(diagnostics: readonly D[]): D | undefined {
  const errors = diagnostics.filter((d) => d.severity === 'error').sort((a, b) => a.start - b.start);
  return errors.find((d) => !isBudgetCode(d.code)) ?? errors[0];
}

/** Errors that leave parts of the text without a meaning: of syntax, names, types and units. */
export function isUnderstood(diagnostics: readonly FoundDiagnostic[]): boolean {
  return !diagnostics.some((d) => d.severity === 'error' && /^EX[12]/.test(d.code));
}

/** What is wrong, without what would help. */
export function firstSentence(message: string): string {
  return /^.*?[.!?](?=\s|$)/s.exec(message)?.[0] ?? message;
}

function notValid({ message, code, start }: FoundDiagnostic, text = ''): string {
  const { line } = new LineIndex(text).positionAt(start);
  return `Not valid: ${firstSentence(message).replace(/[.!?]$/, '')} (line ${line + 1}, ${code}).`;
}
