/** The command that imports an ONNX model as a design. */
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  type BoardsResult,
  type ImportParams,
  type ImportResult,
  boardsRequest,
  importRequest,
} from '../../../../server/src/base/protocol/messages';
import { registerCommand } from '../../infrastructure/commands';

/** Accepts the model, the design to write and the board as arguments, so that tasks and key bindings need no dialogs. */
export function registerImports(client: BaseLanguageClient, log: vscode.LogOutputChannel): vscode.Disposable {
  return registerCommand(log, 'exeunt.importModel', async (givenModel, givenTarget, givenBoard) => {
    const model = givenModel instanceof vscode.Uri ? givenModel : await askModel();
    if (!model) return;
    const board = typeof givenBoard === 'string' ? givenBoard : await askBoard(client);
    if (board === undefined) return;
    // The explorer passes the whole selection as the second argument.
    const target = givenTarget instanceof vscode.Uri ? givenTarget : await askTarget(model);
    if (!target) return;
    const uriOf = (uri: vscode.Uri) => client.code2ProtocolConverter.asUri(uri);
    const params: ImportParams = { uri: uriOf(model), target: uriOf(target), board };
    const result = await requestImport(client, params);
    if (result === undefined) return;
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(result.content));
    await vscode.window.showTextDocument(target);
    if (result.notes.length > 0) void vscode.window.showInformationMessage(result.notes.join(' '));
  });
}

/** Asks for sizes that the model does not fix if the import needs them; undefined if the user cancels. */
async function requestImport(client: BaseLanguageClient, params: ImportParams) {
  const send = (sizes: Record<string, number>) =>
    client.sendRequest<ImportResult>(importRequest, { ...params, sizes });
  const first = await send({});
  if (!('error' in first)) return first;
  if (first.open === undefined) throw new Error(first.error);
  const sizes: Record<string, number> = {};
  for (const name of first.open) {
    const size = await askSize(name);
    if (size === undefined) return undefined;
    sizes[name] = size;
  }
  const second = await send(sizes);
  if ('error' in second) throw new Error(second.error);
  return second;
}

async function askModel(): Promise<vscode.Uri | undefined> {
  const found = await vscode.window.showOpenDialog({
    title: 'Import ONNX Model',
    openLabel: 'Import',
    filters: { 'ONNX models': ['onnx'] },
  });
  return found?.[0];
}

async function askBoard(client: BaseLanguageClient): Promise<string | undefined> {
  const boards = await client.sendRequest<BoardsResult>(boardsRequest);
  return vscode.window.showQuickPick([...boards], {
    title: 'Import ONNX Model: Board',
    placeHolder: 'The target board; you can change it in the file later',
  });
}

function askTarget(model: vscode.Uri): Thenable<vscode.Uri | undefined> {
  const name = (model.path.split('/').at(-1) ?? 'model').replace(/\.onnx$/i, '.exeunt');
  return vscode.window.showSaveDialog({
    title: 'Import ONNX Model: Save Design',
    defaultUri: vscode.Uri.joinPath(model, '..', name),
    filters: { 'Exeunt designs': ['exeunt'] },
  });
}

async function askSize(name: string): Promise<number | undefined> {
  const text = await vscode.window.showInputBox({
    title: 'Import ONNX Model: Size',
    prompt: `The model does not fix the size \`${name}\`. Which size should the hardware be built for?`,
    validateInput: (value) => (/^[1-9]\d*$/.test(value) ? undefined : 'A whole number of at least 1'),
  });
  return text === undefined ? undefined : Number(text);
}
