/** Builds of exported folders run as tasks, and what compilers say lands on the design. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { api, openFile, workspaceFolder } from './design';
import { test, until } from './harness';

test('an export of a network without a model asks for random weights first', async () => {
  await api();
  const { document } = await openFile('lenet.exeunt');
  const folder = vscode.Uri.joinPath(workspaceFolder(), 'kernels');
  const ended = vscode.commands.executeCommand<number | undefined>('exeunt.exportHls', document.uri, folder);
  const accepted = await until('the question', async () => {
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return Promise.race([ended, new Promise<undefined>((next) => setTimeout(next, 200))]);
  });
  assert.equal(accepted, 0);
});

test('an error in generated C++ is told at the line of the design, with its own place beside it, until a build is without', async () => {
  await api();
  const { document } = await openFile('lenet.exeunt');
  const line = document
    .getText()
    .split('\n')
    .findIndex((text) => text.includes('conv1'));
  const write = (name: string, text: string) =>
    vscode.workspace.fs.writeFile(
      vscode.Uri.joinPath(workspaceFolder(), 'out', name),
      new TextEncoder().encode(text),
    );
  await write('.exeunt-export', 'exeunt export of lenet\n');
  await write(
    'Makefile',
    "csim:\n\t@echo 'hls/front/front.cpp:30:7: error: something is missing' >&2; exit 1\n",
  );
  const spans = `[1,90,0,1,1,1,2],[20,40,0,${line + 1},3,${line + 1},8]`;
  const map = `{"version":1,"sources":["lenet.exeunt"],"files":{"hls/front/front.cpp":[${spans}]}}`;
  await write('exeunt-lines.json', map);
  await write('hls/front/front.cpp', '\n'.repeat(90));

  const folder = vscode.Uri.joinPath(workspaceFolder(), 'out').fsPath;
  const tasks = [{ type: 'exeunt', label: 'build it', folder, target: 'csim' }];
  await vscode.workspace
    .getConfiguration('tasks', workspaceFolder())
    .update('tasks', tasks, vscode.ConfigurationTarget.WorkspaceFolder);
  const task = await until('the task', async () =>
    (await vscode.tasks.fetchTasks()).find((t) => t.name === 'build it'),
  );
  await vscode.tasks.executeTask(task);
  const found = await until('a diagnostic of the build', () => diagnosticOfBuild(document));
  assert.equal(found.message, 'something is missing');
  assert.equal(found.range.start.line, line);
  const [related] = found.relatedInformation ?? [];
  assert.match(related?.location.uri.path ?? '', /out\/hls\/front\/front\.cpp$/);
  assert.equal(related?.location.range.start.line, 29);

  await write('Makefile', 'csim:\n\t@echo all is well\n');
  await vscode.tasks.executeTask(task);
  await until('a build without errors', () => !diagnosticOfBuild(document));
});

function diagnosticOfBuild({ uri }: vscode.TextDocument): vscode.Diagnostic | undefined {
  return vscode.languages.getDiagnostics(uri).find((d) => d.source === 'exeunt build');
}
