/** A client of the language server in a process of its own, over either transport, as an editor would be. */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import {
  type ClientCapabilities,
  type ConfigurationItem,
  type ConfigurationParams,
  type Diagnostic,
  type DocumentDiagnosticReport,
  IPCMessageReader,
  IPCMessageWriter,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type Registration,
  type RegistrationParams,
  StreamMessageReader,
  StreamMessageWriter,
  createProtocolConnection,
} from 'vscode-languageserver/node';
import { type AnalysedParams, analysedNotification } from '../../server/src/base/protocol/messages';

export type Transport = 'stdio' | 'node-ipc';

/** What VS Code can do, as far as the server asks. */
const editorCapabilities: ClientCapabilities = {
  textDocument: { diagnostic: { dynamicRegistration: true, relatedDocumentSupport: false } },
  workspace: {
    diagnostics: { refreshSupport: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
  },
};

/** An editor that only shows the diagnostics that it is sent. */
export const plainCapabilities: ClientCapabilities = {};

export class LanguageClient {
  readonly published: PublishDiagnosticsParams[] = [];
  readonly analysed: AnalysedParams[] = [];
  /** What the server logged as errors. */
  readonly complaints: string[] = [];
  refreshes = 0;
  readonly registrations: Registration[] = [];
  /** Answered when the server asks for settings. */
  settings: unknown = null;
  readonly askedFor: ConfigurationItem[] = [];
  initialized: InitializeResult = { capabilities: {} };
  private version = 1;

  private constructor(
    readonly process: ChildProcess,
    readonly connection: ProtocolConnection,
  ) {
    connection.onNotification('textDocument/publishDiagnostics', (p: PublishDiagnosticsParams) => {
      this.published.push(p);
    });
    connection.onNotification(analysedNotification, (p: AnalysedParams) => {
      this.analysed.push(p);
    });
    connection.onNotification('window/logMessage', (p: { type: number; message: string }) => {
      if (p.type === 1) this.complaints.push(p.message);
    });
    connection.onRequest('workspace/diagnostic/refresh', () => {
      this.refreshes++;
      return null;
    });
    connection.onRequest('workspace/codeLens/refresh', () => {
      this.refreshes++;
      return null;
    });
    connection.onRequest('client/registerCapability', (p: RegistrationParams) => {
      this.registrations.push(...p.registrations);
      return null;
    });
    connection.onRequest('workspace/configuration', ({ items }: ConfigurationParams) => {
      this.askedFor.push(...items);
      return items.map(() => this.settings);
    });
    process.stderr?.on('data', (data: Buffer) => this.complaints.push(data.toString()));
  }

  /** Methods that the server registered for. */
  get registered(): string[] {
    return this.registrations.map((r) => r.method);
  }

  /** @param args before the transport's */
  static async start(
    server: string,
    transport: Transport,
    capabilities: ClientCapabilities = editorCapabilities,
    args: readonly string[] = [],
    initializationOptions?: object,
    folders: readonly string[] = [],
  ): Promise<LanguageClient> {
    const client = new LanguageClient(...connect(server, transport, args));
    client.connection.listen();
    const workspaceFolders = folders.length > 0 ? folders.map((uri) => ({ uri, name: uri })) : null;
    const common = { processId: process.pid, rootUri: null, capabilities, workspaceFolders };
    const params = { ...common, initializationOptions };
    client.initialized = await client.connection.sendRequest('initialize', params);
    await client.connection.sendNotification('initialized', {});
    return client;
  }

  /** Resolves with the document's version, as every change does. */
  async open(uri: string, text: string): Promise<number> {
    const version = ++this.version;
    const textDocument = { uri, languageId: 'exeunt', version, text };
    await this.connection.sendNotification('textDocument/didOpen', { textDocument });
    return version;
  }

  /** Replaces from one position, written `line:character`, to another. */
  change(uri: string, from: string, to: string, text: string): Promise<number> {
    const contentChanges = [{ range: { start: position(from), end: position(to) }, text }];
    return this.send(uri, contentChanges);
  }

  replace(uri: string, text: string): Promise<number> {
    return this.send(uri, [{ text }]);
  }

  close(uri: string): Promise<void> {
    return this.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }

  /** Diagnostics as an editor pulls them. */
  async pull(uri: string): Promise<Diagnostic[]> {
    const report: DocumentDiagnosticReport = await this.connection.sendRequest('textDocument/diagnostic', {
      textDocument: { uri },
    });
    return report.kind === 'full' ? report.items : [];
  }

  async codes(uri: string): Promise<unknown[]> {
    return (await this.pull(uri)).map((d) => d.code);
  }

  /** A request about a document, or about `line:character` in it. */
  request<T>(method: string, uri: string, at?: string, more: object = {}): Promise<T> {
    const params = { textDocument: { uri }, ...(at !== undefined && { position: position(at) }), ...more };
    return this.connection.sendRequest(method, params);
  }

  /** Resolves with the exit code. */
  async stop(): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => this.process.once('exit', resolve));
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    const code = await ended;
    this.connection.dispose();
    return code;
  }

  private async send(uri: string, contentChanges: object[]): Promise<number> {
    const version = ++this.version;
    const params = { textDocument: { uri, version }, contentChanges };
    await this.connection.sendNotification('textDocument/didChange', params);
    return version;
  }
}

export function position(text: string): { line: number; character: number } {
  const [line = 0, character = 0] = text.split(':').map(Number);
  return { line, character };
}

/** Waits until `find` finds something, without a guess at how long that takes. */
export async function until<T>(find: () => T | undefined): Promise<T> {
  for (;;) {
    const found = find();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function connect(
  server: string,
  transport: Transport,
  args: readonly string[],
): [ChildProcess, ProtocolConnection] {
  if (transport === 'node-ipc') {
    const child = fork(server, [...args, '--node-ipc'], { silent: true });
    return [child, createProtocolConnection(new IPCMessageReader(child), new IPCMessageWriter(child))];
  }
  const child = spawn(process.execPath, [server, ...args, '--stdio'], { stdio: 'pipe' });
  const reader = new StreamMessageReader(child.stdout);
  return [child, createProtocolConnection(reader, new StreamMessageWriter(child.stdin))];
}
