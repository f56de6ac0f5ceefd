/** The extension's own settings. */
import * as vscode from 'vscode';

const section = 'exeunt';

/** Settings that the extension reads. The server requests its own, and the language client reads `exeunt.trace.server`. */
type Setting = 'view.openOnStart';

export function isEnabled(setting: Setting, scope?: vscode.Uri): boolean {
  return vscode.workspace.getConfiguration(section, scope).get(setting, false);
}

/** Paths of external tools, by the name that `exeunt doctor --tool` takes; empty for tools on the PATH. */
export type ToolPaths = Readonly<Record<'vivado' | 'vitisRun' | 'vitisHls', string>>;

export function toolPaths(): ToolPaths {
  const settings = vscode.workspace.getConfiguration(section);
  return {
    vivado: settings.get('tools.vivado', ''),
    vitisRun: settings.get('tools.vitisRun', ''),
    vitisHls: settings.get('tools.vitisHls', ''),
  };
}
