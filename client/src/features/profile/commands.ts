import * as vscode from 'vscode';
import type { RunCommandLine } from '../../infrastructure/command-line';
import { registerCommand } from '../../infrastructure/commands';
import { designUri } from '../../infrastructure/designs';

/** What `exeunt profile --json` prints, as far as it is shown. */
interface Summary {
  readonly trace: string;
  readonly samples: number;
  readonly exits: readonly { readonly name: string; readonly accuracy: number }[];
}

/** Design, folder of the data and more options may be given, for tasks and key bindings that do not ask. */
export function registerProfile(
  run: RunCommandLine | undefined,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  return registerCommand(log, 'exeunt.profileExits', async (givenDesign, givenData, givenOptions) => {
    if (run === undefined)
      throw new Error('Profiling runs a model, which needs VS Code on a desktop or a remote machine.');
    const design = designUri(givenDesign);
    if (design?.scheme !== 'file')
      throw new Error('Open a design (.exeunt) that is saved as a file to profile its exits.');
    const document = await vscode.workspace.openTextDocument(design);
    if (document.isDirty && !(await document.save())) return undefined;
    const data = givenData instanceof vscode.Uri ? givenData : await askData();
    if (!data) return undefined;
    const options = Array.isArray(givenOptions) ? givenOptions.map(String) : await askPreparation(data);
    if (!options) return undefined;
    const args = ['profile', design.fsPath, '--data', data.fsPath, '--json', '--progress', ...options];
    const output = await withRuntime((more) => profiled(run, design, [...args, ...more], log));
    if (output === undefined) return undefined;
    const summary = JSON.parse(output) as Summary;
    tell(document, summary);
    return summary;
  });
}

async function askData(): Promise<vscode.Uri | undefined> {
  const found = await vscode.window.showOpenDialog({
    title: 'Profile Exits: Folder of Labelled Data (IDX, NumPy, or PNG in one folder a class)',
    openLabel: 'Profile',
    canSelectFiles: true,
    canSelectFolders: true,
  });
  return found?.[0];
}

/** Mean and deviation that the network was trained with; a file in the folder may say them already. */
async function askPreparation(data: vscode.Uri): Promise<string[] | undefined> {
  const beside = vscode.Uri.joinPath(data, 'preprocess.json');
  const isThere = await vscode.workspace.fs.stat(beside).then(
    () => true,
    () => false,
  );
  if (isThere) return [];
  const ask = (what: string, prompt: string) =>
    vscode.window.showInputBox({
      title: `Profile Exits: ${what}`,
      prompt,
      placeHolder: '0.49,0.48,0.45',
      ignoreFocusOut: true,
    });
  const mean = await ask('Mean', 'Mean by channel that was taken off pixels of 0 to 1; empty for none');
  if (mean === undefined) return undefined;
  if (mean.trim() === '') return [];
  const std = await ask('Deviation', 'Standard deviation by channel that they were divided by');
  return std === undefined ? undefined : ['--mean', mean, ...(std.trim() === '' ? [] : ['--std', std])];
}

/** Runs once more with the runtime fetched, where it is missing and the user agrees. */
async function withRuntime(
  profile: (more: readonly string[]) => Thenable<string | undefined>,
): Promise<string | undefined> {
  try {
    return await profile([]);
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes('--fetch-onnxruntime')) throw error;
    const fetch = 'Fetch';
    const answer = await vscode.window.showInformationMessage(
      'Running a model needs onnxruntime, which is not installed.',
      {
        modal: true,
        detail:
          'npm can fetch it now (onnxruntime-node, 290 MB) into your cache folder. Nothing of it is run on installing.',
      },
      fetch,
    );
    return answer === fetch ? profile(['--fetch-onnxruntime']) : undefined;
  }
}

function profiled(
  run: RunCommandLine,
  design: vscode.Uri,
  args: readonly string[],
  log: vscode.LogOutputChannel,
): Thenable<string | undefined> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: 'Profiling exits',
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (progress, token) => {
    let last = 0;
    const onLine = (line: string): void => {
      const [, done, total] = /^progress (\d+) (\d+)/.exec(line) ?? [];
      if (done === undefined || total === undefined) {
        log.info(line);
        return;
      }
      const share = (100 * Number(done)) / Number(total);
      progress.report({ increment: share - last, message: `${done} of ${total} samples` });
      last = share;
    };
    try {
      return await run({ args, cwd: vscode.Uri.joinPath(design, '..').fsPath, token, onLine });
    } catch (error) {
      // The next run goes on from there.
      if (token.isCancellationRequested) return undefined;
      throw error;
    }
  });
}

function tell(document: vscode.TextDocument, { trace, samples, exits }: Summary): void {
  const figures = exits.map((e) => `${e.name} ${(e.accuracy * 100).toFixed(2)} %`).join(', ');
  const use = 'Use in the Design';
  const name = trace.split(/[\\/]/).at(-1) ?? trace;
  void vscode.window
    .showInformationMessage(`${samples} samples, right: ${figures}. Written: ${name}`, use)
    .then(async (answer) => {
      if (answer !== use) return;
      const edit = new vscode.WorkspaceEdit();
      const text = document.getText();
      const before = /^[ \t]*profile[ \t]+("[^"\n]*")/m.exec(text);
      if (before?.[1] === undefined) {
        edit.insert(document.uri, document.positionAt(text.length), `\nprofile ${JSON.stringify(name)}\n`);
      } else {
        const end = before.index + before[0].length;
        const range = new vscode.Range(document.positionAt(end - before[1].length), document.positionAt(end));
        edit.replace(document.uri, range, JSON.stringify(name));
      }
      await vscode.workspace.applyEdit(edit);
    });
}
