/** Files that a design names are read where the design is. */
import * as vscode from 'vscode';
import { floats, model, node, valueInfo } from '../../support/onnx-writer';
import {
  errorAt,
  hoverAt,
  noErrors,
  openChanged,
  openFile,
  replace,
  revert,
  workspaceFolder,
} from './design';
import { test, until } from './harness';

test('a design sees the change of a file that it imports', async () => {
  const main = await openFile('main.exeunt');
  await noErrors(main.document.uri);
  const board = await openChanged('board.exeunt', 'board pynq-z2', 'board nowhere');
  await errorAt(board.document, 'nowhere');
  await replace(board, 'nowhere', 'pynq-z2');
  await noErrors(board.document.uri);
  await revert();
  await noErrors(main.document.uri);
});

test('a design reads its model and its trace, and sees the trace change', async () => {
  const put = (name: string, bytes: Uint8Array) =>
    vscode.workspace.fs.writeFile(vscode.Uri.joinPath(workspaceFolder(), name), bytes);
  const trace = (confidence: number) =>
    new TextEncoder().encode(
      `sample_id,exit,confidence,pred,label,correct\n0,0,${confidence},1,1,1\n0,1,0.99,1,1,1\n`,
    );
  await put(
    'named.onnx',
    model({
      nodes: [node('Flatten x -> f', { axis: 1 }), node('Gemm f w b -> y', { transB: 1 })],
      initializers: [floats('w', [2, 4], [1, 0, 1, 0, 0, 1, 0, 1]), floats('b', [2], [0, 0])],
      inputs: [valueInfo('x', [1, 1, 2, 2])],
      outputs: [valueInfo('y', [1, 2])],
    }),
  );
  await put('named.csv', trace(0.95));
  await put('named.exeunt', new TextEncoder().encode(named));
  const { document } = await openFile('named.exeunt');
  await noErrors(document.uri);
  const hover = (text: string) =>
    until(text, async () => (await hoverAt(document, 'profile')).includes(text));
  await hover('early | 100 %');
  await put('named.csv', trace(0.2));
  await hover('early | 0 %');
  await put('named.csv', new TextEncoder().encode('nothing of a trace\n'));
  await errorAt(document, '"named.csv"');
});

const named = `network n from "named.onnx" {
  input image 1x2x2
  flatten f
  dense d units 2
}

exit early after f {
  dense e units 2
  when softmax >= 0.9
}

profile "named.csv"
`;
