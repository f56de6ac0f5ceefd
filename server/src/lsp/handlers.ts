import {
  type CodeLens,
  type Connection,
  type Diagnostic as LspDiagnostic,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  ErrorCodes,
  InlayHintKind,
  MarkupKind,
  ResponseError,
} from 'vscode-languageserver';
import type { CancellationToken } from 'vscode-languageserver';
import type { Analysis } from '../analysis/analysis';
import { viewSnapshot } from '../analysis/view';
import type { Checkpoint } from '../base/checkpoint';
import { type Diagnostic, failure } from '../diagnostics/diagnose';
import { codeLenses } from '../ide/code-lens';
import { completions, pathCompletions } from '../ide/completion';
import { pathAt } from '../ide/completion-paths';
import { foldings } from '../ide/folding';
import { formatting } from '../ide/formatting';
import { hover } from '../ide/hover';
import { inlayHints } from '../ide/inlay-hints';
import { links } from '../ide/links';
import {
  declaringFile,
  definition,
  type FileEdit,
  highlights,
  type Named,
  occurrences,
  RenameRefused,
  type RenameTarget,
  renameTarget,
} from '../ide/navigation';
import { outline } from '../ide/outline';
import {
  type ExportParams,
  type ExportResult,
  type ViewParams,
  type ViewResult,
  exportRequest,
  viewRequest,
} from '../base/protocol/messages';
import type { Documents } from '../workspace/documents';
import { LineIndex } from '../workspace/positions';
import { type Analysed, type Analyses, isAnalysed, yieldingCheckpoint } from './analyses';
import type { ClientFacts } from './client-facts';
import { codeActions } from './code-actions';
import { toItems } from './completion-items';
import {
  linesOf,
  offsetIn,
  toDiagnostic,
  toDocumentSymbol,
  toLocation,
  toRange,
  toWorkspaceEdit,
} from './convert';
import { exportedText } from './exported-text';
import { guarded, logOf } from './guard';
import { designsWith } from './neighbours';
import type { ReadyPlans } from './ready-plans';
import { ResultIds } from './result-ids';
import type { ClientSettings } from './settings';

/**
 * Answers every request about an open document; one that is not open is answered with nothing.
 * @param folders that designs may lie in beside a document
 * @param client known once it has introduced itself, before its first request
 */
export function registerFeatures(
  connection: Connection,
  documents: Documents,
  analyses: Analyses,
  folders: (uri: string) => Promise<readonly string[]>,
  client: () => ClientFacts,
  settings: ClientSettings,
  plans: ReadyPlans,
): void {
  const log = logOf(connection);
  const resultIds = new ResultIds();

  /**
   * Runs a feature on the analysis of the document's newest version.
   * @param failed what it says where the analysis has failed, or the feature itself
   */
  function on<T>(
    feature: string,
    uri: string,
    token: CancellationToken,
    fallback: T,
    run: (analysed: Analysed) => T | Promise<T>,
    failed: (failure: Diagnostic) => T = () => fallback,
  ): Promise<T> {
    const own = failure(uri, `The feature "${feature}" failed`, 'the log says more');
    return guarded(log, feature, token, failed(own), async () => {
      const outcome = await analyses.of(uri);
      if (outcome === undefined || token.isCancellationRequested) return fallback;
      return isAnalysed(outcome) ? run(outcome) : failed(outcome.failure);
    });
  }

  /** The same at a position. */
  function onOffset<T>(
    feature: string,
    params: { textDocument: { uri: string }; position: { line: number; character: number } },
    token: CancellationToken,
    fallback: T,
    run: (analysed: Analysed, offset: number) => T | Promise<T>,
  ): Promise<T> {
    const { uri } = params.textDocument;
    const offset = offsetIn(documents, uri, params.position);
    if (offset === undefined) return Promise.resolve(fallback);
    return on(feature, uri, token, fallback, (analysed) => run(analysed, offset));
  }

  /** Designs that may write the name at the offset too. */
  async function sharing(analysis: Analysis, offset: number, token: CancellationToken): Promise<Named[]> {
    const file = declaringFile(analysis, offset);
    return file === undefined ? [] : designsWith(documents, await folders(analysis.uri), file, token);
  }

  connection.languages.diagnostics.on(({ textDocument: { uri }, previousResultId }, token) => {
    const full = (items: LspDiagnostic[]): DocumentDiagnosticReport => ({
      kind: DocumentDiagnosticReportKind.Full,
      items,
    });
    return on<DocumentDiagnosticReport>(
      'diagnostics',
      uri,
      token,
      full([]),
      (analysed) =>
        resultIds.report(analysed, previousResultId, () => {
          const lines = linesOf(root(analysed));
          return analysed.diagnostics.map((d) => toDiagnostic(analysed.analysis, lines, d));
        }),
      (told) => full([toDiagnostic({ files: [] }, new LineIndex(''), told)]),
    );
  });

  connection.onHover((params, token) =>
    onOffset('hover', params, token, null, (analysed, offset) => {
      const found = hover(analysed.analysis, offset, analysed.diagnostics);
      if (found === undefined) return null;
      const range = toRange(linesOf(root(analysed)), found.start, found.end);
      return { contents: { kind: MarkupKind.Markdown, value: found.markdown }, range };
    }),
  );

  connection.onCompletion((params, token) =>
    onOffset('completion', params, token, [], async (analysed, offset) => {
      const { analysis } = analysed;
      const lines = linesOf(root(analysed));
      const place = pathAt(analysis, offset);
      const entries = place && (await documents.list(params.textDocument.uri, place.folder));
      if (place) return entries ? toItems(lines, pathCompletions(analysis, place, entries)) : [];
      // A slash begins a part of a path, and nothing else.
      if (params.context?.triggerCharacter === '/') return [];
      return toItems(lines, completions(analysis, offset));
    }),
  );

  connection.onDefinition((params, token) =>
    onOffset('definition', params, token, null, ({ analysis }, offset) => {
      const at = definition(analysis, offset);
      return at ? (toLocation(analysis, at) ?? null) : null;
    }),
  );
  connection.onReferences((params, token) =>
    onOffset('references', params, token, [], async ({ analysis }, offset) => {
      const others = await sharing(analysis, offset, token);
      const found = occurrences(analysis, offset, params.context.includeDeclaration, others);
      return found.flatMap((at) => toLocation(filesOf(analysis, others), at) ?? []);
    }),
  );
  connection.onDocumentHighlight((params, token) =>
    onOffset('highlight', params, token, [], (analysed, offset) => {
      const lines = linesOf(root(analysed));
      return highlights(analysed.analysis, offset).map((h) => ({ range: toRange(lines, h.start, h.end) }));
    }),
  );
  connection.onPrepareRename((params, token) =>
    onOffset('rename', params, token, null, (analysed, offset) => {
      const target = renameTarget(analysed.analysis, offset);
      if (target === undefined) return null;
      return { range: toRange(linesOf(root(analysed)), target.start, target.end), placeholder: target.name };
    }),
  );
  connection.onRenameRequest((params, token) =>
    onOffset('rename', params, token, null, async ({ analysis }, offset) => {
      const others = await sharing(analysis, offset, token);
      const target = renameTarget(analysis, offset, others);
      if (target === undefined) return null;
      return toWorkspaceEdit(filesOf(analysis, others), renameEdits(target, params.newName));
    }),
  );

  connection.onDocumentSymbol(({ textDocument: { uri } }, token) =>
    on('outline', uri, token, [], (analysed) => {
      const lines = linesOf(root(analysed));
      return outline(analysed.analysis).map((item) => toDocumentSymbol(lines, item));
    }),
  );
  connection.onDocumentLinks(({ textDocument: { uri } }, token) =>
    on('links', uri, token, [], (analysed) => {
      const lines = linesOf(root(analysed));
      return links(analysed.analysis).map((l) => ({ range: toRange(lines, l.start, l.end), target: l.uri }));
    }),
  );
  connection.onFoldingRanges(({ textDocument: { uri } }, token) =>
    on('folding', uri, token, [], (analysed) => {
      const lines = linesOf(root(analysed));
      return foldings(analysed.analysis).map((f) => ({
        startLine: lines.positionAt(f.start).line,
        endLine: lines.positionAt(f.end).line,
        ...(f.comment && { kind: 'comment' }),
      }));
    }),
  );

  connection.onDocumentFormatting(({ textDocument: { uri }, options }, token) =>
    guarded(log, 'formatting', token, [], () => {
      const document = documents.get(uri);
      if (document === undefined) return [];
      const lines = linesOf(document);
      const indent = options.insertSpaces ? options.tabSize : 2;
      return formatting(document.text, indent).map((e) => ({
        range: toRange(lines, e.start, e.end),
        newText: e.text,
      }));
    }),
  );

  connection.onCodeLens(({ textDocument: { uri } }, token) =>
    on<CodeLens[]>(
      'code lens',
      uri,
      token,
      [],
      async (analysed) => {
        if (!(await settings.of(uri))['codeLens.enabled']) return [];
        const lines = linesOf(root(analysed));
        const { commands } = client();
        return codeLenses(analysed.analysis, analysed.diagnostics).map(
          ({ start, end, title, command = '', args = [] }) => ({
            range: toRange(lines, start, end),
            // Without a command it is plain text.
            command: { title, command: commands.has(command) ? command : '', arguments: [...args] },
          }),
        );
      },
      notAnalysedLens,
    ),
  );

  connection.languages.inlayHint.on(({ textDocument: { uri }, range }, token) =>
    on('inlay hints', uri, token, [], async (analysed) => {
      if (!(await settings.of(uri))['inlayHints.shapes']) return [];
      const lines = linesOf(root(analysed));
      const from = lines.offsetAt(range.start);
      const to = lines.offsetAt(range.end);
      return inlayHints(analysed.analysis)
        .filter((h) => h.offset >= from && h.offset <= to)
        .map((h) => ({
          position: lines.positionAt(h.offset),
          label: h.label,
          kind: InlayHintKind.Type,
          paddingLeft: true,
          ...(h.tooltip && { tooltip: { kind: MarkupKind.Markdown, value: h.tooltip } }),
        }));
    }),
  );

  connection.onCodeAction(({ textDocument: { uri }, range, context }, token) =>
    on('code actions', uri, token, [], (analysed) =>
      codeActions(analysed, { range, context }, plans, whileWanted(token)),
    ),
  );

  connection.onRequest(viewRequest, ({ uri }: ViewParams, token: CancellationToken): Promise<ViewResult> =>
    on<ViewResult>(
      'view',
      uri,
      token,
      null,
      ({ analysis, diagnostics }) => viewSnapshot(analysis, diagnostics),
      ({ message }) => ({ failed: message }),
    ),
  );
  connection.onRequest(exportRequest, ({ uri, what }: ExportParams, token: CancellationToken) =>
    on<ExportResult>(
      'export',
      uri,
      token,
      { error: 'The design is not open.' },
      async (now) => exportedText(uri, what, (await analyses.settled(uri)) ?? now, whileWanted(token)),
      ({ message }) => ({ error: message }),
    ),
  );
}

function whileWanted(token: CancellationToken): Checkpoint {
  return yieldingCheckpoint(() => token.isCancellationRequested);
}

/** Instead of the figures of each block. */
function notAnalysedLens(): CodeLens[] {
  const start = { line: 0, character: 0 };
  return [
    { range: { start, end: start }, command: { title: 'Not analysed: see the problems', command: '' } },
  ];
}

/** A name that would break the design is refused in words that the editor shows. */
function renameEdits(target: RenameTarget, newName: string): readonly FileEdit[] {
  try {
    return target.edits(newName);
  } catch (error) {
    if (error instanceof RenameRefused) throw new ResponseError(ErrorCodes.InvalidRequest, error.message);
    throw error;
  }
}

function filesOf(analysis: Analysis, others: readonly Named[]): Pick<Analysis, 'files'> {
  return { files: [...analysis.files, ...others.flatMap((o) => o.files)] };
}

/** The file that the analysis is of. */
function root({ analysis }: Analysed): { readonly text: string } {
  return analysis.files[0] ?? { text: '' };
}
