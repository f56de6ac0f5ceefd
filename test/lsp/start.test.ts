/** The language server as users start it: from what an earlier start compiled, or without. */
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { cachedProgram } from '../../server/src/node/code-cache';
import { largeText } from '../../server/src/node/memory';
import { bundled } from '../support/bundles';
import { reconfigured } from '../support/designs';
import { LanguageClient, type Transport } from '../support/language-client';

const uri = 'untitled:Untitled-1';
/** As the server has it. */
const writeDelayMs = 2000;
const stampBytes = 24;
let cli: Awaited<ReturnType<typeof bundled>>;
let server: string;
let cache: string;
beforeAll(async () => {
  cli = await bundled('cli', 'start.node', 'programs');
  server = join(dirname(cli.path), 'server.cjs');
});
afterAll(() => cli.remove());
beforeEach(async () => {
  cache = join(await mkdtemp(join(tmpdir(), 'exeunt-cache-')), 'made', 'when needed');
  vi.stubEnv('EXEUNT_CACHE', cache);
  return () => {
    // Files of one worker share its environment.
    vi.unstubAllEnvs();
    return rm(dirname(dirname(cache)), { recursive: true, force: true });
  };
});

it.each<Transport>(['stdio', 'node-ipc'])(
  'keeps over %s what it compiled, and starts from it',
  async (transport) => {
    await checksADesign(transport, kept);
    const { ino } = await stat(await kept());
    // One that compiles again would keep it by then.
    await checksADesign(transport, () => setTimeout(writeDelayMs + 500));
    expect((await stat(await kept())).ino).toBe(ino);
  },
);

it('keeps at its end what it compiled when that comes sooner, and more at the next start that lasts', async () => {
  await checksADesign('stdio');
  while (!program().isCachedEarly) {
    // This machine was so busy that the server had its leisure.
    await rm(await kept());
    await checksADesign('stdio');
  }
  const early = await stat(await kept());
  expect(program()).toMatchObject({ isCompiledAnew: false, isCachedEarly: true });
  await checksADesign('stdio');
  expect((await stat(await kept())).ino).toBe(early.ino);
  await checksADesign('stdio', async () => {
    expect((await stat(await kept())).ino).not.toBe(early.ino);
  });
  expect(program()).toMatchObject({ isCompiledAnew: false, isCachedEarly: false });
});

it.each<[string, (data: Buffer) => Buffer]>([
  [
    'has one wrong byte',
    (data) => data.fill(data.readUInt8(data.length >> 1) ^ 1, data.length >> 1, (data.length >> 1) + 1),
  ],
  ['was cut', (data) => data.subarray(0, data.length >> 1)],
  ['is empty', () => Buffer.alloc(0)],
  ['has a head only', (data) => data.subarray(0, stampBytes)],
  ['is of another program', (data) => data.fill(7, 0, 8)],
])('compiles again when what was kept %s', async (_, spoil) => {
  program().write(false);
  const spoilt = spoil(await readFile(await kept()));
  await writeFile(await kept(), spoilt);
  expect(program().isCompiledAnew).toBe(true);
  await checksADesign('stdio', async () => {
    expect(spoilt.equals(await readFile(await kept()))).toBe(false);
  });
});

it('keeps nothing that the next start would refuse, as after a large document', async () => {
  const large = `${reconfigured}${'// a line of comment\n'.repeat(largeText / 20)}`;
  await checksADesign('stdio', () => setTimeout(writeDelayMs + 500), server, [], large);
  await expect(kept()).rejects.toThrow('ENOENT');
});

it('starts where nothing can be kept', async () => {
  const occupied = dirname(dirname(cache));
  await writeFile(join(occupied, 'made'), 'a file, no folder');
  await checksADesign('stdio');
  program().write(false);
  expect(await readdir(occupied)).toEqual(['made']);
});

it('is what `exeunt lsp` starts', async () => {
  await checksADesign('stdio', undefined, cli.path, ['lsp']);
});

/** The program as a start finds it, not run. */
function program() {
  return cachedProgram(join(dirname(server), 'exeunt.cjs'), 'language-server', cache);
}

/** @throws while nothing is kept */
async function kept(): Promise<string> {
  const [name = '', ...more] = await readdir(cache);
  expect(more).toEqual([]);
  return join(cache, name);
}

/** @param atLast waited for before the server ends, until it no longer throws */
async function checksADesign(
  transport: Transport,
  atLast?: () => unknown,
  start = server,
  args: readonly string[] = [],
  text = reconfigured,
): Promise<void> {
  const client = await LanguageClient.start(start, transport, undefined, args);
  await client.open(uri, text.replace('filters 4', 'filters 4 parallel pe 3'));
  expect(await client.codes(uri)).toEqual(['EX4001']);
  if (atLast) await vi.waitFor(atLast, { timeout: 20_000 });
  expect(await client.stop()).toBe(0);
  expect(client.complaints).toEqual([]);
}
