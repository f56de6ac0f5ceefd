/** The targets of exported folders as build tasks. Nothing of an untrusted folder is offered, so none of it runs. */
import * as vscode from 'vscode';
import type { StartProcess } from '../../infrastructure/processes';
import { buildExecution } from './build';

const matchers = ['$exeunt', '$exeunt-vivado', '$gcc'];
const targets = ['sim', 'csim', 'hls', 'vivado', 'all'];

/** @param start undefined where no program can be run */
export function registerTasks(start: StartProcess | undefined): vscode.Disposable {
  if (start === undefined) return new vscode.Disposable(() => undefined);
  const diagnostics = vscode.languages.createDiagnosticCollection('exeunt build');
  const makeTask = (definition: vscode.TaskDefinition, folder: string, target: string): vscode.Task => {
    const execution = buildExecution(start, folder, ['-C', folder, target], diagnostics);
    const name = `make ${target} (${vscode.workspace.asRelativePath(folder)})`;
    const task = new vscode.Task(definition, vscode.TaskScope.Workspace, name, 'Exeunt', execution, matchers);
    task.group = vscode.TaskGroup.Build;
    return task;
  };
  const tasksOf = (folder: string): vscode.Task[] =>
    targets.map((target) => makeTask({ type: 'exeunt', folder, target }, folder, target));
  const provider = vscode.tasks.registerTaskProvider('exeunt', {
    provideTasks: async () => (vscode.workspace.isTrusted ? (await exportedFolders()).flatMap(tasksOf) : []),
    resolveTask: (task) => {
      const { folder, target } = task.definition;
      if (!vscode.workspace.isTrusted || typeof folder !== 'string' || typeof target !== 'string')
        return undefined;
      return makeTask(task.definition, folder, target);
    },
  });
  return vscode.Disposable.from(provider, diagnostics);
}

async function exportedFolders(): Promise<string[]> {
  const markers = await vscode.workspace.findFiles('**/.exeunt-export', '**/node_modules/**', 100);
  return markers.map((marker) => vscode.Uri.joinPath(marker, '..').fsPath);
}
