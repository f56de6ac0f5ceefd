import {
  CodeLensRefreshRequest,
  type Connection,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
} from 'vscode-languageserver';
import { type DesignStatus, analysedNotification } from '../protocol/messages';
import { designStatus } from '../analysis/status';
import { Cancelled } from '../base/checkpoint';
import { Documents } from '../workspace/documents';
import type { FileSystem } from '../workspace/file-system';
import { Analyses, type Analysed } from './analyses';
import { capabilities } from './capabilities';
import { linesOf, toDiagnostic } from './convert';
import { guarded } from './guard';
import { openFolders } from './neighbours';
import { registerFeatures } from './handlers';
import { registerImports } from './imports';

/** What the client can do, as far as the server asks. */
interface ClientFacts {
  pullDiagnostics: boolean;
  refreshDiagnostics: boolean;
  refreshLenses: boolean;
  refreshHints: boolean;
  watchFiles: boolean;
  /** Can be asked for the folders that it has open. */
  tellsFolders: boolean;
}

/** Between two keystrokes of somebody who types on. */
const QUIET_MS = 150;

/**
 * Connects the engine to one client. Returns at once; the connection lives until the client ends it.
 * @param prepare is told how many characters a document has before it is read
 */
export function startServer(
  connection: Connection,
  fileSystem: FileSystem,
  prepare: (characters: number) => void = () => undefined,
): void {
  const documents = new Documents(fileSystem);
  const analyses = new Analyses(documents, (uri) => {
    analyseSoon(uri);
    refreshShown();
  });
  const log = connection.console;
  /** Judgements that wait, by document. */
  const judgements = new Map<string, ReturnType<typeof setTimeout>>();
  const client: ClientFacts = {
    pullDiagnostics: false,
    refreshDiagnostics: false,
    refreshLenses: false,
    refreshHints: false,
    watchFiles: false,
    tellsFolders: false,
  };

  connection.onInitialize((params: InitializeParams): InitializeResult => {
    const { textDocument, workspace } = params.capabilities;
    client.pullDiagnostics = textDocument?.diagnostic !== undefined;
    client.refreshDiagnostics = workspace?.diagnostics?.refreshSupport === true;
    client.refreshLenses = workspace?.codeLens?.refreshSupport === true;
    client.refreshHints = workspace?.inlayHint?.refreshSupport === true;
    client.tellsFolders = workspace?.workspaceFolders === true;
    client.watchFiles = workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
    return { capabilities, serverInfo: { name: 'exeunt' } };
  });
  connection.onInitialized(() => {
    if (!client.watchFiles) return;
    const watchers = [{ globPattern: '**/*.{exeunt,onnx,csv,csv.gz}' }];
    void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  });

  connection.onDidOpenTextDocument(({ textDocument: { uri, version, text } }) => {
    prepare(text.length);
    documents.open(uri, version, text);
    analyseSoon(uri);
  });
  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
    for (const change of contentChanges) {
      const document = documents.get(uri);
      if (document === undefined) return;
      const whole = !('range' in change);
      const lines = linesOf(document);
      const start = whole ? 0 : lines.offsetAt(change.range.start);
      const end = whole ? document.text.length : Math.max(start, lines.offsetAt(change.range.end));
      documents.change(uri, version, [{ start, end, inserted: change.text }]);
    }
    analyseSoon(uri);
  });
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    documents.close(uri);
    analyses.forget(uri);
    clearTimeout(judgements.get(uri));
    judgements.delete(uri);
    if (!client.pullDiagnostics) void connection.sendDiagnostics({ uri, diagnostics: [] });
    reanalyseOthers();
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const { uri } of changes) documents.forget(uri);
    reanalyseOthers();
  });

  /** A design that imports another, or names a model that has just appeared, reads differently now. */
  function reanalyseOthers(): void {
    analyses.filesChanged();
    for (const uri of documents.openUris()) analyseSoon(uri);
    refreshShown();
  }

  /** What the client has asked for and shows may be out of date though no text has changed. */
  function refreshShown(): void {
    if (client.refreshDiagnostics) void connection.languages.diagnostics.refresh();
    if (client.refreshLenses) void connection.sendRequest(CodeLensRefreshRequest.type);
    if (client.refreshHints) void connection.languages.inlayHint.refresh();
  }

  /** Errors of an analysis are told by the request that needs it; here only its result is passed on. */
  function analyseSoon(uri: string): void {
    void guarded(log, 'analysis', undefined, undefined, async () => {
      const analysed = await analyses.of(uri).catch((error: unknown) => {
        if (error instanceof Cancelled) return undefined;
        throw error;
      });
      if (analysed) publish(uri, analysed);
    });
  }

  function publish(uri: string, { analysis, diagnostics }: Analysed): void {
    const document = documents.get(uri);
    if (document?.version !== analysis.version) return;
    if (!client.pullDiagnostics) {
      const lines = linesOf(document);
      const { version } = analysis;
      const found = diagnostics.map((d) => toDiagnostic(analysis, lines, d));
      void connection.sendDiagnostics({ uri, version, diagnostics: found });
    }
    // The judgement takes longer than the diagnostics, so it waits until nobody types.
    clearTimeout(judgements.get(uri));
    const judge = () => {
      judgements.delete(uri);
      if (documents.get(uri)?.version !== analysis.version) return;
      const status: DesignStatus = designStatus(analysis, diagnostics);
      void connection.sendNotification(analysedNotification, { uri, version: analysis.version, status });
    };
    const wait = setTimeout(() => void guarded(log, 'status', undefined, undefined, judge), QUIET_MS);
    judgements.set(uri, wait);
  }

  registerFeatures(connection, documents, analyses, (uri) =>
    openFolders(connection, client.tellsFolders, uri),
  );
  registerImports(connection, fileSystem);
  connection.listen();
}
