/** The language server as a web worker, for VS Code in the browser. It sees open documents, and reads files through its client. */
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { lifeCycle } from './lsp/life-cycle';
import { startServer } from './lsp/server';

declare const self: Worker;

startServer(
  createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self), lifeCycle()),
  undefined,
);
