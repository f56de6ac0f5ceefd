/** Saves a diagram of the view as SVG. */
import * as vscode from 'vscode';
import { showSaved } from '../../infrastructure/saved';

/** Asks for a file and writes the picture to it. */
export async function saveSvg(design: vscode.Uri | undefined, name: string, svg: string): Promise<void> {
  const folder = design && design.scheme !== 'untitled' ? vscode.Uri.joinPath(design, '..') : undefined;
  const target = await vscode.window.showSaveDialog({
    filters: { 'SVG picture': ['svg'] },
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {}),
  });
  if (!target) return;
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(svg));
  showSaved(target);
}
