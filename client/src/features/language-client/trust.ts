/** Sends workspace trust to the server, which reads files outside of the workspace only in a trusted one. */
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { type FileOptions, trustedNotification } from '../../../../server/src/base/protocol/files';

/** Initialization options about files. */
export function fileOptions(): FileOptions {
  return { trusted: vscode.workspace.isTrusted, files: true };
}

export function followTrust(client: BaseLanguageClient, log: vscode.LogOutputChannel): vscode.Disposable {
  return vscode.workspace.onDidGrantWorkspaceTrust(() => {
    client.sendNotification(trustedNotification).catch((error: unknown) => log.error('trust:', error));
  });
}
