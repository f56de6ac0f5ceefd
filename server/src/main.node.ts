/** The language server as a process: over stdio (`--stdio`) or Node's ipc (`--node-ipc`). */
import { ProposedFeatures, createConnection } from 'vscode-languageserver/node';
import { startServer } from './lsp/server';
import { nodeFileSystem } from './node-file-system';

startServer(createConnection(ProposedFeatures.all), nodeFileSystem);
