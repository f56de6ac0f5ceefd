import { ProposedFeatures, createConnection } from 'vscode-languageserver/node';
import { startServer } from '../lsp/server';
import { nodeFileSystem } from '../node-file-system';
import { readArguments } from './arguments';
import { WrongUse, exitStatus } from './outcome';

export function runLsp(args: readonly string[]): Promise<number> {
  const { values } = readArguments(args, { stdio: { type: 'boolean' } });
  if (!values.stdio) return Promise.reject(new WrongUse('the language server speaks over --stdio'));
  startServer(createConnection(ProposedFeatures.all, process.stdin, process.stdout), nodeFileSystem);
  return Promise.resolve(exitStatus.running);
}
