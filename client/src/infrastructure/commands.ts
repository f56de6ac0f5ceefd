/** Registers commands with error reporting. */
import * as vscode from 'vscode';

/**
 * Registers a command whose failure is shown to the user and logged, never swallowed.
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
