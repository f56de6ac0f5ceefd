/** The view from the extension's side: what it follows, and what its page was sent. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { api, openFile, replace, revert, workspaceFolder } from './design';
import { test, until } from './harness';

test('the view opens beside the editor and shows the regions of the design', async () => {
  const exeunt = await api();
  const { document } = await openFile('lenet.exeunt');
  await vscode.commands.executeCommand('exeunt.openView');
  const snapshot = await until('a snapshot in the page', () => {
    const { ready, snapshot: sent } = exeunt.viewState();
    return ready && sent;
  });
  assert.equal(exeunt.viewState().design, document.uri.toString());
  assert.equal(snapshot.device?.part.startsWith('xc7z020'), true);
  assert.deepEqual(
    snapshot.regions.map(({ name }) => name),
    ['rp0'],
  );
  const [region] = snapshot.regions;
  // 1,376 frames of configuration and 512 of block RAM contents, 101 words each, and the commands around them.
  assert.ok(region);
  assert.deepEqual(region.frames, { config: 1376, bram: 512 });
  assert.equal(region.bitstreamBytes, 1_623_044);
  assert.deepEqual(region.violations, []);
  const paths = snapshot.timeline?.paths ?? [];
  assert.equal(paths.length, 2);
  assert.equal(paths[0]?.exit, 'early');
});

test('the view follows typing', async () => {
  const exeunt = await api();
  const editor = await openFile('lenet.exeunt');
  await vscode.commands.executeCommand('exeunt.openView');
  await replace(editor, 'region rp0 {', 'region rp1 {\n  pblock auto\n}\n\nregion rp0 {');
  await until('two regions', () => exeunt.viewState().snapshot?.regions.length === 2);
  await revert();
  await until('one region', () => exeunt.viewState().snapshot?.regions.length === 1);
});

test('the view follows the active design', async () => {
  const exeunt = await api();
  await openFile('lenet.exeunt');
  await vscode.commands.executeCommand('exeunt.openView');
  const { document } = await openFile('main.exeunt');
  const snapshot = await until('the other design', () => {
    const { design, snapshot: sent } = exeunt.viewState();
    return design === document.uri.toString() && sent;
  });
  assert.deepEqual(snapshot.regions, []);
});

test('pblocks and reports are exported where they are asked to be', async () => {
  const { document } = await openFile('lenet.exeunt');
  const target = vscode.Uri.joinPath(workspaceFolder(), 'out.xdc');
  await vscode.commands.executeCommand('exeunt.exportPblocks', document.uri, target);
  const constraints = await read(target);
  assert.match(constraints, /create_pblock/);
  assert.match(constraints, /SLICE_X82Y0:SLICE_X113Y99/);

  const report = vscode.Uri.joinPath(workspaceFolder(), 'out.json');
  await vscode.commands.executeCommand('exeunt.exportReport', document.uri, report);
  const figures = JSON.parse(await read(report)) as {
    version: number;
    regions: { bitstreamBytes: number }[];
  };
  assert.equal(figures.version, 1);
  assert.equal(figures.regions[0]?.bitstreamBytes, 1_623_044);
});

async function read(uri: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}
