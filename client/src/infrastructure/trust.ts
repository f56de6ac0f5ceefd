/** Guards actions that need a trusted workspace. */
import * as vscode from 'vscode';

/**
 * Allows writing files and running models and programs only in trusted folders.
 * @param what the action, as the beginning of a sentence
 * @throws Error that explains how to trust the folder
 */
export function requireTrust(what: string): void {
  if (vscode.workspace.isTrusted) return;
  throw new Error(`${what}: trust this folder first (Workspaces: Manage Workspace Trust).`);
}
