/** Dialogs of the commands that run a model over data. */
import * as vscode from 'vscode';

export async function askData(title: string): Promise<vscode.Uri | undefined> {
  const found = await vscode.window.showOpenDialog({
    title: `${title}: Folder of Labelled Data (IDX, NumPy, or PNG in one folder per class)`,
    openLabel: 'Use This Data',
    canSelectFiles: true,
    canSelectFolders: true,
  });
  return found?.[0];
}

/** Asks for the mean and deviation used in training, unless a file in the folder states them; returns options. */
export async function askPreparation(data: vscode.Uri, title: string): Promise<string[] | undefined> {
  const beside = vscode.Uri.joinPath(data, 'preprocess.json');
  const isThere = await vscode.workspace.fs.stat(beside).then(
    () => true,
    () => false,
  );
  if (isThere) return [];
  const ask = (what: string, prompt: string) =>
    vscode.window.showInputBox({
      title: `${title}: ${what}`,
      prompt,
      placeHolder: '0.49,0.48,0.45',
      ignoreFocusOut: true,
    });
  const mean = await ask(
    'Mean',
    'Mean per channel that was subtracted from pixels in 0 to 1; empty for none',
  );
  if (mean === undefined) return undefined;
  if (mean.trim() === '') return [];
  const std = await ask('Deviation', 'Standard deviation per channel that they were then divided by');
  return std === undefined ? undefined : ['--mean', mean, ...(std.trim() === '' ? [] : ['--std', std])];
}
