/** Which documents are designs, whatever holds them: a file, an untitled buffer, a remote or virtual folder. */
import * as vscode from 'vscode';

export const languageId = 'exeunt';

export function isDesign(document: vscode.TextDocument): boolean {
  return document.languageId === languageId;
}

/** The design that a command is about: the one given to it, else the one in the active editor. */
export function designUri(given: unknown): vscode.Uri | undefined {
  if (given instanceof vscode.Uri) return given;
  const document = vscode.window.activeTextEditor?.document;
  return document && isDesign(document) ? document.uri : undefined;
}

export function openDesign(uri: vscode.Uri): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
}
