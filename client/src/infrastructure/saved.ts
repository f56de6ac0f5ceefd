/** Reports a saved file. */
import * as vscode from 'vscode';

/** Shows the name of a saved file, with actions to open it. */
export function showSaved(file: vscode.Uri): void {
  const reveal = 'Reveal';
  const browser = 'Open in Browser';
  // A browser on another machine cannot open a file on the extension host's machine.
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
