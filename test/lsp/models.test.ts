/** Models are read beside the work on the text: diagnostics do not wait for them, and come again when they are there. */
import { afterEach, expect, it } from 'vitest';
import type { FileSystem } from '../../server/src/workspace/file-system';
import { int8Design, int8Model } from '../support/int8-model';
import { until } from '../support/language-client';
import { memoryFiles } from '../support/memory-files';
import { type ServerInProcess, serverInProcess } from '../support/server-in-process';

const uri = 'file:///d/main.exeunt';
const model = 'file:///d/n.onnx';
const wrong = int8Design.replace('filters 4', 'filters 8');

let server: ServerInProcess;
afterEach(() => server.stop());

/** Files whose model is read only once `open` is called. */
function held(contents: Record<string, Uint8Array>): FileSystem & { open(): void; reads: number } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((done) => (open = done));
  const now = () => memoryFiles(contents);
  const files = {
    reads: 0,
    open: () => {
      open();
    },
    size: (of: string) => now().size(of),
    read: async (of: string, most: number, range?: { start: number; end: number }) => {
      if (of === model) {
        files.reads++;
        await opened;
      }
      return now().read(of, most, range);
    },
  };
  return files;
}

const codesOf = (p: ServerInProcess['published'][number] | undefined): string[] =>
  (p?.diagnostics ?? []).map((d) => String(d.code)).filter((code) => code === 'EX8016');

it('a client that waits for diagnostics gets them before the model is read, and again behind it', async () => {
  const files = held({ [model]: int8Model() });
  server = await serverInProcess(files, {});
  await server.open(uri, wrong);
  const first = await until(() => server.published.at(-1));
  expect(codesOf(first)).toEqual([]);
  files.open();
  const second = await until(() => server.published.find((p) => codesOf(p).length > 0));
  expect(codesOf(second)).toEqual(['EX8016']);
  expect(second.version).toBe(1);
});

it('a keystroke reads nothing again, a changed model is read anew', async () => {
  const contents = { [model]: int8Model() };
  const files = held(contents);
  files.open();
  server = await serverInProcess(files, {});
  await server.open(uri, wrong);
  await until(() => server.published.find((p) => codesOf(p).length > 0));
  const { reads } = files;
  const change = (version: number, text: string) =>
    server.client.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ text }],
    });
  await change(2, `${wrong}\n`);
  const again = await until(() => server.published.find((p) => p.version === 2));
  expect(codesOf(again)).toEqual(['EX8016']);
  expect(files.reads).toBe(reads);
  contents[model] = int8Model({ filters: 8 });
  await server.client.sendNotification('workspace/didChangeWatchedFiles', {
    changes: [{ uri: model, type: 2 }],
  });
  await until(() => {
    const last = server.published.at(-1);
    return last?.version === 2 && codesOf(last).length === 0 ? last : undefined;
  });
  expect(files.reads).toBeGreaterThan(reads);
});

it('a client that pulls diagnostics is asked to pull again, and exported text waits', async () => {
  const files = held({ [model]: int8Model() });
  let refreshes = 0;
  server = await serverInProcess(
    files,
    { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: true } } },
    () => Promise.resolve(null),
  );
  server.client.onRequest('workspace/diagnostic/refresh', () => {
    refreshes++;
    return null;
  });
  await server.open(uri, wrong);
  const pull = () =>
    server.client.sendRequest<{ items: { code: string }[] }>('textDocument/diagnostic', {
      textDocument: { uri },
    });
  expect((await pull()).items.map((d) => d.code)).not.toContain('EX8016');
  const exported = server.client.sendRequest<{ content: string }>('exeunt/export', {
    uri,
    what: 'report.json',
  });
  files.open();
  expect(JSON.stringify(await exported)).toContain('EX8016');
  await until(() => (refreshes > 0 ? true : undefined));
  expect((await pull()).items.map((d) => d.code)).toContain('EX8016');
});
