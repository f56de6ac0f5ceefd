import * as vscode from 'vscode';

export async function askData(title: string): Promise<vscode.Uri | undefined> {
  const found = await vscode.window.showOpenDialog({
    title: `${title}: Folder of Labelled Data (IDX, NumPy, or PNG in one folder a class)`,
    openLabel: 'Use This Data',
    canSelectFiles: true,
    canSelectFolders: true,
  });
  return found?.[0];
}

/** Mean and deviation that the network was trained with, as options; a file in the folder may say them already. */
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
  const mean = await ask('Mean', 'Mean by channel that was taken off pixels of 0 to 1; empty for none');
  if (mean === undefined) return undefined;
  if (mean.trim() === '') return [];
  const std = await ask('Deviation', 'Standard deviation by channel that they were divided by');
  return std === undefined ? undefined : ['--mean', mean, ...(std.trim() === '' ? [] : ['--std', std])];
}
