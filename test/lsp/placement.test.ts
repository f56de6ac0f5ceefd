/** Designs whose regions take long to place: everything else is reported first. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { bundled } from '../support/bundles';
import { LanguageClient, plainCapabilities, until } from '../support/language-client';

const uri = 'untitled:Untitled-1';
const numbers = Array.from({ length: 24 }, (_, i) => i);
const design = [
  'device { board zcu102 clock 200 MHz }',
  'network n {',
  '  input image 3x32x32',
  ...numbers.map((i) => `  conv c${i} kernel 3x3 filters ${4 + (i % 5)} pad 1 weights int4`),
  '}',
  ...numbers.map((i) => `stage s${i} in r${i} { c${i} }\nregion r${i} { pblock auto }`),
  'budget { latency worst <= 100 s }',
].join('\n');

let server: Awaited<ReturnType<typeof bundled>>;
let client: LanguageClient;
beforeAll(async () => {
  server = await bundled('main.node');
});
afterAll(() => server.remove());
beforeEach(() => async () => {
  expect(await client.stop()).toBe(0);
  expect(client.complaints).toEqual([]);
});

it('a client that waits for diagnostics gets them twice', async () => {
  client = await LanguageClient.start(server.path, 'stdio', plainCapabilities);
  const version = await client.open(uri, design);
  const [first, second] = await until(() => {
    const [one, two] = client.published.filter((p) => p.version === version);
    return one && two ? [one, two] : undefined;
  });
  expect(first.diagnostics).toMatchObject([{ message: expect.stringContaining('being placed') as string }]);
  expect(second.diagnostics).toEqual([]);
});

it('a client that pulls them is asked to pull again, and exports wait', async () => {
  client = await LanguageClient.start(server.path, 'stdio');
  await client.open(uri, design);
  const [first] = await client.pull(uri);
  expect(first?.message).toContain('being placed');
  const params = { uri, what: 'pblocks.xdc' };
  const exported = await client.connection.sendRequest<{ content: string }>('exeunt/export', params);
  for (const i of numbers) expect(exported.content).toContain(`create_pblock pblock_r${i}\n`);
  await until(() => (client.refreshes > 0 ? true : undefined));
  expect(await client.pull(uri)).toEqual([]);
});
