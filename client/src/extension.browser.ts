/** Entry point where extensions run in a browser's worker, such as vscode.dev. */
import * as vscode from 'vscode';
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  LanguageClient,
  type MessageTransports,
} from 'vscode-languageclient/browser';
import { codePage } from './features/documentation/pages';
import { clientOptions } from './features/language-client/options';
import { wire, type ExeuntApi } from './wire';

export function activate(context: vscode.ExtensionContext): Promise<ExeuntApi> {
  const module = vscode.Uri.joinPath(context.extensionUri, 'dist', 'server.browser.js');
  let worker: Worker | undefined;
  // A server that has shut down cannot be restarted, so each start gets its own worker.
  const start = (): Promise<MessageTransports> => {
    worker?.terminate();
    worker = new Worker(module.toString(true));
    // Transports instead of the worker: the host's workers are not instances of its global `Worker`.
    return Promise.resolve({
      reader: new BrowserMessageReader(worker),
      writer: new BrowserMessageWriter(worker),
    });
  };
  context.subscriptions.push({ dispose: () => worker?.terminate() });
  return wire(
    context,
    (log) => new LanguageClient('exeunt', 'Exeunt', start, clientOptions(log, context.extension, codePage)),
  );
}
