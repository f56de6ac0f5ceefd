/** The command that opens a new design from the template. */
import * as vscode from 'vscode';
import { registerCommand } from '../../infrastructure/commands';
import { languageId } from '../../infrastructure/designs';
import { template } from './template';

export function registerNewDesign(log: vscode.LogOutputChannel): vscode.Disposable {
  return registerCommand(log, 'exeunt.newDesign', async () => {
    const document = await vscode.workspace.openTextDocument({ language: languageId, content: template });
    await vscode.window.showTextDocument(document);
  });
}
