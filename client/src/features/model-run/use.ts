/** Writes the result of a run into the design's text, as one undo step. */
import * as vscode from 'vscode';

export function useTrace(design: vscode.Uri, trace: string): Promise<void> {
  const path = JSON.stringify(pathFrom(design, trace));
  return replaceString(design, /^[ \t]*profile[ \t]+("[^"\n]*")/m, path, `\nprofile ${path}\n`);
}

export function bindModel(design: vscode.Uri, model: string): Promise<void> {
  const path = JSON.stringify(pathFrom(design, model));
  return replaceString(design, /^[ \t]*network\b[^{\n]*?\bfrom[ \t]+("[^"\n]*")/m, path, undefined);
}

/** Path relative to the design's folder. */
function pathFrom(design: vscode.Uri, file: string): string {
  const to = vscode.Uri.file(file).path.split('/');
  const from = design.path.split('/').slice(0, -1);
  const apart = from.findIndex((part, i) => part !== to[i]);
  const common = apart === -1 ? from.length : apart;
  return [...from.slice(common).map(() => '..'), ...to.slice(common)].join('/');
}

/** Replaces the first string that `place` captures; if there is none, appends `otherwise`. */
async function replaceString(
  design: vscode.Uri,
  place: RegExp,
  by: string,
  otherwise: string | undefined,
): Promise<void> {
  const document = await vscode.workspace.openTextDocument(design);
  const text = document.getText();
  const found = place.exec(text);
  const edit = new vscode.WorkspaceEdit();
  if (found?.[1] !== undefined) {
    const end = found.index + found[0].length;
    edit.replace(
      design,
      new vscode.Range(document.positionAt(end - found[1].length), document.positionAt(end)),
      by,
    );
  } else if (otherwise !== undefined) {
    edit.insert(design, document.positionAt(text.length), otherwise);
  } else {
    throw new Error(`The network is not declared in this file: write ${by} where it is.`);
  }
  await vscode.workspace.applyEdit(edit);
}
