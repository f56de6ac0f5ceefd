import * as vscode from 'vscode';

/**
 * Registers a command whose failure is told to the user and written to the log, never swallowed.
 */
export function registerCommand(
  log: vscode.LogOutputChannel,
  name: string,
  run: (...args: unknown[]) => unknown,
): vscode.Disposable {
  return vscode.commands.registerCommand(name, async (...args: unknown[]) => {
    try {
      return await run(...args);
    } catch (error) {
      log.error(`${name}:`, error);
      void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  });
}
