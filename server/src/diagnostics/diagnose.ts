import type { Analysis } from '../analysis/analyse';
import { absolute } from '../analysis/places';
import { lazy } from '../base/lazy';
import { failedCode } from '../base/protocol/report';
import type { At, FileSpan, Finding, Fix, Rule, Severity } from './rule';
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
  /** What was thrown, of one that says that a check or the analysis has failed. */
  readonly cause?: unknown;
}

/** Everything that is wrong with the design's own file, in order of place. */
export function diagnose(analysis: Analysis, checks: readonly Rule[] = rules): Diagnostic[] {
  const found: Diagnostic[] = [];
  const elsewhere: Diagnostic[] = [];
  for (const rule of checks) {
    for (const diagnostic of diagnosticsOf(rule, analysis, elsewhere)) {
      if (diagnostic.uri === analysis.uri) found.push(diagnostic);
      else if (diagnostic.severity === 'error') elsewhere.push(diagnostic);
    }
  }
  return found.sort((a, b) => a.start - b.start || a.end - b.end);
}

/** An error at the start of the file that says what failed, so that silence is not taken for a clean design. */
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

/** A check has failed: that nothing more is told does not mean that nothing more is wrong. */
export function isIncomplete(diagnostics: readonly Pick<Diagnostic, 'code'>[]): boolean {
  return diagnostics.some((d) => d.code === failedCode);
}

/** A rule that fails takes no other rule with it, and is told beside what it found until then. */
function diagnosticsOf(rule: Rule, analysis: Analysis, elsewhere: readonly Diagnostic[]): Diagnostic[] {
  const found: Diagnostic[] = [];
  try {
    for (const finding of rule.check(analysis, elsewhere)) {
      const diagnostic = place(analysis, rule, finding);
      if (diagnostic) found.push(diagnostic);
    }
  } catch (error) {
    found.push(
      failure(analysis.uri, `The check for ${rule.code} failed, and what it would find is not told`, error),
    );
  }
  return found;
}

function place(analysis: Analysis, rule: Rule, finding: Finding): Diagnostic | undefined {
  const at = locate(analysis, finding.at);
  if (at === undefined) return undefined;
  const fixes = lazy(() => {
    const { fixes: offered = [] } = finding;
    return placedFixes(analysis, typeof offered === 'function' ? offered() : offered);
  });
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

/** Fixes in absolute offsets, ready to be applied; without those whose edits have no place, or write one place twice. */
export function placedFixes(analysis: Analysis, fixes: readonly Fix[]): DiagnosticFix[] {
  return fixes
    .map((fix) => ({
      title: fix.title,
      edits: fix.edits.flatMap(({ at: where, text }) => {
        const span = locate(analysis, where);
        return span ? [written(analysis, span, text)] : [];
      }),
    }))
    .flatMap(({ title, edits }) => {
      const apart = separated(edits);
      return apart && apart.length > 0 ? [{ title, edits: apart }] : [];
    });
}

type FileEdit = DiagnosticFix['edits'][number];

/**
 * The edits of a fix so that none reaches into another, as editors ask: what is removed twice is removed once.
 * Undefined where two would write the same place differently: such a fix is none.
 */
export function separated(edits: readonly FileEdit[]): readonly FileEdit[] | undefined {
  const apart: FileEdit[] = [];
  const inOrder = [...edits].sort((a, b) => compare(a.uri, b.uri) || a.start - b.start || a.end - b.end);
  for (const edit of inOrder) {
    const last = apart.at(-1);
    if (last?.uri !== edit.uri || edit.start >= last.end) {
      // The same insertion twice is one.
      const isTwice = last?.uri === edit.uri && last.start === edit.start && edit.end === last.end;
      if (!isTwice || last.text !== edit.text) apart.push(edit);
    } else if (last.text === '' && edit.text === '') {
      apart[apart.length - 1] = { ...last, end: Math.max(last.end, edit.end) };
    } else if (last.start !== edit.start || last.end !== edit.end || last.text !== edit.text) {
      return undefined;
    }
  }
  return apart;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** An edit that leaves no crumbs behind, and does not grow together with what stands right beside it. */
function written(analysis: Analysis, at: FileSpan, inserted: string): FileEdit {
  const span = inserted === '' ? withSpace(analysis, at) : at;
  const all = analysis.files.find((f) => f.uri === span.uri)?.text ?? '';
  const [before = '', after = ''] = [all[span.start - 1], all[span.end]];
  const old = all.slice(at.start, at.end);
  if (inserted === '') return { ...span, text: growsTogether(before, after) ? ' ' : '' };
  const left = growsTogether(before, inserted[0] ?? '') && !isSameKind(old[0], inserted[0]) ? ' ' : '';
  const right =
    growsTogether(inserted.at(-1) ?? '', after) && !isSameKind(old.at(-1), inserted.at(-1)) ? ' ' : '';
  return { ...span, text: `${left}${inserted}${right}` };
}

/** Two characters that are read as one word or number: in `0network` a number ends, in `MHznetwork` nothing does. */
function growsTogether(before: string, after: string): boolean {
  return /^(?:[\p{L}_][\p{L}\p{N}_]|\p{N}\p{N})$/u.test(before + after);
}

/** What stood there ended in the same way, and was a part of the same word or apart from it. */
function isSameKind(old: string | undefined, now: string | undefined): boolean {
  const isDigit = (c: string): boolean => /\p{N}/u.test(c);
  return old !== undefined && now !== undefined && isWord(old) && isDigit(old) === isDigit(now);
}

const isWord = (character: string): boolean => /[\p{L}\p{N}_]/u.test(character);

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
