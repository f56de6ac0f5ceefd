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
  // A server that was shut down answers nothing more: each start has a worker of its own.
  const start = (): Promise<MessageTransports> => {
    worker?.terminate();
    worker = new Worker(module.toString(true));
    // As transports: the host hands out workers that are no instances of its `Worker`.
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
