/** Entry point where extensions run in Node: the desktop and remote hosts. */
import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { clientOptions } from './features/language-client/options';
import { commandLine } from './infrastructure/command-line.node';
import { startProcess } from './infrastructure/processes.node';
import { wire, type ExeuntApi } from './wire';

export function activate(context: vscode.ExtensionContext): Promise<ExeuntApi> {
  const module = vscode.Uri.joinPath(context.extensionUri, 'dist', 'server.cjs').fsPath;
  const run = { module, transport: TransportKind.ipc };
  const debug = { ...run, options: { execArgv: ['--nolazy', '--enable-source-maps'] } };
  const cli = vscode.Uri.joinPath(context.extensionUri, 'dist', 'cli.js').fsPath;
  return wire(
    context,
    (log) => new LanguageClient('exeunt', 'Exeunt', { run, debug }, clientOptions(log)),
    commandLine(cli),
    startProcess,
  );
}
