/** Recognises design documents, wherever they are stored: in a file, an untitled buffer, a remote or virtual folder. */
import * as vscode from 'vscode';

export const languageId = 'exeunt';

export function isDesign(document: vscode.TextDocument): boolean {
  return document.languageId === languageId;
}

/** Finds a command's design from the argument that it was called with. */
export type DesignOf = (given: unknown) => vscode.Uri | undefined;

/** The given design, otherwise the one in the active editor. */
export const designUri: DesignOf = (given) => {
  if (given instanceof vscode.Uri) return given;
  const document = vscode.window.activeTextEditor?.document;
  return document && isDesign(document) ? document.uri : undefined;
};

/** The given design, otherwise that of the focused view, otherwise the one in the active editor. */
export function designFinder(focusedView: () => vscode.Uri | undefined): DesignOf {
  return (given) => (given instanceof vscode.Uri ? given : (focusedView() ?? designUri(undefined)));
}

/**
 * Saves a design so that the command line, which reads files, sees the editor's text.
 * @throws Error
 */
export async function savedDesign(uri: vscode.Uri | undefined): Promise<vscode.Uri> {
  if (!uri) throw new Error('Open a design (.exeunt) first.');
  if (uri.scheme !== 'file') throw new Error('Save the design to a file on this computer first.');
  const document = openDesign(uri);
  if (document?.isDirty === true && !(await document.save()))
    throw new Error('The design could not be saved.');
  return uri;
}

export function openDesign(uri: vscode.Uri): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
}
