/** Entry point where extensions run in Node: the desktop and remote hosts. */
import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { clientOptions } from './features/language-client/options';
import { wire, type ExeuntApi } from './wire';

export function activate(context: vscode.ExtensionContext): Promise<ExeuntApi> {
  const module = vscode.Uri.joinPath(context.extensionUri, 'dist', 'server.cjs').fsPath;
  const run = { module, transport: TransportKind.ipc };
  const debug = { ...run, options: { execArgv: ['--nolazy', '--enable-source-maps'] } };
  return wire(context, (log) => new LanguageClient('exeunt', 'Exeunt', { run, debug }, clientOptions(log)));
}
