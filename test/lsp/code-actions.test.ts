/** Which actions a client gets that asks for some kinds only, as on save. */
import type { CodeAction } from 'vscode-languageserver';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundled } from '../support/bundles';
import { reconfigured } from '../support/designs';
import { LanguageClient } from '../support/language-client';

let server: Awaited<ReturnType<typeof bundled>>;
let client: LanguageClient;
const uri = 'untitled:Untitled-1';
/** A mistake with a fix, and an `auto` that can be written out, in one line. */
const design = reconfigured
  .replace('filters 4', 'filters 4 parallel pe 3')
  .replace('dense f1 units 10', 'dense f1 units 10 parallel auto');
const everything = { start: { line: 0, character: 0 }, end: { line: 9999, character: 0 } };

beforeAll(async () => {
  server = await bundled('main.node');
  client = await LanguageClient.start(server.path, 'stdio');
  await client.open(uri, design);
});
afterAll(async () => {
  expect(await client.stop()).toBe(0);
  expect(client.complaints).toEqual([]);
  await server.remove();
});

it.each<[readonly string[] | undefined, readonly string[]]>([
  [undefined, ['quickfix', 'refactor.rewrite']],
  [[], ['quickfix', 'refactor.rewrite']],
  [[''], ['quickfix', 'refactor.rewrite']],
  [['quickfix'], ['quickfix']],
  [['refactor'], ['refactor.rewrite']],
  [['refactor.rewrite'], ['refactor.rewrite']],
  [
    ['refactor.rewrite', 'quickfix'],
    ['quickfix', 'refactor.rewrite'],
  ],
  [['refactor.extract'], []],
  [['refactor.rewrite.more'], []],
  [['refactor.re'], []],
  [['quick'], []],
  [['source'], []],
  [['source.fixAll'], []],
  [['source.organizeImports'], []],
])('of %j are %j', async (only, kinds) => {
  const actions = await client.request<CodeAction[]>('textDocument/codeAction', uri, undefined, {
    range: everything,
    context: { diagnostics: [], ...(only && { only }) },
  });
  expect([...new Set(actions.map((a) => a.kind))]).toEqual(kinds);
});
