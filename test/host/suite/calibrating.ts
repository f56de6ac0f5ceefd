/** A folder of a build makes the figures of the open design those that were measured. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { openFile, rangeOf, workspaceFolder } from './design';
import { test, until } from './harness';

test('a folder of reports and logs calibrates the open design, with a band where loads differ', async () => {
  const { document } = await openFile('lenet.exeunt');
  const at = (name: string) => vscode.Uri.joinPath(workspaceFolder(), name);
  const lensOfRegion = async () => {
    const line = rangeOf(document, 'region rp0').start.line;
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
      100,
    );
    return lenses.find(({ range }) => range.start.line === line)?.command?.title ?? '';
  };
  const before = await until('a lens above the region', async () => (await lensOfRegion()) || undefined);
  const bytes = /([\d,]+) B/.exec(before)?.[1]?.replaceAll(',', '') ?? '';
  const log = [40, 42, 44]
    .map((ms) => `exeunt load module=back bytes=${bytes} ms=${ms}.000 MB/s=1`)
    .join('\n');
  await vscode.workspace.fs.writeFile(at('build/board.log'), new TextEncoder().encode(log));
  await vscode.workspace.fs.writeFile(at('build/notes.md'), new TextEncoder().encode('no report'));
  const status = await vscode.commands.executeCommand<number | undefined>(
    'exeunt.readReports',
    document.uri,
    [at('build')],
  );
  assert.equal(status, 0);
  const after = await until('the measured load time', async () => {
    const lens = await lensOfRegion();
    return lens !== before && lens;
  });
  assert.match(after, /load 42 ms ±5 %/);
  await vscode.workspace.fs.delete(at('lenet.calibration.json'));
  await until('the model again', async () => (await lensOfRegion()) === before);
  await vscode.workspace.fs.delete(at('build'), { recursive: true });
});
