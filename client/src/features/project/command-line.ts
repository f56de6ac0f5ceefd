import * as vscode from 'vscode';
import type { ToolPaths } from '../../infrastructure/configuration';

/** Runs the `exeunt` command as a task, and tells when it failed. */
export async function run(
  context: vscode.ExtensionContext,
  name: string,
  args: readonly string[],
): Promise<number | undefined> {
  if (typeof process === 'undefined')
    throw new Error('A browser runs no programs: open the folder in VS Code on a computer.');
  const cli = vscode.Uri.joinPath(context.extensionUri, 'dist', 'cli.js').fsPath;
  // The editor's own Node: there may be no other.
  const execution = new vscode.ProcessExecution(process.execPath, [cli, ...args], {
    env: { ELECTRON_RUN_AS_NODE: '1' },
  });
  const scope = vscode.workspace.workspaceFolders?.[0] ?? vscode.TaskScope.Workspace;
  const task = new vscode.Task({ type: 'exeunt', target: name }, scope, name, 'Exeunt', execution, [
    '$exeunt',
  ]);
  task.presentationOptions = { clear: true, reveal: vscode.TaskRevealKind.Always };
  const started = await vscode.tasks.executeTask(task);
  return new Promise((done) => {
    const ended = vscode.tasks.onDidEndTaskProcess((event) => {
      if (event.execution !== started) return;
      ended.dispose();
      if (event.exitCode !== 0) void vscode.window.showErrorMessage(`${name} failed: see its terminal.`);
      done(event.exitCode);
    });
  });
}

/** `--tool vivado=/opt/…` of those that are set. */
export function settingsAsOptions(paths: ToolPaths): string[] {
  return Object.entries(paths).flatMap(([name, path]) => (path ? ['--tool', `${name}=${path}`] : []));
}
