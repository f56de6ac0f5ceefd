/** The documentation that comes with the extension: a code of the Problems panel opens its page. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { noErrors, openChanged, revert } from './design';
import { test, until } from './harness';

const labels = () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));

test("a diagnostic's code leads to its page, rendered, without a network", async () => {
  const editor = await openChanged('lenet.exeunt', 'in rp0 { conv2', 'in rp7 { conv2');
  const { code } = await until('an unknown name', () =>
    vscode.languages
      .getDiagnostics(editor.document.uri)
      .find(({ code: of }) => typeof of === 'object' && of.value === 'EX2001'),
  );
  assert.ok(typeof code === 'object');
  const { scheme, path: command, query } = code.target;
  assert.equal(scheme, 'command');
  // As the editor does on a click.
  await vscode.commands.executeCommand(command, ...(JSON.parse(query) as unknown[]));
  await until('the page', () => labels().find((label) => label.includes('EX2001')));
  await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  await revert();
  await noErrors(editor.document.uri);
});

test('the documentation opens at its index, and its pages are there to be linked to', async () => {
  await vscode.commands.executeCommand('exeunt.openDocumentation');
  await until('the index', () => labels().find((label) => label.includes('README')));
  await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  const page = (path: string) =>
    vscode.workspace.fs.readFile(vscode.Uri.from({ scheme: 'exeunt-docs', path }));
  for (const path of ['/docs/language.md', '/docs/diagnostics/README.md', '/docs/diagnostics/EX9001.md'])
    assert.match(new TextDecoder().decode(await page(path)), /^# /m);
  const isRefused = (path: string) =>
    page(path).then(
      () => false,
      () => true,
    );
  for (const path of ['/package.json', '/docs/../package.json', '/docs/none.md'])
    assert.ok(await isRefused(path), path);
});
