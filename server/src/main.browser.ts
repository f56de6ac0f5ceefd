/** The language server as a web worker, for VS Code in the browser. It sees open documents, and no disk. */
import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { lifeCycle } from './lsp/life-cycle';
import { startServer } from './lsp/server';
import type { FileSystem } from './workspace/file-system';

declare const self: Worker;

const noFiles: FileSystem = { read: () => Promise.resolve(undefined), exists: () => Promise.resolve(false) };

startServer(
  createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self), lifeCycle()),
  noFiles,
);
