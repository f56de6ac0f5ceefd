/** The status item's word and details. */
import type { DesignStatus, Fit } from '../../base/protocol/messages';
import { failedCode } from '../../base/protocol/report';
import type { Analysis } from '../analysis';
import { firstError, firstSentence, judgementOf } from '../verdict/judgement';
import { standingOf } from '../figures/fits';

interface Severe {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly start: number;
  readonly more?: number;
}

/** One word for the status bar, and why. */
export function designStatus(analysis: Analysis, diagnostics: readonly Severe[]): DesignStatus {
  const count = (severity: string): number =>
    diagnostics.reduce((n, d) => (d.severity === severity ? n + 1 + (d.more ?? 0) : n), 0);
  const [errors, warnings] = [count('error'), count('warning')];
  return {
    fit: fitOf(analysis, diagnostics),
    errors,
    warnings,
    detail: detailOf(analysis, diagnostics),
    withoutModel: analysis.design.networks
      .filter(({ model }) => !model || analysis.refusedFiles.some(({ path }) => path === model.path))
      .map(({ name }) => name),
  };
}

/** The verdict, or without one the problems, causes first. */
function detailOf(analysis: Analysis, diagnostics: readonly Severe[]): string {
  const judgement = judgementOf(analysis, diagnostics);
  if (judgement) return judgement.text;
  const error = firstError(diagnostics);
  return error ? firstSentence(error.message) : (analysis.missing[0] ?? '');
}

/** Status after a crash of the analysis. */
export function notAnalysed(detail: string): DesignStatus {
  return { fit: 'not analysed', errors: 1, warnings: 0, detail, withoutModel: [] };
}

/** Resources and floorplan decide; a design without a device, with neither modules nor regions, or that is being placed, is not checked. */
function fitOf(analysis: Analysis, diagnostics: readonly Severe[]): Fit {
  if (analysis.target.part === undefined) return 'not checked';
  if (analysis.modules.length === 0 && analysis.regions.length === 0) return 'not checked';
  if (analysis.regions.some((r) => r.stale)) return 'not checked';
  const about = diagnostics.filter((d) => /^EX[45]/.test(d.code));
  if (about.some((d) => d.severity === 'error')) return 'does not fit';
  // A crashed check might have found problems.
  if (diagnostics.some((d) => d.code === failedCode)) return 'not checked';
  if (about.some((d) => d.severity === 'warning')) return 'may not fit';
  const { regions, staticPart, budgets } = analysis;
  return standingOf({ regions, staticPart, budgets }) === 'fits' ? 'fits' : 'not checked';
}
