/**
 * Projects, reports and outside tools go through the command line beside the extension: one place that writes
 * folders whole, reads reports and looks for tools. It runs as a task, whose errors land in the problems view.
 */
import * as vscode from 'vscode';
import type { DesignStatus } from '../../../../server/src/protocol/messages';
import { type CommandLine, needed } from '../../infrastructure/command-line';
import { registerCommand } from '../../infrastructure/commands';
import { type ToolPaths, toolPaths } from '../../infrastructure/configuration';
import { designUri, openDesign } from '../../infrastructure/designs';

type Part = 'hls' | 'vivado' | 'all';

/** Exports take the design and the folder as arguments too, for tasks and key bindings that do not ask. */
export function registerProjectCommands(
  commandLine: CommandLine | undefined,
  status: { of(design: vscode.Uri): DesignStatus | undefined },
  log: vscode.LogOutputChannel,
): vscode.Disposable[] {
  const run = (name: string, args: readonly string[]) => needed(commandLine).runAsTask(name, args);
  const exportTo = async (part: Part, givenDesign: unknown, givenFolder: unknown) => {
    const design = await savedDesign(givenDesign);
    const [network] = part === 'vivado' ? [] : (status.of(design)?.withoutModel ?? []);
    const weights = network === undefined ? [] : await askWeights(network);
    if (weights === undefined) return undefined;
    const folder = givenFolder instanceof vscode.Uri ? givenFolder : await askFolder(design);
    if (folder === undefined) return undefined;
    return run(`export ${part}`, ['export', part, design.fsPath, '-o', folder.fsPath, ...weights]);
  };
  return [
    registerCommand(log, 'exeunt.exportHls', (design, folder) => exportTo('hls', design, folder)),
    registerCommand(log, 'exeunt.exportVivado', (design, folder) => exportTo('vivado', design, folder)),
    registerCommand(log, 'exeunt.exportProject', (design, folder) => exportTo('all', design, folder)),
    registerCommand(log, 'exeunt.readReports', async (given, files) => {
      const design = await savedDesign(given);
      const reports = Array.isArray(files) ? (files as vscode.Uri[]) : await askReports(design);
      if (reports.length === 0) return undefined;
      return run('calibrate', ['calibrate', design.fsPath, ...reports.map((r) => r.fsPath)]);
    }),
    registerCommand(log, 'exeunt.doctor', (given) => {
      const design = designUri(given);
      const file = design?.scheme === 'file' ? [design.fsPath] : [];
      // Tools are asked for their version, and settings of a folder may name any program.
      const quiet = vscode.workspace.isTrusted ? settingsAsOptions(toolPaths()) : ['--no-run'];
      return run('doctor', ['doctor', ...file, ...quiet]);
    }),
  ];
}

/** The command line reads files, not editors. */
async function savedDesign(given: unknown): Promise<vscode.Uri> {
  const design = designUri(given);
  if (!design) throw new Error('Open a design (.exeunt) first.');
  if (design.scheme !== 'file') throw new Error('Save the design to a file of this computer first.');
  const document = openDesign(design);
  if (document?.isDirty === true && !(await document.save()))
    throw new Error('The design could not be saved.');
  return design;
}

async function askFolder(design: vscode.Uri): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: 'Folder for the project: an empty one, or an earlier export of this design',
    openLabel: 'Export here',
    canSelectFiles: false,
    canSelectFolders: true,
    defaultUri: vscode.Uri.joinPath(design, '..'),
  });
  return chosen?.[0];
}

/** Options of the export; undefined where it waits for a model. */
async function askWeights(network: string): Promise<readonly string[] | undefined> {
  const chosen = await vscode.window.showQuickPick(
    [
      {
        label: 'Random weights',
        detail:
          'To build and time the hardware before the network is trained. What it computes means nothing, and every file says so.',
        options: ['--random-weights'],
      },
      {
        label: 'Not yet: I shall name its model',
        detail: `Nothing is exported. Write \`from "model.onnx"\` behind \`network ${network}\`, the path relative to the design.`,
        options: undefined,
      },
    ],
    { title: `Kernels of ${network}: there is no model to take weights from` },
  );
  return chosen?.options;
}

async function askReports(design: vscode.Uri): Promise<readonly vscode.Uri[]> {
  const chosen = await vscode.window.showOpenDialog({
    title: 'csynth.xml, utilisation and timing reports of Vivado, load logs of the runtime',
    openLabel: 'Read',
    canSelectMany: true,
    filters: { Reports: ['xml', 'rpt', 'log', 'txt'] },
    defaultUri: vscode.Uri.joinPath(design, '..'),
  });
  return chosen ?? [];
}

/** `--tool vivado=/opt/…` of those that are set. */
function settingsAsOptions(paths: ToolPaths): string[] {
  return Object.entries(paths).flatMap(([name, path]) => (path ? ['--tool', `${name}=${path}`] : []));
}
