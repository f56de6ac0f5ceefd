/** Settings and commands, as editors of every kind tell them. */
import type { ClientCapabilities, CodeLens } from 'vscode-languageserver';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bundled } from '../support/bundles';
import { reconfigured } from '../support/designs';
import { LanguageClient, plainCapabilities, until } from '../support/language-client';

let server: Awaited<ReturnType<typeof bundled>>;
let client: LanguageClient;
const uri = 'untitled:Untitled-1';

beforeAll(async () => {
  server = await bundled('main.node');
});
afterAll(() => server.remove());
afterEach(async () => {
  expect(await client.stop()).toBe(0);
  expect(client.complaints).toEqual([]);
});

async function start(capabilities: ClientCapabilities, options?: object): Promise<void> {
  client = await LanguageClient.start(server.path, 'stdio', capabilities, [], options);
  await client.open(uri, reconfigured);
}
const lenses = (): Promise<CodeLens[]> => client.request('textDocument/codeLens', uri);
const hints = async (): Promise<number> => {
  const range = { start: { line: 0, character: 0 }, end: { line: 9999, character: 0 } };
  return (await client.request<unknown[]>('textDocument/inlayHint', uri, undefined, { range })).length;
};

describe('settings of the client', () => {
  it('come with a notification to a server that cannot ask, and go back', async () => {
    await start(plainCapabilities);
    expect(await lenses()).not.toEqual([]);
    expect(await hints()).toBeGreaterThan(0);
    const tell = (settings: unknown) =>
      client.connection.sendNotification('workspace/didChangeConfiguration', { settings });
    await tell({ exeunt: { codeLens: { enabled: false }, inlayHints: { shapes: false } } });
    expect(await lenses()).toEqual([]);
    expect(await hints()).toBe(0);
    await tell(null);
    expect(await lenses()).toEqual([]);
    await tell({ exeunt: {} });
    expect(await lenses()).not.toEqual([]);
  });

  it('come with the first message too', async () => {
    await start(plainCapabilities, { settings: { 'codeLens.enabled': false } });
    expect(await lenses()).toEqual([]);
    expect(await hints()).toBeGreaterThan(0);
  });

  it('are asked for a document at a time where the client can be asked, and again when they change', async () => {
    await start({
      workspace: {
        configuration: true,
        didChangeConfiguration: { dynamicRegistration: true },
        codeLens: { refreshSupport: true },
      },
    });
    client.settings = { codeLens: { enabled: false } };
    await until(() => client.registered.find((m) => m === 'workspace/didChangeConfiguration'));
    expect(await lenses()).toEqual([]);
    expect(await lenses()).toEqual([]);
    expect(client.askedFor).toEqual([{ scopeUri: uri, section: 'exeunt' }]);
    client.settings = {};
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await until(() => (client.refreshes > 0 ? true : undefined));
    expect(await lenses()).not.toEqual([]);
  });
});

describe('commands that the client offers', () => {
  it('are on lenses for a client that names them', async () => {
    await start(plainCapabilities, { commands: ['exeunt.openView'] });
    const found = await lenses();
    expect(found.map((l) => l.command?.command)).toContain('exeunt.openView');
  });

  it.each([undefined, {}, { commands: [] }, { commands: ['another'] }, { commands: 'exeunt.openView' }])(
    'are on no lens for a client that says %j',
    async (options) => {
      await start(plainCapabilities, options);
      const found = await lenses();
      expect(found.map((l) => l.command?.title)).toContainEqual(expect.stringContaining('load'));
      expect(new Set(found.map((l) => l.command?.command))).toEqual(new Set(['']));
    },
  );
});
