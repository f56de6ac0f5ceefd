/** Converts the engine's offsets and values to the protocol's positions and types, and back. */
import { perObject } from '../base/memo';
import {
  type CodeAction,
  CodeActionKind,
  type Diagnostic as LspDiagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type DocumentSymbol,
  type Location,
  type Range,
  SymbolKind,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { Analysis } from '../analysis/analyse';
import type { Diagnostic } from '../diagnostics/diagnose';
import type { DiagnosticFix } from '../diagnostics/placed-fixes';
import type { Severity } from '../diagnostics/rule';
import type { OutlineItem } from '../ide/outline';
import { LineIndex } from '../workspace/positions';
import type { Documents } from '../workspace/documents';

/** A range of a file in absolute offsets. */
export interface FileRange {
  readonly uri: string;
  readonly start: number;
  readonly end: number;
}

/** Line index of a document's text, built once per version. */
export const linesOf = perObject((document: { readonly text: string }) => new LineIndex(document.text));

export function toRange(lines: LineIndex, start: number, end: number): Range {
  return { start: lines.positionAt(start), end: lines.positionAt(end) };
}

export function toLocation(analysis: Pick<Analysis, 'files'>, at: FileRange): Location | undefined {
  const file = analysis.files.find((f) => f.uri === at.uri);
  return file && { uri: file.address, range: toRange(linesOf(file), at.start, at.end) };
}

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** @param codePage address of a code's page, with `{code}` in it */
export function toDiagnostic(
  analysis: Pick<Analysis, 'files'>,
  lines: LineIndex,
  d: Diagnostic,
  codePage: string | undefined,
): LspDiagnostic {
  const related = d.related.flatMap(({ message, ...at }) => {
    const location = toLocation(analysis, at);
    return location ? [{ location, message }] : [];
  });
  return {
    range: toRange(lines, d.start, d.end),
    severity: severities[d.severity],
    code: d.code,
    ...(codePage !== undefined && { codeDescription: { href: codePage.replace('{code}', d.code) } }),
    source: 'exeunt',
    message: d.message,
    ...(d.unnecessary && { tags: [DiagnosticTag.Unnecessary] }),
    ...(related.length > 0 && { relatedInformation: related }),
  };
}

const symbolKinds: Readonly<Record<OutlineItem['kind'], SymbolKind>> = {
  import: SymbolKind.File,
  device: SymbolKind.Struct,
  network: SymbolKind.Module,
  layer: SymbolKind.Field,
  exit: SymbolKind.Event,
  switch: SymbolKind.Operator,
  stage: SymbolKind.Class,
  region: SymbolKind.Namespace,
  schedule: SymbolKind.Function,
  profile: SymbolKind.File,
  budget: SymbolKind.Array,
  paper: SymbolKind.Object,
};

export function toDocumentSymbol(lines: LineIndex, item: OutlineItem): DocumentSymbol {
  return {
    name: item.name,
    detail: item.detail,
    kind: symbolKinds[item.kind],
    range: toRange(lines, item.start, item.end),
    selectionRange: toRange(lines, item.nameStart, item.nameEnd),
    children: item.children.map((child) => toDocumentSymbol(lines, child)),
  };
}

export function toCodeAction(
  analysis: Analysis,
  diagnostic: LspDiagnostic,
  fix: DiagnosticFix,
  preferred: boolean,
): CodeAction {
  return {
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic],
    isPreferred: preferred,
    edit: toWorkspaceEdit(analysis, fix.edits),
  };
}

export function toWorkspaceEdit(
  analysis: Pick<Analysis, 'files'>,
  edits: readonly (FileRange & { readonly text: string })[],
): WorkspaceEdit {
  const changes: Record<string, TextEdit[]> = {};
  for (const edit of edits) {
    const location = toLocation(analysis, edit);
    if (location) (changes[location.uri] ??= []).push({ range: location.range, newText: edit.text });
  }
  return { changes };
}

/** Offset of an LSP position in an open document. */
export function offsetIn(
  documents: Documents,
  uri: string,
  position: { line: number; character: number },
): number | undefined {
  const document = documents.get(uri);
  return document && linesOf(document).offsetAt(position);
}
