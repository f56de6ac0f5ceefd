import { createRequire } from 'node:module';
import { readArguments } from './arguments';
import { WrongUse, exitStatus } from './outcome';

export function runLsp(args: readonly string[]): Promise<number> {
  const { values } = readArguments(args, 'lsp');
  if (!values.stdio) return Promise.reject(new WrongUse('the language server speaks over --stdio'));
  // The program of the editor, beside this one: it starts from what is compiled already.
  createRequire(import.meta.url)('./server.cjs');
  return Promise.resolve(exitStatus.running);
}
