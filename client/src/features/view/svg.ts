import * as vscode from 'vscode';
import { tellSaved } from '../../infrastructure/saved';

/** Asks where, and writes a picture that the view made. */
export async function saveSvg(design: vscode.Uri | undefined, name: string, svg: string): Promise<void> {
  const folder = design && design.scheme !== 'untitled' ? vscode.Uri.joinPath(design, '..') : undefined;
  const target = await vscode.window.showSaveDialog({
    filters: { 'SVG picture': ['svg'] },
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {}),
  });
  if (!target) return;
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(svg));
  tellSaved(target);
}
