/** One file has one name, however the editor, an import and the disk write it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { normalUri } from '../../server/src/workspace/uri';
import { bundled } from '../support/bundles';
import { LanguageClient } from '../support/language-client';

let server: Awaited<ReturnType<typeof bundled>>;
let client: LanguageClient;
let folder: string;

beforeAll(async () => {
  server = await bundled('main.node');
});
afterAll(() => server.remove());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exeunt-uris-'));
  client = await LanguageClient.start(server.path, 'stdio');
  return async () => {
    expect(await client.stop()).toBe(0);
    expect(client.complaints).toEqual([]);
    await rm(folder, { recursive: true });
  };
});

const names = ['par(en).exeunt', "it's*new!.exeunt", 'größe & co.exeunt', '100%.exeunt'];

describe.each<[string, (name: string) => string]>([
  ['as Node writes URIs', (name) => pathToFileURL(join(folder, name)).href],
  ['as VS Code writes them', (name) => normalUri(pathToFileURL(join(folder, name)).href)],
])('%s', (_, address) => {
  it.each(names)('%s is the same file to an import, an editor and an event', async (name) => {
    const main = address('main.exeunt');
    const library = address(name);
    const unknown = async (): Promise<number> =>
      (await client.codes(main)).filter((c) => c === 'EX2001').length;
    const text = `import "${name}"\nnetwork n { input image 1x8x8 flatten dense f1 units 10 }\nstage s in rp0 { f1 }\n`;
    await writeFile(join(folder, name), 'region rp0 { pblock auto }\n');
    await client.open(main, text);
    expect(await unknown()).toBe(0);
    // What is not saved yet counts.
    await client.open(library, 'region other { pblock auto }\n');
    expect(await unknown()).toBe(1);
    const definition = await client.request<{ uri: string } | null>('textDocument/definition', main, '0:9');
    expect(definition?.uri).toBe(library);
    await client.close(library);
    expect(await unknown()).toBe(0);
    await rm(join(folder, name));
    const changes = [{ uri: library, type: 3 }];
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
    expect(await client.codes(main)).toContain('EX2012');
  });
});
