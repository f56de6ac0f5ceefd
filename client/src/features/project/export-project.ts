/** Exports a folder with progress, then shows one message with the next steps. */
import * as vscode from 'vscode';
import type { CommandLine } from '../../infrastructure/command-line';
import type { Place } from './export-place';
import type { BuildTasks } from './tasks';

export type Part = 'hls' | 'vivado' | 'all';

export interface ProjectExport extends Place {
  readonly part: Part;
  readonly design: vscode.Uri;
  /** Options that say where weights come from. */
  readonly weights: readonly string[];
}

/** Notes longer than this, in characters, are shown in the log. */
const longestNotes = 240;

/** The folder that was written; undefined if the export failed, which has been reported. */
export async function exportProject(
  line: CommandLine,
  tasks: BuildTasks,
  wanted: ProjectExport,
  log: vscode.LogOutputChannel,
): Promise<vscode.Uri | undefined> {
  const { design, folder } = wanted;
  const name = vscode.workspace.asRelativePath(design);
  const options = { location: vscode.ProgressLocation.Notification, title: `Exporting ${name}` };
  const notes: string[] = [];
  const done = await vscode.window.withProgress({ ...options, cancellable: true }, (_, token) =>
    run(line, wanted, token, (text) => {
      log.info(text);
      notes.push(...notesIn(text));
    }).then(
      () => true,
      async (error: unknown) => {
        if (!token.isCancellationRequested) await showFailure(error, log);
        return false;
      },
    ),
  );
  if (!done) return undefined;
  // The last note counts the files, and the message links to them.
  void showSuccess(folder, notes.slice(0, -1), tasks, log);
  return folder;
}

function run(
  line: CommandLine,
  { part, design, folder, weights, replace = false }: ProjectExport,
  token: vscode.CancellationToken,
  onLine: (text: string) => void,
): Promise<string> {
  const force = replace ? ['--force'] : [];
  const args = ['export', part, design.fsPath, '-o', folder.fsPath, ...weights, ...force];
  return line.run({ args, cwd: vscode.Uri.joinPath(design, '..').fsPath, token, onLine });
}

function notesIn(text: string): string[] {
  return text.startsWith('exeunt: ') ? [text.slice('exeunt: '.length)] : [];
}

async function showFailure(error: unknown, log: vscode.LogOutputChannel): Promise<void> {
  const problems = 'Show Problems';
  const details = 'Show Log';
  const text = error instanceof Error ? error.message : String(error);
  log.error('Export:', text);
  // Not awaited: the progress would run as long as the message is open.
  void vscode.window.showErrorMessage(`Nothing was exported: ${text}`, problems, details).then((answer) => {
    if (answer === problems) void vscode.commands.executeCommand('workbench.actions.view.problems');
    if (answer === details) log.show();
  });
  return Promise.resolve();
}

async function showSuccess(
  folder: vscode.Uri,
  notes: readonly string[],
  tasks: BuildTasks,
  log: vscode.LogOutputChannel,
): Promise<void> {
  const readme = 'Open README';
  const simulate = 'Run make sim';
  const reveal = 'Reveal Folder';
  const details = 'Show Notes';
  const all = notes.join(' ');
  const isLong = all.length > longestNotes;
  const text = `Exported to ${vscode.workspace.asRelativePath(folder)}.`;
  const canSimulate = (await tasks.targetsOf(folder)).includes('sim');
  const answer = await vscode.window.showInformationMessage(
    isLong ? `${text} ${notes.length} notes are in the log.` : [text, all].join(' ').trimEnd(),
    ...[readme, ...(canSimulate ? [simulate] : []), reveal, ...(isLong ? [details] : [])],
  );
  if (answer === readme) {
    const file = vscode.Uri.joinPath(folder, 'README.md');
    await vscode.commands.executeCommand('markdown.showPreview', file);
  } else if (answer === simulate) {
    await tasks.run(folder, 'sim');
  } else if (answer === reveal) {
    const inside = vscode.workspace.getWorkspaceFolder(folder) !== undefined;
    await vscode.commands.executeCommand(inside ? 'revealInExplorer' : 'revealFileInOS', folder);
  } else if (answer === details) {
    log.show();
  }
}
