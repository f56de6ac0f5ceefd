import { CancellationTokenSource, LSPErrorCodes } from 'vscode-languageserver';
import { expect, it, vi } from 'vitest';
import { Cancelled } from '../../server/src/base/checkpoint';
import { guarded } from '../../server/src/lsp/guard';
import { until } from '../support/language-client';
import { memoryFiles } from '../support/memory-files';
import { serverInProcess } from '../support/server-in-process';

const unwanted = () => expect.unreachable('this is no failure');
const log = { error: unwanted, show: unwanted };
const stop = () => Promise.reject(new Cancelled());

it.each([
  ['hover', false, LSPErrorCodes.ContentModified],
  ['code lens', false, LSPErrorCodes.ContentModified],
  // Other requests may not be answered so: editors show it as an error.
  ['diagnostics', false, LSPErrorCodes.ServerCancelled],
  ['hover', true, LSPErrorCodes.RequestCancelled],
  ['diagnostics', true, LSPErrorCodes.RequestCancelled],
])(
  '%s of a text that is no longer wanted, cancelled by the client %s, end with %d',
  async (feature, byClient, code) => {
    const source = new CancellationTokenSource();
    if (byClient) source.cancel();
    await expect(guarded(log, feature, source.token, null, stop)).rejects.toMatchObject({ code });
  },
);

it('a client that disconnects during requests leaves no failures behind', async () => {
  const uri = 'file:///design/main.exeunt';
  const imported = 'file:///design/device.exeunt';
  const failures: unknown[] = [];
  const note = (reason: unknown) => failures.push(reason);
  process.on('unhandledRejection', note);
  try {
    const asked = vi.fn(() => new Promise<null>(() => undefined));
    const refreshSupport = true;
    const capabilities = { workspace: { codeLens: { refreshSupport } } };
    const server = await serverInProcess(memoryFiles(), capabilities, asked);
    await server.open(uri, 'import "device.exeunt"\n');
    await server.open(imported, 'device { board pynq-z2 }\n');
    await until(() => (asked.mock.calls.length > 0 ? true : undefined));
    await server.stop();
    for (let turns = 0; turns < 10; turns++) await new Promise((go) => setImmediate(go));
    expect(failures).toEqual([]);
  } finally {
    process.off('unhandledRejection', note);
  }
});
