/** Help while typing: hover, completion, definition, quick fixes, format, lenses, hints. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  completionsAt,
  errorAt,
  errorsOf,
  hoverAt,
  noErrors,
  openChanged,
  openFile,
  quickFixesAt,
  rangeOf,
  replace,
  revert,
} from './design';
import { test, until } from './harness';

test('hover shows the figures of a layer', async () => {
  const { document } = await openFile('lenet.exeunt');
  const text = await until('a hover on conv2', () => hoverAt(document, 'conv2 kernel'));
  assert.match(text, /cycles/i);
  assert.match(text, /LUT/);
});

test('completion offers regions after `in`, on text that is broken there', async () => {
  const editor = await openChanged('lenet.exeunt', 'stage back  in rp0 { conv2 .. fc2 }', 'stage back in ');
  const at = rangeOf(editor.document, 'stage back in ').end;
  const labels = await until('rp0', async () => {
    const found = await completionsAt(editor.document, at);
    return found.includes('rp0') && found;
  });
  assert.ok(labels.includes('static'));
  assert.ok(labels.includes('cpu'));
  await revert();
});

test('completion offers layer kinds inside a network', async () => {
  const editor = await openChanged('lenet.exeunt', '  flatten\n  dense   fc1', '  \n  dense   fc1');
  const line = rangeOf(editor.document, '  dense   fc1').start.line - 1;
  const labels = await until('layer kinds', async () => {
    const found = await completionsAt(editor.document, new vscode.Position(line, 2));
    return found.includes('conv') && found;
  });
  for (const kind of ['depthwise', 'maxpool', 'dense', 'flatten']) assert.ok(labels.includes(kind), kind);
  await revert();
});

test('definition of a region in a stage is its block', async () => {
  const { document } = await openFile('lenet.exeunt');
  const use = rangeOf(document, 'rp0 { conv1').start;
  const found = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
    'vscode.executeDefinitionProvider',
    document.uri,
    use,
  );
  const lines = found.map((place) => ('targetRange' in place ? place.targetRange : place.range).start.line);
  assert.deepEqual(lines, [rangeOf(document, 'region rp0').start.line]);
});

test('a parallelism that does not divide has two quick fixes, and each of them mends it', async () => {
  for (const choice of [0, 1]) {
    const editor = await openChanged('lenet.exeunt', 'pe 4', 'pe 5');
    const error = await errorAt(editor.document, 'pe 5');
    assert.match(String(typeof error.code === 'object' ? error.code.value : error.code), /^EX\d{4}$/);
    assert.ok(rangeOf(editor.document, 'pe 5').contains(error.range), 'more than the word is marked');
    const fixes = await until('two quick fixes', async () => {
      const found = await quickFixesAt(editor.document, error.range);
      return found.length === 2 && found;
    });
    const edit = fixes[choice]?.edit;
    assert.ok(edit && (await vscode.workspace.applyEdit(edit)));
    assert.match(editor.document.getText(), /parallel pe [48] simd 6/);
    // Twice the parallelism may not fit any more; that is another error, in another place.
    const line = error.range.start.line;
    await until('no error on the line', () =>
      errorsOf(editor.document.uri).every(({ range }) => range.start.line !== line),
    );
    await revert();
    await noErrors(editor.document.uri);
  }
});

test('formatting aligns, keeps every comment and has nothing to do the second time', async () => {
  const editor = await openChanged('lenet.exeunt', 'clock 100 MHz', 'clock    100   MHz // of the fabric');
  const options: vscode.FormattingOptions = { tabSize: 2, insertSpaces: true };
  const format = async () => {
    const edits = await vscode.commands.executeCommand<vscode.TextEdit[] | undefined>(
      'vscode.executeFormatDocumentProvider',
      editor.document.uri,
      options,
    );
    const change = new vscode.WorkspaceEdit();
    change.set(editor.document.uri, edits ?? []);
    await vscode.workspace.applyEdit(change);
    return editor.document.getText();
  };
  const once = await format();
  assert.ok(!once.includes('100   MHz'));
  assert.ok(once.includes('// of the fabric'));
  assert.ok(once.includes('// The early exit is computed while the region reconfigures.'));
  assert.equal(await format(), once);
  assert.deepEqual(errorsOf(editor.document.uri), []);
  await revert();
});

test('lenses stand above the stages and the exit, and go with their setting', async () => {
  const { document } = await openFile('lenet.exeunt');
  const lensLines = async () => {
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
      100,
    );
    return lenses.filter(({ command }) => command?.title).map(({ range }) => range.start.line);
  };
  const wanted = ['stage front', 'stage back', 'exit early'].map(
    (text) => rangeOf(document, text).start.line,
  );
  await until('lenses', async () => {
    const lines = await lensLines();
    return wanted.every((line) => lines.includes(line));
  });
  await whileOff('codeLens.enabled', () => until('no lenses', async () => (await lensLines()).length === 0));
});

test('hints show the shapes of layers, and go with their setting', async () => {
  const { document } = await openFile('lenet.exeunt');
  const labels = async () => {
    const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
      'vscode.executeInlayHintProvider',
      document.uri,
      new vscode.Range(0, 0, document.lineCount, 0),
    );
    return hints.map(({ label }) =>
      typeof label === 'string' ? label : label.map(({ value }) => value).join(''),
    );
  };
  // conv1 keeps 28x28 with its padding; conv2 leaves 10x10 of pool1's 14x14.
  await until('the shapes of conv1 and conv2', async () => {
    const all = (await labels()).join(' ');
    return /6\D28\D28/.test(all) && /16\D10\D10/.test(all);
  });
  await whileOff('inlayHints.shapes', () => until('no hints', async () => (await labels()).length === 0));
});

test('names have the colours of what they stand for', async () => {
  const { document } = await openFile('lenet.exeunt');
  const at = rangeOf(document, 'exit early').start.translate(0, 'exit '.length);
  await until('a token at the name of the exit', async () => {
    const tokens = await vscode.commands.executeCommand<vscode.SemanticTokens | undefined>(
      'vscode.provideDocumentSemanticTokens',
      document.uri,
    );
    const data = [...(tokens?.data ?? [])];
    let [line, character] = [0, 0];
    for (let i = 0; i < data.length; i += 5) {
      const [lines = 0, characters = 0] = data.slice(i, i + 2);
      character = lines === 0 ? character + characters : characters;
      line += lines;
      if (line === at.line && character === at.character) return true;
    }
    return false;
  });
});

test('typing through a broken state keeps every other block checked', async () => {
  const editor = await openChanged('lenet.exeunt', 'schedule {', 'schedule {{{ policy');
  await until('an error', () => errorsOf(editor.document.uri).length > 0);
  await replace(editor, 'pe 4', 'pe 5');
  await errorAt(editor.document, 'pe 5');
  await revert();
  await noErrors(editor.document.uri);
});

async function whileOff(setting: string, check: () => Promise<unknown>): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('exeunt');
  await configuration.update(setting, false, vscode.ConfigurationTarget.Global);
  try {
    await check();
  } finally {
    await configuration.update(setting, undefined, vscode.ConfigurationTarget.Global);
  }
}
