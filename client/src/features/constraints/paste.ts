/** Pasted or dropped lines of a Vivado constraint file become the ranges of a region. */
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  constraintsRequest,
  mentionsPblocks,
  type ConstraintsEdit,
  type ConstraintsParams,
  type ConstraintsResult,
} from '../../../../server/src/base/protocol/constraints';
import { languageId } from '../../infrastructure/designs';
import { droppedUris, uriList } from '../../infrastructure/dropped';

const kind = vscode.DocumentDropOrPasteEditKind.Text.append('exeunt', 'ranges');
const plainText = 'text/plain';

/** Longer files are not read for a drop: public constraint files have up to some hundred kilobytes. */
const MOST_BYTES = 4 * 1024 * 1024;

export function registerConstraints(client: BaseLanguageClient): vscode.Disposable[] {
  const selector = { language: languageId };
  const ask = async (
    document: vscode.TextDocument,
    range: vscode.Range,
    text: string,
    token: vscode.CancellationToken,
  ): Promise<ConstraintsResult> => {
    if (!mentionsPblocks(text)) return [];
    const params: ConstraintsParams = {
      uri: client.code2ProtocolConverter.asUri(document.uri),
      range: client.code2ProtocolConverter.asRange(range),
      text,
    };
    return client.sendRequest<ConstraintsResult>(constraintsRequest, params, token);
  };
  const beside = (uri: vscode.Uri, { edits }: ConstraintsEdit): vscode.WorkspaceEdit => {
    const change = new vscode.WorkspaceEdit();
    change.set(
      uri,
      edits.map(({ range, text }) =>
        vscode.TextEdit.replace(client.protocol2CodeConverter.asRange(range), text),
      ),
    );
    return change;
  };
  return [
    vscode.languages.registerDocumentPasteEditProvider(
      selector,
      {
        async provideDocumentPasteEdits(document, ranges, dataTransfer, _context, token) {
          const [range] = ranges;
          if (range === undefined || ranges.length > 1) return undefined;
          const text = await dataTransfer.get(plainText)?.asString();
          const found = await ask(document, range, text ?? '', token);
          return found.map((edit) => {
            const paste = new vscode.DocumentPasteEdit(edit.text, edit.title, kind);
            paste.additionalEdit = beside(document.uri, edit);
            return paste;
          });
        },
      },
      { providedPasteEditKinds: [kind], pasteMimeTypes: [plainText] },
    ),
    vscode.languages.registerDocumentDropEditProvider(
      selector,
      {
        async provideDocumentDropEdits(document, position, dataTransfer, token) {
          const text = await droppedXdc(dataTransfer);
          const found = await ask(document, new vscode.Range(position, position), text ?? '', token);
          return found.map((edit) => {
            const drop = new vscode.DocumentDropEdit(edit.text, edit.title, kind);
            drop.additionalEdit = beside(document.uri, edit);
            return drop;
          });
        },
      },
      { providedDropEditKinds: [kind], dropMimeTypes: [uriList] },
    ),
  ];
}

/** The text of a single `.xdc` file; undefined for anything else. */
async function droppedXdc(dataTransfer: vscode.DataTransfer): Promise<string | undefined> {
  const [uri, ...more] = await droppedUris(dataTransfer);
  if (uri === undefined || more.length > 0 || !/\.xdc$/i.test(uri.path)) return undefined;
  if ((await vscode.workspace.fs.stat(uri)).size > MOST_BYTES) return undefined;
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}
