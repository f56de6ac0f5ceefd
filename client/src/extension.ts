/** Entry point where extensions run in Node: the desktop and remote hosts. */
import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { codePage } from './features/documentation/pages';
import { clientOptions } from './features/language-client/options';
import { commandLine } from './infrastructure/command-line.node';
import { startProcess } from './infrastructure/processes.node';
import { wire, type ExeuntApi } from './wire';

export function activate(context: vscode.ExtensionContext): Promise<ExeuntApi> {
  const program = (name: string) => vscode.Uri.joinPath(context.extensionUri, 'dist', name).fsPath;
  const transport = TransportKind.ipc;
  const env = { EXEUNT_CACHE: context.globalStorageUri.fsPath };
  const run = { module: program('server.cjs'), transport, options: { env } };
  const execArgv = ['--nolazy', '--enable-source-maps'];
  const debug = { module: program('server.cjs'), transport, options: { execArgv } };
  return wire(
    context,
    (log) =>
      new LanguageClient('exeunt', 'Exeunt', { run, debug }, clientOptions(log, context.extension, codePage)),
    commandLine(program('cli.mjs')),
    startProcess,
  );
}
