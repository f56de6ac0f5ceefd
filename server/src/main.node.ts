/** The language server as a process: over stdio (`--stdio`) or Node's ipc (`--node-ipc`). */
import { ProposedFeatures, createConnection } from 'vscode-languageserver/node';
import { lifeCycle } from './lsp/life-cycle';
import { startServer } from './lsp/server';
import { nodeFileSystem } from './node/file-system';
import { boundAfterMs, boundMemory, largeText, saveMemory } from './node/memory';

startServer(createConnection(ProposedFeatures.all, lifeCycle()), nodeFileSystem, (characters) => {
  if (characters >= largeText) saveMemory();
});

setTimeout(boundMemory, boundAfterMs).unref();
