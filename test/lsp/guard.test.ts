import { CancellationTokenSource, LSPErrorCodes } from 'vscode-languageserver';
import { expect, it } from 'vitest';
import { Cancelled } from '../../server/src/base/checkpoint';
import { guarded } from '../../server/src/lsp/guard';

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
