import * as vscode from 'vscode';

const section = 'exeunt';

/** The settings that the extension itself reads; `exeunt.trace.server` is read by the language client. */
export type Setting = 'inlayHints.shapes' | 'codeLens.enabled' | 'view.openOnStart';

export function isEnabled(setting: Setting, scope?: vscode.Uri): boolean {
  return vscode.workspace.getConfiguration(section, scope).get(setting, false);
}

export function onSettingChange(setting: Setting, listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(`${section}.${setting}`)) listener();
  });
}
