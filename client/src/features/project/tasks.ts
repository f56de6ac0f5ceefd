/** Offers the make targets of exported folders as build tasks; none for untrusted folders, so that nothing of theirs runs. */
import * as vscode from 'vscode';
import type { StartProcess } from '../../infrastructure/processes';
import { buildExecution } from './build';
import { exportMarker } from '../../../../server/src/base/protocol/export-marker';

const matchers = ['$exeunt', '$exeunt-vivado', '$gcc'];

/** Make targets, and the files of an exported folder that each needs. */
const targets: readonly (readonly [target: string, ...needs: string[]])[] = [
  ['sim', 'runtime/sim/sim.mk'],
  ['csim', 'hls/hls.mk'],
  ['hls', 'hls/hls.mk'],
  ['vivado', 'vivado/vivado.mk'],
  ['all', 'hls/hls.mk', 'vivado/vivado.mk'],
];

export interface BuildTasks {
  /** Targets of an exported folder; none if no program can be run. */
  targetsOf(folder: vscode.Uri): Promise<readonly string[]>;
  run(folder: vscode.Uri, target: string): Promise<void>;
  dispose(): void;
}

/** @param start undefined if no program can be run, as in a browser */
export function registerTasks(start: StartProcess | undefined): BuildTasks {
  if (start === undefined)
    return {
      targetsOf: () => Promise.resolve([]),
      run: () => Promise.reject(new Error('A browser cannot run programs.')),
      dispose: () => undefined,
    };
  const diagnostics = vscode.languages.createDiagnosticCollection('exeunt build');
  const makeTask = (definition: vscode.TaskDefinition, folder: string, target: string): vscode.Task => {
    const execution = buildExecution(start, folder, ['-C', folder, target], diagnostics);
    const name = `make ${target} (${vscode.workspace.asRelativePath(folder)})`;
    const task = new vscode.Task(definition, vscode.TaskScope.Workspace, name, 'Exeunt', execution, matchers);
    task.group = vscode.TaskGroup.Build;
    return task;
  };
  const taskOf = ({ fsPath: folder }: vscode.Uri, target: string): vscode.Task =>
    makeTask({ type: 'exeunt', folder, target }, folder, target);
  const tasksOf = async (folder: vscode.Uri): Promise<vscode.Task[]> =>
    (await targetsOf(folder)).map((target) => taskOf(folder, target));
  const provider = vscode.tasks.registerTaskProvider('exeunt', {
    provideTasks: async () =>
      vscode.workspace.isTrusted ? (await Promise.all((await exportedFolders()).map(tasksOf))).flat() : [],
    resolveTask: (task) => {
      const { folder, target } = task.definition;
      if (!vscode.workspace.isTrusted || typeof folder !== 'string' || typeof target !== 'string')
        return undefined;
      return makeTask(task.definition, folder, target);
    },
  });
  return {
    targetsOf,
    run: async (folder, target) => {
      await vscode.tasks.executeTask(taskOf(folder, target));
    },
    dispose: () => {
      provider.dispose();
      diagnostics.dispose();
    },
  };
}

async function targetsOf(folder: vscode.Uri): Promise<string[]> {
  const can = await Promise.all(
    targets.map(async ([, ...needs]) =>
      (await Promise.all(needs.map((file) => exists(folder, file)))).every(Boolean),
    ),
  );
  return targets.filter((_, i) => can[i]).map(([target]) => target);
}

async function exists(folder: vscode.Uri, file: string): Promise<boolean> {
  return vscode.workspace.fs.stat(vscode.Uri.joinPath(folder, ...file.split('/'))).then(
    () => true,
    () => false,
  );
}

async function exportedFolders(): Promise<vscode.Uri[]> {
  const markers = await vscode.workspace.findFiles(`**/${exportMarker}`, '**/node_modules/**', 100);
  return markers.map((marker) => vscode.Uri.joinPath(marker, '..'));
}
