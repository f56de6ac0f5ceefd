import * as vscode from 'vscode';
import type { RangeJson } from '../../../../server/src/base/protocol/report';

/** Puts the cursor where a thing is written. The view keeps the focus, so that its arrow keys go on walking. */
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
