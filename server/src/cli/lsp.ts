/** `exeunt lsp`: starts the language server in this process. */
import { createRequire } from 'node:module';
import { readArguments } from './arguments';
import { settleDown } from '../node/memory';
import { WrongUse, exitStatus } from './outcome';

export function runLsp(args: readonly string[]): Promise<number> {
  const { values } = readArguments(args, 'lsp');
  if (!values.stdio) return Promise.reject(new WrongUse('the language server needs --stdio'));
  settleDown();
  // The editor's own bundle, beside this one: it starts from the code cache.
  createRequire(__filename)('./server.cjs');
  return Promise.resolve(exitStatus.running);
}
