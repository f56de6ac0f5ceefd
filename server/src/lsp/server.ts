/** The language server: connects documents, analyses and features to one client. */
import {
  CodeLensRefreshRequest,
  type Connection,
  type InitializeParams,
  type InitializeResult,
  type TextDocumentContentChangeEvent,
} from 'vscode-languageserver';
import { type DesignStatus, analysedNotification } from '../base/protocol/messages';
import type { Analysis } from '../analysis/analysis';
import { designStatus, notAnalysed } from '../analysis/presentation/status';
import { Cancelled } from '../base/checkpoint';
import type { Diagnostic } from '../diagnostics/diagnose';
import { Documents, type TextChange } from '../workspace/documents';
import type { FileSystem } from '../workspace/file-system';
import { Analyses, isAnalysed } from './analyses';
import { capabilities } from './capabilities';
import { type ClientFacts, clientFacts } from './client-facts';
import { clientFiles } from './client-files';
import { linesOf, toDiagnostic } from './convert';
import { guarded, logOf, unawaited, unlessGone } from './guard';
import { openFolders } from './neighbours';
import { registerFeatures } from './features/index';
import { registerImports } from './imports';
import { registerLifeCycle } from './life-cycle';
import { ReadyPlans } from './ready-plans';
import { ClientSettings } from './settings';
import { watchFiles } from './watched-files';

/** Pause in typing after which slower work starts. */
const QUIET_MS = 150;

/**
 * Connects the engine to one client. Returns at once; the connection lives until the client ends it.
 * @param disk files under `file:`; undefined if there are none, as in a browser
 * @param prepare called with a document's length in characters before it is analysed
 */
export function startServer(
  connection: Connection,
  disk: FileSystem | undefined,
  prepare: (characters: number) => void = () => undefined,
): void {
  const files = clientFiles(connection, disk, {
    opened: () => documents.openUris(),
    trusted: () => analyseImporters(documents.forgetFiles()),
  });
  const documents = new Documents(files);
  const log = logOf(connection);
  const analyses = new Analyses(
    documents,
    (uri) => {
      analyseSoon(uri);
      refreshShown();
    },
    ({ message, cause }) => log.error(cause instanceof Error ? `${message}\n${cause.stack ?? ''}` : message),
  );
  const plans = new ReadyPlans(documents);
  /** Pending verdict timers, keyed by document URI. */
  const verdicts = new Map<string, ReturnType<typeof setTimeout>>();
  // Replaced by `initialize`, which comes before any request.
  let client: ClientFacts = clientFacts({ capabilities: {} });
  const settings = new ClientSettings(connection, () => client, refreshShown);
  /** Pending refresh timer. */
  let refreshing: ReturnType<typeof setTimeout> | undefined;
  let isShutDown = false;

  connection.onInitialize((params: InitializeParams): InitializeResult => {
    client = clientFacts(params);
    files.initialize(params);
    return { capabilities, serverInfo: { name: 'exeunt' } };
  });
  connection.onInitialized(() => {
    settings.register();
    if (client.watchFiles) watchFiles(connection);
  });

  connection.onShutdown(() => {
    // After `shutdown` the client no longer answers, and may be gone.
    isShutDown = true;
    clearTimeout(refreshing);
    for (const wait of verdicts.values()) clearTimeout(wait);
  });

  connection.onDidOpenTextDocument(({ textDocument: { uri, version, text } }) => {
    prepare(text.length);
    documents.open(uri, version, text);
    analyseSoon(uri);
    analyseImporters([uri]);
  });
  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
    if (documents.get(uri) === undefined) {
      connection.console.warn(`Ignored an edit of ${uri}, which is not open.`);
      return;
    }
    for (const change of contentChanges) documents.change(uri, version, [toChange(uri, change)]);
    analyseSoon(uri);
    analyseImporters([uri]);
  });
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    documents.close(uri);
    // Traces are large, and changes may go unreported while no document is open.
    if (documents.openUris().length === 0) documents.forgetFiles();
    analyses.forget(uri);
    settings.forget(uri);
    clearTimeout(verdicts.get(uri));
    verdicts.delete(uri);
    if (!client.pullDiagnostics) unlessGone(() => connection.sendDiagnostics({ uri, diagnostics: [] }));
    analyseImporters([uri]);
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const { uri } of changes) documents.forget(uri);
    analyseImporters(changes.map(({ uri }) => uri));
  });
  connection.onDidSaveTextDocument(() => {
    if (client.watchFiles) return;
    // This client does not watch files, so re-read them on each save.
    analyseImporters(documents.forgetFiles());
  });

  function toChange(uri: string, change: TextDocumentContentChangeEvent): TextChange {
    const document = documents.get(uri);
    const inserted = change.text;
    if (document === undefined) return { start: 0, end: 0, inserted };
    if (!('range' in change)) return { start: 0, end: document.text.length, inserted };
    const lines = linesOf(document);
    const ends = [lines.offsetAt(change.range.start), lines.offsetAt(change.range.end)];
    return { start: Math.min(...ends), end: Math.max(...ends), inserted };
  }

  /** Re-analyses designs that read one of these files, directly or not. */
  function analyseImporters(changed: readonly string[]): void {
    const importers = documents
      .openUris()
      .filter((u) => !changed.includes(u) && analyses.dependsOn(u, changed));
    if (importers.length === 0) return;
    importers.forEach(analyseSoon);
    clearTimeout(refreshing);
    refreshing = setTimeout(refreshShown, QUIET_MS);
  }

  /** Asks the client to refresh what it shows, which may be out of date though no text has changed. */
  function refreshShown(): void {
    if (isShutDown) return;
    const asked = (what: string, answer: Promise<unknown>) => unawaited(connection, what, answer);
    if (client.refreshDiagnostics) asked('to pull diagnostics', connection.languages.diagnostics.refresh());
    if (client.refreshLenses) asked('to ask for lenses', connection.sendRequest(CodeLensRefreshRequest.type));
    if (client.refreshHints) asked('to ask for hints', connection.languages.inlayHint.refresh());
  }

  /** Publishes the result of an analysis; its errors are reported by the request that needs it. */
  function analyseSoon(uri: string): void {
    void guarded(log, 'analysis', undefined, undefined, async () => {
      const outcome = await analyses.of(uri).catch((error: unknown) => {
        if (error instanceof Cancelled) return undefined;
        throw error;
      });
      if (outcome === undefined) return;
      if (isAnalysed(outcome)) {
        const { analysis, diagnostics } = outcome;
        publish(
          { uri, files: analysis.files },
          diagnostics,
          () => designStatus(analysis, diagnostics),
          () => plans.begin(outcome),
        );
      } else {
        const { document, failure } = outcome;
        publish({ uri, files: [document] }, [failure], () => notAnalysed(failure.message));
      }
    });
  }

  /** @param files the document first */
  function publish(
    { uri, files }: Pick<Analysis, 'uri' | 'files'>,
    diagnostics: readonly Diagnostic[],
    statusOf: () => DesignStatus,
    afterwards: () => void = () => undefined,
  ): void {
    const document = documents.get(uri);
    if (document === undefined || document !== files[0]) return;
    const { version } = document;
    if (!client.pullDiagnostics) {
      const lines = linesOf(document);
      const found = diagnostics.map((d) => toDiagnostic({ files }, lines, d, client.codePage));
      unlessGone(() => connection.sendDiagnostics({ uri, version, diagnostics: found }));
    }
    // The verdict takes longer than the diagnostics, so it waits for a pause in typing.
    clearTimeout(verdicts.get(uri));
    const sendVerdict = async () => {
      verdicts.delete(uri);
      if (documents.get(uri) !== document) return;
      const unknown = notAnalysed('The verdict could not be computed; see the log.');
      const status = await guarded(log, 'verdict', undefined, unknown, statusOf);
      unlessGone(() => connection.sendNotification(analysedNotification, { uri, version, status }));
      afterwards();
    };
    const wait = setTimeout(() => void sendVerdict(), QUIET_MS);
    verdicts.set(uri, wait);
  }

  const folders = (uri: string) => openFolders(connection, client.hasFolders, uri);
  registerFeatures({ connection, documents, analyses, folders, client: () => client, settings, plans, log });
  registerImports(connection, files);
  registerLifeCycle(connection);
  connection.listen();
}
