/** Files that a design names are read where the design is. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { errorAt, noErrors, openChanged, openFile, replace, revert } from './design';
import { test } from './harness';

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

test('files of the folder are found by their names', async () => {
  const found = await vscode.workspace.findFiles('**/b*.exeunt');
  assert.deepEqual(
    found.map(({ path }) => path.split('/').at(-1)),
    ['board.exeunt'],
  );
});
