/**
 * Commands for projects, reports and external tools. All run the bundled command line, the one place that writes
 * folders safely, reads reports and finds tools. It runs as a task, whose errors appear in the Problems panel.
 */
import * as vscode from 'vscode';
import type { DesignStatus } from '../../../../server/src/base/protocol/messages';
import { type CommandLine, needed } from '../../infrastructure/command-line';
import { registerCommand } from '../../infrastructure/commands';
import { type ToolPaths, toolPaths } from '../../infrastructure/configuration';
import { type DesignOf, savedDesign } from '../../infrastructure/designs';
import { requireTrust } from '../../infrastructure/trust';
import { exportProject, type Part } from './export-project';
import { askPlace } from './export-place';
import { registerReportDrops } from './drop';
import type { BuildTasks } from './tasks';

/** Exports also accept the design and the folder as arguments, so that tasks and key bindings need no dialogs. */
export function registerProjectCommands(
  commandLine: CommandLine | undefined,
  tasks: BuildTasks,
  status: { of(design: vscode.Uri): DesignStatus | undefined },
  designOf: DesignOf,
  log: vscode.LogOutputChannel,
): vscode.Disposable[] {
  const exportTo = async (part: Part, givenDesign: unknown, givenFolder: unknown) => {
    const line = needed(commandLine);
    requireTrust('An export writes a folder');
    const design = await savedDesign(designOf(givenDesign));
    const [network] = part === 'vivado' ? [] : (status.of(design)?.withoutModel ?? []);
    const weights = network === undefined ? [] : await askWeights(network);
    if (weights === undefined) return undefined;
    const place = givenFolder instanceof vscode.Uri ? { folder: givenFolder } : await askPlace(design);
    return place && exportProject(line, tasks, { part, design, weights, ...place }, log);
  };
  return [
    ...(commandLine ? [registerReportDrops()] : []),
    registerCommand(log, 'exeunt.exportHls', (design, folder) => exportTo('hls', design, folder)),
    registerCommand(log, 'exeunt.exportVivado', (design, folder) => exportTo('vivado', design, folder)),
    registerCommand(log, 'exeunt.exportProject', (design, folder) => exportTo('all', design, folder)),
    registerCommand(log, 'exeunt.readReports', async (given, files) => {
      const line = needed(commandLine);
      requireTrust('Read Reports writes a file beside the design');
      const design = await savedDesign(designOf(given));
      const reports = Array.isArray(files) ? (files as vscode.Uri[]) : await askReports(design);
      if (reports.length === 0) return undefined;
      return line.runAsTask('calibrate', ['calibrate', design.fsPath, ...reports.map((r) => r.fsPath)]);
    }),
    registerCommand(log, 'exeunt.doctor', (given) => {
      const design = designOf(given);
      const file = design?.scheme === 'file' ? [design.fsPath] : [];
      // Tools are run for their version, and an untrusted folder's settings could name any program.
      const quiet = vscode.workspace.isTrusted ? settingsAsOptions(toolPaths()) : ['--no-run'];
      return needed(commandLine).runAsTask('doctor', ['doctor', ...file, ...quiet]);
    }),
  ];
}

/** Options about weights; undefined if the user wants to name a model first. */
async function askWeights(network: string): Promise<readonly string[] | undefined> {
  const chosen = await vscode.window.showQuickPick(
    [
      {
        label: 'Random weights',
        detail:
          'For building and timing the hardware before the network is trained. Its results mean nothing, and every file says so.',
        options: ['--random-weights'],
      },
      {
        label: 'Cancel, and name a model first',
        detail: `Nothing is exported. Write \`from "model.onnx"\` after \`network ${network}\`, with the path relative to the design.`,
        options: undefined,
      },
    ],
    { title: `Kernels of ${network}: no model for the weights` },
  );
  return chosen?.options;
}

/** A folder or files: the dialogs of Linux and Windows let one choose either. */
async function askReports(design: vscode.Uri): Promise<readonly vscode.Uri[]> {
  const what = await vscode.window.showQuickPick(
    [
      {
        label: 'A folder of a build',
        detail: 'Every report, log and bitstream in it; the rest is skipped.',
        isFolder: true,
      },
      {
        label: 'Files',
        detail: 'csynth.xml, reports of Vivado, logs of loads, .bit and .bin',
        isFolder: false,
      },
    ],
    { title: 'Read Reports' },
  );
  if (what === undefined) return [];
  const chosen = await vscode.window.showOpenDialog({
    title: 'Read Reports',
    openLabel: 'Read',
    canSelectFiles: !what.isFolder,
    canSelectFolders: what.isFolder,
    canSelectMany: true,
    ...(!what.isFolder && { filters: { Reports: ['xml', 'rpt', 'log', 'txt', 'bit', 'bin'] } }),
    defaultUri: vscode.Uri.joinPath(design, '..'),
  });
  return chosen ?? [];
}

/** `--tool vivado=/opt/…` for each path that is set. */
function settingsAsOptions(paths: ToolPaths): string[] {
  return Object.entries(paths).flatMap(([name, path]) => (path ? ['--tool', `${name}=${path}`] : []));
}
