/** Projects are exported, their builds run as tasks, and what compilers say lands on the design. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { api, openFile, workspaceFolder } from './design';
import { test, until } from './harness';

test('an export asks for weights where there are none, proposes a folder of its own, makes it and finds its tasks', async () => {
  const { document } = await openFile('lenet.exeunt');
  const out = await exported(document.uri);
  assert.equal(out.toString(), at('lenet-out').toString());
  await vscode.workspace.fs.stat(vscode.Uri.joinPath(out, 'README.md'));
  const targets = await until('build tasks of the exported folder', async () => {
    const tasks = await vscode.tasks.fetchTasks({ type: 'exeunt' });
    const own = tasks.filter(({ definition }) => definition['folder'] === out.fsPath);
    return own.length > 0 && own;
  });
  // Kernels alone: nothing that would end with "this folder has no Vivado project" is offered.
  assert.deepEqual(targets.map(({ definition }) => String(definition['target'])).sort(), [
    'csim',
    'hls',
    'sim',
  ]);
  assert.ok(targets.every(({ group }) => group === vscode.TaskGroup.Build));
});

test('an export replaces the one before and keeps what is not of an export; a folder with other files is left alone', async () => {
  const { document } = await openFile('lenet.exeunt');
  const own = at('lenet-out', 'mine.txt');
  await write(own, 'mine');
  await write(at('lenet-out', 'hls', 'hls.mk'), 'spoilt');
  await exported(document.uri);
  assert.equal(await read(own), 'mine');
  assert.match(await read(at('lenet-out', 'hls', 'hls.mk')), /csim:/);

  await vscode.workspace.fs.delete(at('lenet-out'), { recursive: true });
  await write(own, 'mine');
  const out = await exported(document.uri);
  assert.equal(out.toString(), at('lenet-out-2').toString());
  assert.equal(await read(own), 'mine');
  await vscode.workspace.fs.delete(at('lenet-out'), { recursive: true });
  await vscode.workspace.fs.delete(out, { recursive: true });
});

test('while the view has the focus, an export is of its design', async () => {
  const exeunt = await api();
  const { document } = await openFile('lenet.exeunt');
  await vscode.commands.executeCommand('exeunt.openView');
  await until('a snapshot in the page', () => exeunt.viewState().snapshot);
  await vscode.commands.executeCommand('workbench.action.focusSecondEditorGroup');
  await until('no text editor is active', () => vscode.window.activeTextEditor === undefined);
  const target = at('from-view.xdc');
  await vscode.commands.executeCommand('exeunt.exportPblocks', undefined, target);
  assert.match(await read(target), /create_pblock/);
  assert.equal(exeunt.viewState().design, document.uri.toString());
});

test('files of the folder are found by their names', async () => {
  const found = await vscode.workspace.findFiles('**/b*.exeunt');
  assert.deepEqual(
    found.map(({ path }) => path.split('/').at(-1)),
    ['board.exeunt'],
  );
});

test('an error in generated C++ is reported at the line of the design, with its own place beside it, until a build is without', async () => {
  await api();
  const { document } = await openFile('lenet.exeunt');
  const line = document
    .getText()
    .split('\n')
    .findIndex((text) => text.includes('conv1'));
  const put = (name: string, text: string) => write(at('out', ...name.split('/')), text);
  await put('.exeunt-export', 'exeunt export of lenet\n');
  await put(
    'Makefile',
    "csim:\n\t@echo 'hls/front/front.cpp:30:7: error: something is missing' >&2; exit 1\n",
  );
  const spans = `[1,90,0,1,1,1,2],[20,40,0,${line + 1},3,${line + 1},8]`;
  const map = `{"version":1,"sources":["lenet.exeunt"],"files":{"hls/front/front.cpp":[${spans}]}}`;
  await put('exeunt-lines.json', map);
  await put('hls/front/front.cpp', '\n'.repeat(90));

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

  await put('Makefile', 'csim:\n\t@echo all is well\n');
  await vscode.tasks.executeTask(task);
  await until('a build without errors', () => !diagnosticOfBuild(document));
});

/** Answers the questions of an export with what they propose. */
async function exported(design: vscode.Uri): Promise<vscode.Uri> {
  let done = false;
  const ended = vscode.commands
    .executeCommand<vscode.Uri | undefined>('exeunt.exportHls', design)
    .then((uri) => ((done = true), uri));
  await until('the end of the export', async () => {
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return done;
  });
  const out = await ended;
  assert.ok(out, 'nothing was exported');
  return out;
}

function at(...names: string[]): vscode.Uri {
  return vscode.Uri.joinPath(workspaceFolder(), ...names);
}

function write(uri: vscode.Uri, text: string): Thenable<void> {
  return vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
}

async function read(uri: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

function diagnosticOfBuild({ uri }: vscode.TextDocument): vscode.Diagnostic | undefined {
  return vscode.languages.getDiagnostics(uri).find((d) => d.source === 'exeunt build');
}
