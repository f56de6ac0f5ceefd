import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { idx } from '../../support/data-files';
import { floats, model, node, valueInfo } from '../../support/onnx-writer';
import { workspaceFolder } from './design';
import { test } from './harness';

/** Two classes: whether the left half of four pixels is brighter than the right one. */
const halves = model({
  nodes: [node('Flatten x -> f', { axis: 1 }), node('Gemm f w b -> y', { transB: 1 })],
  initializers: [floats('w', [2, 4], [1, 0, 1, 0, 0, 1, 0, 1]), floats('b', [2], [0, 0])],
  inputs: [valueInfo('x', [1, 1, 2, 2])],
  outputs: [valueInfo('y', [1, 2])],
});

const design = `network halves from "halves.onnx" {
  input image 1x2x2
  flatten
  dense d units 2
}
`;

test('Profile Exits writes the trace of a model over labelled data', async () => {
  const folder = workspaceFolder();
  const at = (...parts: string[]) => vscode.Uri.joinPath(folder, ...parts);
  const write = (uri: vscode.Uri, bytes: Uint8Array) => vscode.workspace.fs.writeFile(uri, bytes);
  await write(at('halves.onnx'), halves);
  await write(at('halves.exeunt'), new TextEncoder().encode(design));
  await write(
    at('data', 'images-idx3-ubyte'),
    idx([3, 2, 2], [255, 0, 255, 0, 0, 255, 0, 255, 255, 0, 0, 0]),
  );
  await write(at('data', 'labels-idx1-ubyte'), idx([3], [0, 1, 1]));
  const summary = await vscode.commands.executeCommand(
    'exeunt.profileExits',
    at('halves.exeunt'),
    at('data'),
    [],
  );
  const { samples, exits } = summary as { samples: number; exits: { name: string; accuracy: number }[] };
  assert.equal(samples, 3);
  assert.deepEqual(
    exits.map(({ name, accuracy }) => [name, Math.round(accuracy * 3)]),
    [['end', 2]],
  );
  const trace = await vscode.workspace.fs.readFile(at('halves.trace.csv'));
  assert.match(new TextDecoder().decode(trace), /^sample_id,exit,.*\n0,end,0\.880797,/);
});

test('Quantise Model writes an int8 model beside the float one, and reports both accuracies', async () => {
  const at = (...parts: string[]) => vscode.Uri.joinPath(workspaceFolder(), ...parts);
  const summary = await vscode.commands.executeCommand(
    'exeunt.quantiseModel',
    at('halves.exeunt'),
    at('data'),
    [],
  );
  const { exits } = summary as { exits: { name: string; fp32: number; int8: number }[] };
  assert.deepEqual(
    exits.map(({ name, fp32, int8 }) => [name, Math.round(fp32 * 3), Math.round(int8 * 3)]),
    [['end', 2, 2]],
  );
  const bytes = await vscode.workspace.fs.readFile(at('halves_int8.onnx'));
  assert.match(new TextDecoder('latin1').decode(bytes), /QGemm/);
});
