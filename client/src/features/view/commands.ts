/** Commands that open the view. */
import * as vscode from 'vscode';
import { registerCommand } from '../../infrastructure/commands';
import { isEnabled } from '../../infrastructure/configuration';
import { designUri, openDesign } from '../../infrastructure/designs';
import type { ViewPanel } from './view-panel';

export function registerViewCommands(view: ViewPanel, log: vscode.LogOutputChannel): vscode.Disposable {
  return registerCommand(log, 'exeunt.openView', async (given) => {
    const design = designUri(given);
    // From the explorer's menu the file may not be open yet.
    if (design && !openDesign(design)) await vscode.window.showTextDocument(design);
    view.open(design);
  });
}

/** Opens the view with the first design of the window, if the setting asks for it. */
export function openOnStart(view: ViewPanel): vscode.Disposable {
  let done = false;
  const tryOpen = () => {
    const design = designUri(undefined);
    if (done || !design) return;
    done = true;
    if (isEnabled('view.openOnStart') && !view.isOpen) view.open(design);
  };
  tryOpen();
  return vscode.window.onDidChangeActiveTextEditor(tryOpen);
}
