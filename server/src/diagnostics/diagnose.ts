import type { Analysis } from '../analysis/analyse';
import { absolute } from '../analysis/places';
import { lazy } from '../base/lazy';
import type { At, FileSpan, Finding, Rule, Severity } from './rule';
import { rules } from './rules/index';

export interface DiagnosticFix {
  readonly title: string;
  readonly edits: readonly (FileSpan & { readonly text: string })[];
}

/** A finding in absolute offsets, ready to be shown. */
export interface Diagnostic extends FileSpan {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly fixes: readonly DiagnosticFix[];
  readonly related: readonly (FileSpan & { readonly message: string })[];
  readonly unnecessary: boolean;
}

/** Everything that is wrong with the design's own file, in order of place. */
export function diagnose(analysis: Analysis): Diagnostic[] {
  const found: Diagnostic[] = [];
  const elsewhere: Diagnostic[] = [];
  for (const rule of rules) {
    for (const finding of findings(rule, analysis, elsewhere)) {
      const diagnostic = place(analysis, rule, finding);
      if (diagnostic?.uri === analysis.uri) found.push(diagnostic);
      else if (diagnostic?.severity === 'error') elsewhere.push(diagnostic);
    }
  }
  return found.sort((a, b) => a.start - b.start || a.end - b.end);
}

/** A rule that fails takes no other rule with it, and says so in the place of its finding. */
function* findings(rule: Rule, analysis: Analysis, elsewhere: readonly Diagnostic[]): Iterable<Finding> {
  try {
    yield* rule.check(analysis, elsewhere);
  } catch (error) {
    const at = { uri: analysis.uri, start: 0, end: 0 };
    const reason = error instanceof Error ? error.message : String(error);
    yield { at, severity: 'information', message: `This check failed and says nothing: ${reason}` };
  }
}

function place(analysis: Analysis, rule: Rule, finding: Finding): Diagnostic | undefined {
  const at = locate(analysis, finding.at);
  if (at === undefined) return undefined;
  const fixes = lazy(() => fixesOf(analysis, finding));
  return {
    ...at,
    code: rule.code,
    severity: finding.severity ?? rule.severity,
    message: finding.message,
    get fixes() {
      return fixes();
    },
    related: (finding.related ?? []).flatMap(({ at: where, message }) => {
      const span = locate(analysis, where);
      return span ? [{ ...span, message }] : [];
    }),
    unnecessary: finding.unnecessary === true,
  };
}

function fixesOf(analysis: Analysis, { fixes = [] }: Finding): DiagnosticFix[] {
  return (typeof fixes === 'function' ? fixes() : fixes)
    .map((fix) => ({
      title: fix.title,
      edits: fix.edits.flatMap(({ at: where, text }) => {
        const span = locate(analysis, where);
        return span ? [{ ...(text === '' ? withSpace(analysis, span) : span), text }] : [];
      }),
    }))
    .filter((f) => f.edits.length > 0);
}

/** What is removed takes the space before it along, and its line where nothing else is in it. */
function withSpace({ files }: Analysis, { uri, start, end }: FileSpan): FileSpan {
  const text = files.find((f) => f.uri === uri)?.text ?? '';
  let from = start;
  while (text[from - 1] === ' ' || text[from - 1] === '\t') from--;
  if (from > 0 && text[from - 1] !== '\n') return { uri, start: from, end };
  const after = /[ \t]*\r?\n/y;
  after.lastIndex = end;
  return after.test(text) ? { uri, start: from, end: after.lastIndex } : { uri, start, end };
}

function locate(analysis: Analysis, at: At): FileSpan | undefined {
  return 'block' in at ? absolute(analysis, at) : at;
}
