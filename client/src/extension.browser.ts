/** Entry point where extensions run in a browser's worker, such as vscode.dev. */
import * as vscode from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { clientOptions } from './features/language-client/options';
import { wire, type ExeuntApi } from './wire';

export function activate(context: vscode.ExtensionContext): Promise<ExeuntApi> {
  const module = vscode.Uri.joinPath(context.extensionUri, 'dist', 'server.browser.js');
  const worker = new Worker(module.toString(true));
  return wire(
    context,
    (log) => new LanguageClient('exeunt', 'Exeunt', worker, clientOptions(log, context.extension)),
  );
}
