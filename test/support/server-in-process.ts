/** A language server in this very process, with a file system of the test's own, and a client of it. */
import { PassThrough } from 'node:stream';
import {
  type ClientCapabilities,
  type PublishDiagnosticsParams,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  createConnection,
  createProtocolConnection,
} from 'vscode-languageserver/node';
import { startServer } from '../../server/src/lsp/server';
import { type AnalysedParams, analysedNotification } from '../../server/src/base/protocol/messages';
import type { FileSystem } from '../../server/src/workspace/file-system';

export interface ServerInProcess {
  readonly client: ProtocolConnection;
  readonly published: PublishDiagnosticsParams[];
  readonly analysed: AnalysedParams[];
  /** What was shown to the user, and what the log holds of errors. */
  readonly shown: string[];
  readonly logged: string[];
  /** What the log holds of warnings. */
  readonly warned: string[];
  open(uri: string, text: string): Promise<void>;
  /** Closes what is open first: nothing of it is worked on behind the end. */
  stop(): Promise<void>;
}

/**
 * @param capabilities `{}` is a client that is sent its diagnostics
 * @param answer of the client to what the server asks it
 */
export async function serverInProcess(
  fileSystem: FileSystem,
  capabilities: ClientCapabilities,
  answer: () => Promise<null> = () => Promise.resolve(null),
  initializationOptions: object = {},
): Promise<ServerInProcess> {
  const [up, down] = [new PassThrough(), new PassThrough()];
  const server = createConnection(new StreamMessageReader(up), new StreamMessageWriter(down));
  startServer(server, fileSystem);
  const client = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  const published: PublishDiagnosticsParams[] = [];
  const analysed: AnalysedParams[] = [];
  const shown: string[] = [];
  const logged: string[] = [];
  const warned: string[] = [];
  const opened = new Set<string>();
  client.onNotification('textDocument/publishDiagnostics', (p: PublishDiagnosticsParams) => {
    published.push(p);
  });
  client.onNotification(analysedNotification, (p: AnalysedParams) => {
    analysed.push(p);
  });
  client.onNotification('window/showMessage', (p: { message: string }) => {
    shown.push(p.message);
  });
  client.onNotification('window/logMessage', (p: { type: number; message: string }) => {
    if (p.type === 1) logged.push(p.message);
    if (p.type === 2) warned.push(p.message);
  });
  for (const asked of ['client/registerCapability', 'workspace/diagnostic/refresh'])
    client.onRequest(asked, answer);
  for (const shown of ['codeLens', 'inlayHint']) client.onRequest(`workspace/${shown}/refresh`, answer);
  client.listen();
  await client.sendRequest('initialize', {
    processId: null,
    rootUri: null,
    capabilities,
    initializationOptions,
  });
  await client.sendNotification('initialized', {});
  return {
    client,
    published,
    analysed,
    shown,
    logged,
    warned,
    open: async (uri, text) => {
      opened.add(uri);
      const textDocument = { uri, languageId: 'exeunt', version: 1, text };
      await client.sendNotification('textDocument/didOpen', { textDocument });
    },
    stop: async () => {
      for (const uri of opened)
        await client.sendNotification('textDocument/didClose', { textDocument: { uri } });
      await client.sendRequest('shutdown');
      client.dispose();
      server.dispose();
      up.destroy();
      down.destroy();
    },
  };
}
