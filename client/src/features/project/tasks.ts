/** The targets of exported folders as build tasks. Nothing of an untrusted folder is offered, so none of it runs. */
import * as vscode from 'vscode';

const targets = ['sim', 'hls', 'vivado', 'all'];

export function registerTasks(): vscode.Disposable {
  return vscode.tasks.registerTaskProvider('exeunt', {
    provideTasks: async () => (vscode.workspace.isTrusted ? (await exportedFolders()).flatMap(tasksOf) : []),
    resolveTask: (task) => {
      const { folder, target } = task.definition;
      if (!vscode.workspace.isTrusted || typeof folder !== 'string' || typeof target !== 'string')
        return undefined;
      return makeTask(task.definition, folder, target);
    },
  });
}

async function exportedFolders(): Promise<string[]> {
  const markers = await vscode.workspace.findFiles('**/.exeunt-export', '**/node_modules/**', 100);
  return markers.map((marker) => vscode.Uri.joinPath(marker, '..').fsPath);
}

function tasksOf(folder: string): vscode.Task[] {
  return targets.map((target) => makeTask({ type: 'exeunt', folder, target }, folder, target));
}

function makeTask(definition: vscode.TaskDefinition, folder: string, target: string): vscode.Task {
  const execution = new vscode.ProcessExecution('make', ['-C', folder, target]);
  const name = `make ${target} (${vscode.workspace.asRelativePath(folder)})`;
  const matchers = ['$exeunt', '$exeunt-vivado', '$gcc'];
  const task = new vscode.Task(definition, vscode.TaskScope.Workspace, name, 'Exeunt', execution, matchers);
  task.group = vscode.TaskGroup.Build;
  return task;
}
