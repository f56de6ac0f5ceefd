/** Candidate edits for a missed budget. */
import { budgetCodes, isBudgetCode } from '../analysis/figures/budgets';
import { isTuned, thresholdTuning } from '../analysis/proposals/threshold-tuning';
import { cutFix } from '../diagnostics/cut-fix';
import type { Diagnostic } from '../diagnostics/diagnose';
import { foldResidentsFix } from '../diagnostics/folding-fix';
import type { DiagnosticFix } from '../diagnostics/placed-fixes';
import { thresholdEdits } from '../ide/threshold-action';
import { autoFix, exitsToCpu, placed, policyFixes, staticFix } from './candidates';
import type { State } from './trial';

/** A budget that is certainly missed. */
export function isMissedBudget({ code, severity }: Pick<Diagnostic, 'code' | 'severity'>): boolean {
  return severity === 'error' && isBudgetCode(code);
}

/** Edits that may bring a design within a budget, smallest change first. */
export function budgetCandidates(state: State, code: string): DiagnosticFix[] {
  const { analysis } = state;
  if (code === budgetCodes.accuracy) return thresholdCandidates(state);
  const cpu = exitsToCpu(state);
  if (code === budgetCodes.resources)
    return [
      ...cpu,
      ...placed(state, [...foldResidentsFix(analysis), ...cutFix(analysis), ...autoFix(analysis)]),
    ];
  return [
    ...thresholdCandidates(state),
    ...placed(state, [...policyFixes(analysis), ...autoFix(analysis), ...staticFix(analysis)]),
    ...cpu.slice(-1),
  ];
}

/** Thresholds that have already been searched; a new search takes too long. */
function thresholdCandidates({ analysis }: State): DiagnosticFix[] {
  if (!isTuned(analysis)) return [];
  const tuning = thresholdTuning(analysis);
  if ('missing' in tuning || tuning.best === undefined) return [];
  const edits = thresholdEdits(analysis, tuning.exits, tuning.best.thresholds);
  return edits ? [{ title: 'Set the thresholds', edits }] : [];
}
