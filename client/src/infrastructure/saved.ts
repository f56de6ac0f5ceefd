import * as vscode from 'vscode';

/** Says what was saved, where that is not to be seen, and leads to it. */
export function tellSaved(file: vscode.Uri): void {
  const reveal = 'Reveal';
  const browser = 'Open in Browser';
  // A browser elsewhere cannot open a file of the computer that the extension runs on.
  const isHere =
    file.scheme === 'file' && !vscode.env.remoteName && vscode.env.uiKind === vscode.UIKind.Desktop;
  const inside = vscode.workspace.getWorkspaceFolder(file) !== undefined;
  const actions = [...(isHere ? [browser] : []), ...(inside || isHere ? [reveal] : [])];
  void vscode.window
    .showInformationMessage(`Saved ${vscode.workspace.asRelativePath(file)}.`, ...actions)
    .then((answer) => {
      if (answer === browser) return vscode.env.openExternal(file);
      if (answer === reveal)
        return vscode.commands.executeCommand(inside ? 'revealInExplorer' : 'revealFileInOS', file);
      return undefined;
    });
}
