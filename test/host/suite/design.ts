/** Designs in the editor, for tests: opened, changed and asked about as a user's editor does. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ExeuntApi } from '../../../client/src/wire';
import { until } from './harness';

const extensionId = 'exeunt.exeunt';

/** What the extension exports, once it is active. */
export async function api(): Promise<ExeuntApi> {
  const extension = vscode.extensions.getExtension<ExeuntApi>(extensionId);
  assert.ok(extension, `${extensionId} is not installed`);
  return extension.activate();
}

export function workspaceFolder(): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'no folder is open');
  return folder.uri;
}

/** Opens a file of the test's folder. */
export async function openFile(name: string): Promise<vscode.TextEditor> {
  const uri = vscode.Uri.joinPath(workspaceFolder(), name);
  const editor = await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.One });
  await analysed(editor.document);
  return editor;
}

/** Opens a copy of a file with `from` replaced by `to`; nothing is saved. */
export async function openChanged(name: string, from: string, to: string): Promise<vscode.TextEditor> {
  const editor = await openFile(name);
  await replace(editor, from, to);
  return editor;
}

export async function replace(editor: vscode.TextEditor, from: string, to: string): Promise<void> {
  const done = await editor.edit((edit) => edit.replace(rangeOf(editor.document, from), to));
  assert.ok(done, `${from} could not be replaced`);
}

/** Throws away what is not saved in the active editor. */
export async function revert(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.files.revert');
}

/** Leaves the files as they were, whatever a test did or did not come to. */
export async function discardChanges(): Promise<void> {
  for (const document of vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One });
    await revert();
  }
}

export function rangeOf(document: vscode.TextDocument, text: string): vscode.Range {
  const at = document.getText().indexOf(text);
  assert.notEqual(at, -1, `${text} is not in the document`);
  return new vscode.Range(document.positionAt(at), document.positionAt(at + text.length));
}

export function errorsOf(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages
    .getDiagnostics(uri)
    .filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
}

export function errorAt(document: vscode.TextDocument, text: string): Promise<vscode.Diagnostic> {
  const range = rangeOf(document, text);
  return until(`an error on ${text}`, () =>
    errorsOf(document.uri).find((error) => error.range.intersection(range) !== undefined),
  );
}

export async function noErrors(uri: vscode.Uri): Promise<void> {
  try {
    await until('no errors', () => errorsOf(uri).length === 0);
  } catch {
    assert.fail(
      errorsOf(uri)
        .map(({ message }) => message)
        .join('\n'),
    );
  }
}

/** Waits until the server has sent the status of the current document. */
export async function analysed(document: vscode.TextDocument): Promise<void> {
  const exeunt = await api();
  await until(`an analysis of ${document.uri.toString()}`, () => exeunt.status(document.uri) !== undefined);
}

/** Hover text at the first character of `text`. */
export async function hoverAt(document: vscode.TextDocument, text: string): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    rangeOf(document, text).start,
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (content instanceof vscode.MarkdownString ? content.value : JSON.stringify(content)))
    .join('\n');
}

export async function completionsAt(document: vscode.TextDocument, at: vscode.Position): Promise<string[]> {
  const list = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    at,
  );
  return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
}

export async function quickFixesAt(
  document: vscode.TextDocument,
  range: vscode.Range,
): Promise<vscode.CodeAction[]> {
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    range,
    vscode.CodeActionKind.QuickFix.value,
  );
  return actions.filter(({ edit }) => edit !== undefined);
}
