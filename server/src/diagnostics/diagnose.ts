/** Runs all rules over an analysis. */
import type { Analysis } from '../analysis/analyse';
import { located } from '../analysis/offsets';
import { formatCount } from '../base/format';
import { failedCode } from '../base/protocol/report';
import { bounded } from './bounded';
import { type DiagnosticFix, placedFixes } from './placed-fixes';
import type { FileSpan, Finding, Rule, Severity } from './rule';
import { rules } from './rules/index';

/** A finding in absolute offsets. */
export interface Diagnostic extends FileSpan {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly fixes: readonly DiagnosticFix[];
  readonly related: readonly (FileSpan & { readonly message: string })[];
  readonly unnecessary: boolean;
  /** Number of omitted findings of its kind that follow it in its block. */
  readonly more?: number;
  /** The error, in a diagnostic that reports a crashed check or analysis. */
  readonly cause?: unknown;
}

/** All problems in the design's own file, in text order; many of one kind are summarised. */
export function diagnose(analysis: Analysis, checks: readonly Rule[] = rules): Diagnostic[] {
  const found: Diagnostic[] = [];
  const elsewhere: Diagnostic[] = [];
  for (const rule of checks) {
    const own: Diagnostic[] = [];
    for (const diagnostic of diagnosticsOf(rule, analysis, elsewhere)) {
      if (diagnostic.uri === analysis.uri) own.push(diagnostic);
      else if (diagnostic.severity === 'error') elsewhere.push(diagnostic);
    }
    for (const diagnostic of bounded(own, analysis.files[0], withMore)) found.push(diagnostic);
  }
  return found.sort((a, b) => a.start - b.start || a.end - b.end);
}

function withMore(last: Diagnostic, more: number): Diagnostic {
  const { uri, start, end, code, severity, related, unnecessary } = last;
  const are = more === 1 ? 'There is 1 more' : `There are ${formatCount(more)} more`;
  return {
    ...{ uri, start, end, code, severity, related, unnecessary, more },
    message: `${last.message} ${are} of this kind in this block, not shown.`,
    // A getter, since fixes may need a search.
    get fixes() {
      return last.fixes;
    },
  };
}

/** An error at the start of the file that reports a crash, so that silence is not taken for a clean design. */
export function failure(uri: string, what: string, error: unknown): Diagnostic {
  const reason = error instanceof Error ? error.message : String(error);
  const message = `${what}: ${reason}. This is a fault of Exeunt, not of the design.`;
  const place = { uri, start: 0, end: 0 };
  return {
    ...place,
    code: failedCode,
    severity: 'error',
    message,
    fixes: [],
    related: [],
    unnecessary: false,
    cause: error,
  };
}

/** Whether a check crashed, so that the diagnostics may be incomplete. */
export function isIncomplete(diagnostics: readonly Pick<Diagnostic, 'code'>[]): boolean {
  return diagnostics.some((d) => d.code === failedCode);
}

/** Isolates a rule: a crash is reported beside its findings so far, and other rules still run. */
function diagnosticsOf(rule: Rule, analysis: Analysis, elsewhere: readonly Diagnostic[]): Diagnostic[] {
  const found: Diagnostic[] = [];
  try {
    for (const finding of rule.check(analysis, elsewhere)) {
      const diagnostic = place(analysis, rule, finding);
      if (diagnostic) found.push(diagnostic);
    }
  } catch (error) {
    found.push(
      failure(analysis.uri, `The check for ${rule.code} failed, so its findings are missing`, error),
    );
  }
  return found;
}

function place(analysis: Analysis, rule: Rule, finding: Finding): Diagnostic | undefined {
  const at = located(analysis, finding.at);
  return at && new PlacedFinding(analysis, rule, finding, at);
}

/** A class, as its getter is made once for all: a large design has a finding for each of its modules. */
class PlacedFinding implements Diagnostic {
  readonly uri: string;
  readonly start: number;
  readonly end: number;
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly related: Diagnostic['related'];
  readonly unnecessary: boolean;
  readonly #analysis: Analysis;
  readonly #finding: Finding;
  #fixes: readonly DiagnosticFix[] | undefined;

  constructor(analysis: Analysis, rule: Rule, finding: Finding, { uri, start, end }: FileSpan) {
    this.#analysis = analysis;
    this.#finding = finding;
    this.uri = uri;
    this.start = start;
    this.end = end;
    this.code = rule.code;
    this.severity = finding.severity ?? rule.severity;
    this.message = finding.message;
    this.related = finding.related ? placedRelated(analysis, finding.related) : none;
    this.unnecessary = finding.unnecessary === true;
  }

  /** On request, since fixes may need a search. */
  get fixes(): readonly DiagnosticFix[] {
    if (this.#fixes === undefined) {
      const { fixes: offered = [] } = this.#finding;
      this.#fixes = placedFixes(this.#analysis, typeof offered === 'function' ? offered() : offered);
    }
    return this.#fixes;
  }
}

const none: Diagnostic['related'] = [];

function placedRelated(analysis: Analysis, related: NonNullable<Finding['related']>): Diagnostic['related'] {
  return related.flatMap(({ at, message }) => {
    const span = located(analysis, at);
    return span ? [{ ...span, message }] : [];
  });
}
