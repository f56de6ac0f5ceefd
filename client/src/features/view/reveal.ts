/** Moves the cursor to what is selected in the view. */
import * as vscode from 'vscode';
import type { RangeJson } from '../../../../server/src/base/protocol/report';

/** Moves the cursor to a range. The view keeps the focus, so that its arrow keys keep working. */
export async function reveal(design: vscode.Uri, { start, end }: RangeJson): Promise<void> {
  const range = new vscode.Range(start.line, start.character, end.line, end.character);
  const shown = vscode.window.visibleTextEditors.find(
    (editor) => editor.document.uri.toString() === design.toString(),
  );
  const editor = await vscode.window.showTextDocument(design, {
    viewColumn: shown?.viewColumn ?? vscode.ViewColumn.One,
    preserveFocus: true,
  });
  editor.selection = new vscode.Selection(range.start, range.start);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
