/** What the protocol says of messages at the wrong time, and of the end. */
import { spawn } from 'node:child_process';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import {
  ErrorCodes,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  createProtocolConnection,
} from 'vscode-languageserver/node';
import { bundled } from '../support/bundles';
import { reconfigured } from '../support/designs';
import { LanguageClient, plainCapabilities, until } from '../support/language-client';

let server: Awaited<ReturnType<typeof bundled>>;
beforeAll(async () => {
  server = await bundled('main.node');
});
afterAll(() => server.remove());

const uri = 'untitled:Untitled-1';
const initialize = { processId: process.pid, rootUri: null, capabilities: {} };

let connection: ProtocolConnection;
let ended: Promise<number | null>;
beforeEach(() => {
  const child = spawn(process.execPath, [server.path, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  ended = new Promise((resolve) => child.once('exit', resolve));
  const reader = new StreamMessageReader(child.stdout);
  connection = createProtocolConnection(reader, new StreamMessageWriter(child.stdin));
  connection.listen();
});
afterEach(() => connection.dispose());

it('a request before `initialize` is refused, a notification ignored, and the server continues', async () => {
  const textDocument = { uri, languageId: 'exeunt', version: 1, text: 'nonsense' };
  await connection.sendNotification('textDocument/didOpen', { textDocument });
  const early = connection.sendRequest('textDocument/hover', { textDocument, position: {} });
  await expect(early).rejects.toMatchObject({ code: ErrorCodes.ServerNotInitialized });
  const { capabilities } = await connection.sendRequest<{ capabilities: object }>('initialize', initialize);
  expect(capabilities).toMatchObject({ positionEncoding: 'utf-16' });
  const pulled = await connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } });
  expect(pulled).toMatchObject({ items: [] });
  await connection.sendNotification('exit');
  expect(await ended).toBe(1);
});

it('a second `initialize` is refused', async () => {
  await connection.sendRequest('initialize', initialize);
  const again = connection.sendRequest('initialize', initialize);
  await expect(again).rejects.toMatchObject({ code: ErrorCodes.InvalidRequest });
  await connection.sendNotification('exit');
  await ended;
});

it('after `shutdown` only `exit` may follow', async () => {
  await connection.sendRequest('initialize', initialize);
  await connection.sendRequest('shutdown');
  for (const method of ['textDocument/hover', 'initialize', 'shutdown', 'exeunt/boards'])
    await expect(connection.sendRequest(method, {})).rejects.toMatchObject({
      code: ErrorCodes.InvalidRequest,
    });
  await connection.sendNotification('exit');
  expect(await ended).toBe(0);
});

it('`exit` alone ends with 1, before `initialize` too', async () => {
  await connection.sendNotification('exit');
  expect(await ended).toBe(1);
});

it('a client that goes without a word takes the server along', async () => {
  await connection.sendRequest('initialize', initialize);
  connection.end();
  expect(await ended).toBe(1);
});

it('versions are names only: the newest text counts, whatever its number', async () => {
  await connection.sendRequest('initialize', initialize);
  await connection.sendNotification('initialized', {});
  const codes = async () => {
    const answer = await connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } });
    return (answer as { items: { code: string }[] }).items.map((d) => d.code);
  };
  const wrong = reconfigured.replace('filters 4', 'filters 4 parallel pe 3');
  const open = (version: number, text: string) =>
    connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'exeunt', version, text },
    });
  const replace = (version: number, text: string) =>
    connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ text }],
    });
  await open(7, reconfigured);
  expect(await codes()).toEqual([]);
  await replace(7, wrong);
  expect(await codes()).toEqual(['EX4001']);
  await replace(3, reconfigured);
  expect(await codes()).toEqual([]);
  // Opened again without having been closed.
  await open(3, wrong);
  expect(await codes()).toEqual(['EX4001']);
  await connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  await replace(4, reconfigured);
  expect(await codes()).toEqual([]);
  await open(1, wrong);
  expect(await codes()).toEqual(['EX4001']);
  await connection.sendNotification('exit');
  await ended;
});

it('an edit behind a line’s end leaves the server with the text that the editor has', async () => {
  const client = await LanguageClient.start(server.path, 'stdio', plainCapabilities);
  await client.open(uri, 'region a {\n}\nregion b {\r\n}\n');
  await client.change(uri, '0:7', '0:1000', 'zz {');
  await client.change(uri, '2:7', '2:1000', 'yy {');
  const symbols = await client.request<{ name: string; range: { end: object } }[]>(
    'textDocument/documentSymbol',
    uri,
  );
  expect(symbols.map(({ name, range }) => [name, range.end])).toEqual([
    ['zz', { line: 1, character: 1 }],
    ['yy', { line: 3, character: 1 }],
  ]);
  await until(() => client.published.at(-1));
  expect(await client.stop()).toBe(0);
});
