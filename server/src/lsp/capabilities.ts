/** What the server announces to the client. */
import { PositionEncodingKind, type ServerCapabilities, TextDocumentSyncKind } from 'vscode-languageserver';
import { featureCapabilities } from './features/index';

export const capabilities: ServerCapabilities = {
  // The only encoding that every client must support.
  positionEncoding: PositionEncodingKind.UTF16,
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
  workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  ...featureCapabilities,
};
