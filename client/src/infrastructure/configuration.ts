import * as vscode from 'vscode';

const section = 'exeunt';

/** The settings that the extension itself reads; the server asks for its own, `exeunt.trace.server` is the language client's. */
type Setting = 'view.openOnStart';

export function isEnabled(setting: Setting, scope?: vscode.Uri): boolean {
  return vscode.workspace.getConfiguration(section, scope).get(setting, false);
}

/** Where outside tools are, by the name that `exeunt doctor --tool` takes; empty for those on the PATH. */
export type ToolPaths = Readonly<Record<'vivado' | 'vitisRun' | 'vitisHls', string>>;

export function toolPaths(): ToolPaths {
  const settings = vscode.workspace.getConfiguration(section);
  return {
    vivado: settings.get('tools.vivado', ''),
    vitisRun: settings.get('tools.vitisRun', ''),
    vitisHls: settings.get('tools.vitisHls', ''),
  };
}
