/** Where the code of a diagnostic leads, as the client says. */
import type { ClientCapabilities, CodeAction } from 'vscode-languageserver';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bundled } from '../support/bundles';
import { reconfigured } from '../support/designs';
import { LanguageClient, plainCapabilities, until } from '../support/language-client';

const uri = 'untitled:Untitled-1';
const design = `${reconfigured}\nregion rp1 { pblock auto }\n`;
const codePage = 'command:open?%5B%22{code}%22%5D';
const href = 'command:open?%5B%22EX2029%22%5D';

let server: Awaited<ReturnType<typeof bundled>>;
let client: LanguageClient;
beforeAll(async () => {
  server = await bundled('main.node');
});
afterAll(() => server.remove());
afterEach(async () => {
  expect(await client.stop()).toBe(0);
  expect(client.complaints).toEqual([]);
});

async function start(capabilities: ClientCapabilities, options: object): Promise<void> {
  client = await LanguageClient.start(server.path, 'stdio', capabilities, [], options);
  await client.open(uri, design);
}

const pulling: ClientCapabilities = { textDocument: { diagnostic: {} } };

describe('the code of a diagnostic', () => {
  it('leads to its page, where the client says where pages are', async () => {
    await start(pulling, { codePage });
    const [found] = await client.pull(uri);
    expect(found).toMatchObject({ code: 'EX2029', codeDescription: { href } });
    const range = found?.range;
    const actions = await client.request<CodeAction[]>('textDocument/codeAction', uri, undefined, {
      range,
      context: { diagnostics: [] },
    });
    for (const { diagnostics = [] } of actions)
      for (const each of diagnostics) expect(each.codeDescription).toEqual({ href });
  });

  it('does so for a client that is sent its diagnostics', async () => {
    await start(plainCapabilities, { codePage });
    const sent = await until(() => client.published.find((p) => p.diagnostics.length > 0));
    expect(sent.diagnostics[0]).toMatchObject({ code: 'EX2029', codeDescription: { href } });
  });

  it.each([{}, { codePage: 'https://example.com/' }, { codePage: 5 }])(
    'leads nowhere where nobody says where: %j',
    async (options) => {
      await start(pulling, options);
      const [found] = await client.pull(uri);
      expect(found?.code).toBe('EX2029');
      expect(found).not.toHaveProperty('codeDescription');
    },
  );
});
