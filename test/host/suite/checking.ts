/** What the server sends unasked: diagnostics and the status. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  analysed,
  api,
  errorAt,
  errorsOf,
  noErrors,
  openChanged,
  openFile,
  replace,
  revert,
  workspaceFolder,
} from './design';
import { test, until } from './harness';

test('a design opens as one, starts the extension and is analysed', async () => {
  const { document } = await openFile('lenet.exeunt');
  assert.equal(document.languageId, 'exeunt');
  await until('the extension is active', () => vscode.extensions.getExtension('exeunt.exeunt')?.isActive);
  await noErrors(document.uri);
});

test('every contributed command is there', async () => {
  const commands = await vscode.commands.getCommands(true);
  const manifest = vscode.extensions.getExtension('exeunt.exeunt')?.packageJSON as {
    contributes: { commands: { command: string }[] };
  };
  for (const { command } of manifest.contributes.commands) assert.ok(commands.includes(command), command);
});

test('an error appears with the mistake and goes with it', async () => {
  const editor = await openChanged('lenet.exeunt', 'in rp0 { conv2', 'in rp7 { conv2');
  const error = await errorAt(editor.document, 'rp7');
  assert.match(error.message, /rp7/);
  await replace(editor, 'rp7', 'rp0');
  await noErrors(editor.document.uri);
  await revert();
});

test('a pblock whose edge splits a column pair is marked, and the nearest legal one is named', async () => {
  const editor = await openChanged('lenet.exeunt', 'SLICE_X82Y0:SLICE_X113Y99', 'SLICE_X82Y0:SLICE_X112Y99');
  await until('a diagnostic on the pblock', () =>
    vscode.languages
      .getDiagnostics(editor.document.uri)
      .find(({ message }) => /SLICE_X11[13]Y|X11[13]\b/.test(message)),
  );
  await revert();
  await noErrors(editor.document.uri);
});

test('the status says whether the design fits, and follows', async () => {
  const exeunt = await api();
  const editor = await openFile('lenet.exeunt');
  const fit = () => exeunt.status(editor.document.uri)?.fit;
  await until('fits, or may', () => fit() === 'fits' || fit() === 'may not fit');
  // 16 x 150 multipliers at once do not go into a region of 6,400 LUT and 40 DSP blocks.
  await replace(editor, 'pe 4 simd 6', 'pe 16 simd 150');
  await until('does not fit', () => fit() === 'does not fit');
  assert.ok(errorsOf(editor.document.uri).length > 0);
  await revert();
});

test('a new design is untitled, whole and without error', async () => {
  await vscode.commands.executeCommand('exeunt.newDesign');
  const document = vscode.window.activeTextEditor?.document;
  assert.ok(document?.isUntitled);
  assert.equal(document.languageId, 'exeunt');
  await analysed(document);
  await noErrors(document.uri);
  const exeunt = await api();
  assert.notEqual(exeunt.status(document.uri)?.fit, 'not checked');
  const editor = vscode.window.activeTextEditor;
  assert.ok(editor);
  await replace(editor, 'board pynq-z2', 'board pynq-z9');
  await errorAt(document, 'pynq-z9');
  await revert();
  await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
});

test('diagnostics go when the file does', async () => {
  const uri = vscode.Uri.joinPath(workspaceFolder(), 'short-lived.exeunt');
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode('device { board nowhere }\n'));
  const { document } = await openFile('short-lived.exeunt');
  await errorAt(document, 'nowhere');
  await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  await vscode.workspace.fs.delete(uri);
  await until('no diagnostics', () => vscode.languages.getDiagnostics(uri).length === 0);
});

test('the server restarts on command and goes on checking', async () => {
  const exeunt = await api();
  const editor = await openFile('lenet.exeunt');
  await vscode.commands.executeCommand('exeunt.restartServer');
  await until('the server runs', () => exeunt.client.isRunning());
  await replace(editor, 'pe 4', 'pe 5');
  await errorAt(editor.document, 'pe 5');
  await revert();
  await noErrors(editor.document.uri);
});
