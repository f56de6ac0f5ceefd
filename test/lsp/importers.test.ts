/** A changed file updates the diagnostics of designs that import it, for clients that pull and clients that wait. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bundled } from '../support/bundles';
import { pynq, reconfigured } from '../support/designs';
import { LanguageClient, plainCapabilities, until } from '../support/language-client';

let server: Awaited<ReturnType<typeof bundled>>;
let client: LanguageClient;
let folder: string;
const address = (name: string): string => pathToFileURL(join(folder, name)).href;
const main = `import "middle.exeunt"\n${reconfigured.replace(pynq, '')}`;
const unknownBoard = 'device { board no-such-board clock 100 MHz }\n';

beforeAll(async () => {
  server = await bundled('main.node');
});
afterAll(() => server.remove());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exeunt-importers-'));
  await writeFile(join(folder, 'middle.exeunt'), 'import "device.exeunt"\n');
  await writeFile(join(folder, 'device.exeunt'), `${pynq}\n`);
  return async () => {
    expect(await client.stop()).toBe(0);
    expect(client.complaints).toEqual([]);
    await rm(folder, { recursive: true });
  };
});

/** Waits until the latest diagnostics of a document are as expected. */
async function told(name: string, state: 'fine' | 'not fine'): Promise<void> {
  await until(() => {
    const last = client.published.findLast((p) => p.uri === address(name));
    return last && (last.diagnostics.length === 0) === (state === 'fine') ? true : undefined;
  });
}

describe('a client that waits for diagnostics', () => {
  beforeEach(async () => {
    client = await LanguageClient.start(server.path, 'stdio', plainCapabilities);
    await client.open(address('main.exeunt'), main);
    await told('main.exeunt', 'fine');
  });

  it('is notified of a design when a file that it imports through another is opened, edited and closed', async () => {
    await client.open(address('device.exeunt'), unknownBoard);
    await told('main.exeunt', 'not fine');
    await client.replace(address('device.exeunt'), `${pynq}\n`);
    await told('main.exeunt', 'fine');
    await client.replace(address('device.exeunt'), unknownBoard);
    await told('main.exeunt', 'not fine');
    // Closed without saving: what is on disk counts again.
    await client.close(address('device.exeunt'));
    await told('main.exeunt', 'fine');
  });

  it('is notified when a missing file is opened', async () => {
    await client.open(address('second.exeunt'), main.replace('middle', 'new'));
    await told('second.exeunt', 'not fine');
    await client.open(address('new.exeunt'), `${pynq}\n`);
    await told('second.exeunt', 'fine');
  });

  it('is not notified again of a design that reads none of the changed files', async () => {
    await client.open(address('apart.exeunt'), reconfigured);
    await told('apart.exeunt', 'fine');
    const before = client.published.filter((p) => p.uri === address('apart.exeunt')).length;
    await client.open(address('device.exeunt'), unknownBoard);
    await told('main.exeunt', 'not fine');
    expect(client.published.filter((p) => p.uri === address('apart.exeunt'))).toHaveLength(before);
  });

  it.each([
    ['the calibration', 'main.calibration.json', '{'],
    ['a trace', 'trace.csv', 'sample,exit\nnonsense\n'],
    ['a model', 'model.onnx', ''],
  ])('is notified when %s appears', async (_, name, content) => {
    const named = `profile "trace.csv"\n${main.replace('network n', 'network n from "model.onnx"')}`;
    await client.replace(address('main.exeunt'), named);
    await client.close(address('main.exeunt'));
    const version = await client.open(address('main.exeunt'), named);
    await until(() => client.published.find((p) => p.version === version));
    const before = client.published.length;
    await writeFile(join(folder, name), content);
    const changes = [{ uri: address(name), type: 1 }];
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
    const next = await until(() => client.published[before]);
    expect(next).toMatchObject({ uri: address('main.exeunt'), version });
  });

  it('sees files that changed unwatched after a save', async () => {
    await writeFile(join(folder, 'device.exeunt'), unknownBoard);
    const textDocument = { uri: address('main.exeunt') };
    await client.connection.sendNotification('textDocument/didSave', { textDocument });
    await told('main.exeunt', 'not fine');
  });
});

it('files are read again once everything has been closed', async () => {
  client = await LanguageClient.start(server.path, 'stdio', plainCapabilities);
  await client.open(address('main.exeunt'), main);
  await told('main.exeunt', 'fine');
  await client.close(address('main.exeunt'));
  await writeFile(join(folder, 'device.exeunt'), unknownBoard);
  await client.open(address('main.exeunt'), main);
  await told('main.exeunt', 'not fine');
});

describe('a client that pulls diagnostics', () => {
  interface Report {
    readonly kind: string;
    readonly resultId: string;
  }
  const pull = (previousResultId?: string): Promise<Report> =>
    client.request('textDocument/diagnostic', address('main.exeunt'), undefined, { previousResultId });

  beforeEach(async () => {
    client = await LanguageClient.start(server.path, 'stdio');
    await client.open(address('main.exeunt'), main);
  });

  it('gets `unchanged` until the text, or what it imports, has changed', async () => {
    const first = await pull();
    expect(first.kind).toBe('full');
    expect(await pull(first.resultId)).toEqual({ kind: 'unchanged', resultId: first.resultId });
    await client.open(address('device.exeunt'), unknownBoard);
    const second = await pull(first.resultId);
    expect(second.kind).toBe('full');
    expect(second.resultId).not.toBe(first.resultId);
    expect(await pull(second.resultId)).toMatchObject({ kind: 'unchanged' });
    await client.change(address('main.exeunt'), '0:0', '0:0', ' ');
    expect((await pull(second.resultId)).kind).toBe('full');
  });

  it('gets diagnostics in full from another run of the server', async () => {
    const { resultId } = await pull();
    await client.stop();
    client = await LanguageClient.start(server.path, 'stdio');
    await client.open(address('main.exeunt'), main);
    expect((await pull(resultId)).kind).toBe('full');
  });

  it('is asked to pull again when an edit elsewhere concerns what it shows', async () => {
    await pull();
    await client.open(address('device.exeunt'), unknownBoard);
    await until(() => (client.refreshes > 0 ? true : undefined));
    expect(await client.codes(address('main.exeunt'))).not.toEqual([]);
  });

  it('has its files watched, all kinds that a design reads', async () => {
    const [watch] = await until(() => {
      const found = client.registrations.filter((r) => r.method === 'workspace/didChangeWatchedFiles');
      return found.length > 0 ? found : undefined;
    });
    const globs = (watch?.registerOptions as { watchers: { globPattern: string }[] }).watchers;
    for (const kind of ['exeunt', 'onnx', 'csv', 'csv.gz', 'calibration.json'])
      expect(globs.map((g) => g.globPattern).join(' ')).toMatch(new RegExp(`[{,]${kind}[,}]`));
  });
});
