import * as vscode from 'vscode';

/**
 * Files are written, and models and programs run, for folders only that the user trusts.
 * @param what does so, to begin a sentence with
 * @throws Error that says how to trust the folder
 */
export function requireTrust(what: string): void {
  if (vscode.workspace.isTrusted) return;
  throw new Error(`${what}: trust this folder first (Workspaces: Manage Workspace Trust).`);
}
