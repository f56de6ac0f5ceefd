/** Writes what was done in the view into the design's text. */
import * as vscode from 'vscode';
import type { PlacementView } from '../../../../server/src/base/protocol/view';

export type PlacementEdits = NonNullable<PlacementView['edits']>;

/**
 * Applies edits as one step of undo.
 * @throws Error if the text is no longer of the version that they are for
 */
export async function writeEdits(design: vscode.Uri, version: number, edits: PlacementEdits): Promise<void> {
  const document = await vscode.workspace.openTextDocument(design);
  if (document.version !== version)
    throw new Error('The design was changed meanwhile: the region stays where it is written.');
  const change = new vscode.WorkspaceEdit();
  for (const { range, text } of edits) {
    const { start, end } = range;
    change.replace(design, new vscode.Range(start.line, start.character, end.line, end.character), text);
  }
  if (!(await vscode.workspace.applyEdit(change))) throw new Error('The region could not be written.');
}
