/** Imports models with all dialog answers passed to the command. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { model, node, valueInfo, weights } from '../../support/onnx-writer';
import { api, noErrors, workspaceFolder } from './design';
import { test } from './harness';

test('a model is imported, opened and free of errors', async () => {
  await api();
  const at = (name: string) => vscode.Uri.joinPath(workspaceFolder(), name);
  const bytes = model({
    nodes: [node('Conv x w -> a'), node('Relu a -> b'), node('Flatten b -> c'), node('Gemm c g -> y')],
    inputs: [valueInfo('x', ['N', 1, 8, 8])],
    outputs: ['y'],
    initializers: [weights('w', 4, 1, 3, 3), weights('g', 144, 10)],
  });
  await vscode.workspace.fs.writeFile(at('small.onnx'), bytes);
  await vscode.commands.executeCommand('exeunt.importModel', at('small.onnx'), at('small.exeunt'), 'PYNQ-Z2');
  const document = vscode.window.activeTextEditor?.document;
  assert.ok(document);
  assert.equal(document.uri.toString(), at('small.exeunt').toString());
  assert.match(document.getText(), /network small from "small\.onnx" \{/);
  await noErrors(document.uri);
});
