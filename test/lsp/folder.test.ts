/** Designs in a folder: names that several of them write, and paths from one to another. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Range } from 'vscode-languageserver';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundled } from '../support/bundles';
import { LanguageClient } from '../support/language-client';

let server: Awaited<ReturnType<typeof bundled>>;
let client: LanguageClient;
let folder: string;
const address = (name: string): string => pathToFileURL(join(folder, name)).href;

beforeAll(async () => {
  server = await bundled('main.node');
  folder = await mkdtemp(join(tmpdir(), 'exeunt-folder-'));
  client = await LanguageClient.start(server.path, 'stdio');
});
afterAll(async () => {
  expect(await client.stop()).toBe(0);
  expect(client.complaints).toEqual([]);
  await rm(folder, { recursive: true });
  await server.remove();
});

it('renames in all designs of the folder that import the file', async () => {
  const shared = 'region rp0 { pblock auto }\n';
  const stage = (path: string, more = '') => `import "${path}"\nstage s in rp0 { }\n${more}`;
  await mkdir(join(folder, 'below'), { recursive: true });
  await mkdir(join(folder, 'node_modules'), { recursive: true });
  await writeFile(join(folder, 'shared.exeunt'), shared);
  await writeFile(join(folder, 'one.exeunt'), stage('shared.exeunt'));
  await writeFile(join(folder, 'below', 'two.exeunt'), stage('../shared.exeunt', 'region other { }\n'));
  await writeFile(join(folder, 'node_modules', 'foreign.exeunt'), stage('../shared.exeunt'));
  await writeFile(join(folder, 'apart.exeunt'), 'region rp0 { pblock auto }\nstage s in rp0 { }\n');
  const uri = address('shared.exeunt');
  await client.open(uri, shared);
  // Open, and not saved since: what the editor has counts.
  await client.open(address('one.exeunt'), `// a line more\n${stage('shared.exeunt')}`);
  const ask = (method: string, params: object) =>
    client.connection.sendRequest(`textDocument/${method}`, {
      ...{ textDocument: { uri }, position: { line: 0, character: 8 } },
      ...params,
    });
  const found = (await ask('references', { context: { includeDeclaration: true } })) as { uri: string }[];
  const three = [uri, address('one.exeunt'), address('below/two.exeunt')];
  expect(found.map((at) => at.uri)).toEqual(three);
  const { changes } = (await ask('rename', { newName: 'left' })) as {
    changes: Record<string, { range: Range; newText: string }[]>;
  };
  expect(Object.keys(changes)).toEqual(three);
  expect(changes[address('one.exeunt')]).toMatchObject([{ range: { start: { line: 2 } }, newText: 'left' }]);
  await expect(ask('rename', { newName: 'other' })).rejects.toThrow('another region');
});

it('links paths to their files', async () => {
  await client.open(address('links.exeunt'), 'profile "trace.csv"\n');
  const found = await client.connection.sendRequest('textDocument/documentLink', {
    textDocument: { uri: address('links.exeunt') },
  });
  const range = { start: { line: 0, character: 9 }, end: { line: 0, character: 18 } };
  expect(found).toEqual([{ range, target: address('trace.csv') }]);
});

it('offers files by their path, and nothing at a slash elsewhere', async () => {
  await writeFile(join(folder, 'other.exeunt'), '');
  const text = 'import "./"\nbudget { throughput >= 30 / }\n';
  await client.open(address('paths.exeunt'), text);
  const typed = async (line: number) => {
    const position = { line, character: (text.split('\n')[line] ?? '').indexOf('/') + 1 };
    const found = await client.connection.sendRequest('textDocument/completion', {
      textDocument: { uri: address('paths.exeunt') },
      position,
      context: { triggerKind: 2, triggerCharacter: '/' },
    });
    return (found as { label: string; textEdit: { newText: string } }[]).map((c) => c.textEdit.newText);
  };
  expect(await typed(0)).toContain('other.exeunt');
  expect(await typed(1)).toEqual([]);
});
