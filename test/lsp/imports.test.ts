/** Models as the server imports them for an editor. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ImportParams, ImportResult } from '../../server/src/base/protocol/messages';
import { bundled } from '../support/bundles';
import { LanguageClient } from '../support/language-client';
import { message, model, node, valueInfo, weights } from '../support/onnx-writer';

let server: Awaited<ReturnType<typeof bundled>>;
let client: LanguageClient;
let folder: string;
const at = (name: string): string => pathToFileURL(join(folder, name)).href;
const request = (params: Partial<ImportParams>): Promise<ImportResult> =>
  client.connection.sendRequest('exeunt/import', {
    target: at('designs/d.exeunt'),
    board: 'ZC706',
    ...params,
  });

const open = model({
  nodes: [node('Conv x w -> y')],
  inputs: [valueInfo('x', ['N', 4, 'H', 8])],
  outputs: ['y'],
  initializers: [weights('w', 6, 4, 3, 3)],
});

beforeAll(async () => {
  server = await bundled('main.node');
  folder = await mkdtemp(join(tmpdir(), 'exeunt-import-'));
  await writeFile(join(folder, 'a model.onnx'), open);
  await writeFile(join(folder, 'broken.onnx'), open.subarray(0, 50));
  const external = message([1, 3], [2, 1], [8, 'w'], [13, message([1, 'location'], [2, 'w.bin'])], [14, 1]);
  await writeFile(join(folder, 'external.onnx'), model({ initializers: [external] }));
  client = await LanguageClient.start(server.path, 'stdio');
});
afterAll(async () => {
  expect(await client.stop()).toBe(0);
  expect(client.complaints).toEqual([]);
  await server.remove();
  await rm(folder, { recursive: true });
});

test('open sizes are asked for, and then the design is returned', async () => {
  const first = await request({ uri: at('a model.onnx') });
  expect(first).toMatchObject({ error: expect.stringContaining('`H`') as string, open: ['H'] });
  const second = await request({ uri: at('a model.onnx'), sizes: { H: 8 } });
  expect(second).toMatchObject({ notes: [] });
  expect('content' in second && second.content).toContain('network a_model from "../a model.onnx" {');
});

test.each([
  ['broken.onnx', /broken\.onnx: not a valid ONNX model/],
  ['not-there.onnx', /not-there\.onnx: there is no such file/],
  ['external.onnx', /in the file w\.bin, which is not beside it/],
])('%s is reported in one error', async (name, reason) => {
  const result = await request({ uri: at(name) });
  expect('error' in result && result.error).toMatch(reason);
});

test('the boards to choose from are listed', async () => {
  const boards: readonly string[] = await client.connection.sendRequest('exeunt/boards');
  expect(boards).toContain('PYNQ-Z2');
});
