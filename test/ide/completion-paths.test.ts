import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { pathCompletions } from '../../server/src/ide/completion';
import { pathAt } from '../../server/src/ide/completion-paths';
import { nodeFileSystem } from '../../server/src/node/file-system';
import { Documents } from '../../server/src/workspace/documents';
import { load } from '../support/fixture';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exeunt-paths-'));
  await mkdir(join(folder, 'models'));
  await mkdir(join(folder, '.git'));
  await mkdir(join(folder, '$out'));
  await symlink(join(folder, 'models'), join(folder, 'linked'));
  for (const name of [
    'main.exeunt',
    'boards.exeunt',
    'net.onnx',
    'NET2.ONNX',
    'a.csv',
    'b.csv.gz',
    'ünï.exeunt',
  ]) {
    await writeFile(join(folder, name), '');
  }
  await writeFile(join(folder, 'models', 'deep net.onnx'), '');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What is offered at `$0`, and what the text becomes. */
async function offered(fixture: string, uri = pathToFileURL(join(folder, 'main.exeunt')).href) {
  const { analysis, offset, text } = await load(fixture);
  const place = pathAt(analysis, offset);
  if (place === undefined) return undefined;
  const entries = await new Documents(nodeFileSystem).list(uri, place.folder);
  if (entries === undefined) return undefined;
  return pathCompletions(analysis, place, entries)
    .sort((a, b) => (a.sortText < b.sortText ? -1 : 1))
    .map(({ label, insert, start, end }) => ({
      label,
      text: text.slice(0, start) + insert.replace('$0', '‹›').replaceAll('\\$', '$') + text.slice(end),
    }));
}

describe('files of the kind that fits, then folders', () => {
  test.each([
    ['an import', 'import "$0"', ['boards.exeunt', 'ünï.exeunt', '$out/', 'linked/', 'models/', '../']],
    ['a model', 'network n from "$0" { }', ['net.onnx', 'NET2.ONNX', '$out/', 'linked/', 'models/', '../']],
    ['a trace', 'profile "$0"', ['a.csv', 'b.csv.gz', '$out/', 'linked/', 'models/', '../']],
    ['a folder', 'network n from "models/$0" { }', ['deep net.onnx', '../']],
    ['a folder behind a link', 'network n from "linked/d$0', ['deep net.onnx', '../']],
    ['hidden ones when asked for', 'import ".$0"', ['.git/', '../']],
    ['a folder that is not there', 'import "nowhere/$0"', ['../']],
  ])('%s', async (_, fixture, labels) => {
    expect((await offered(fixture))?.map((c) => c.label)).toEqual(labels);
  });
});

describe('only the last part of the path is replaced', () => {
  test.each([
    ['import "bo$0"', 'boards.exeunt', 'import "boards.exeunt"'],
    ['import "bo$0', 'boards.exeunt', 'import "boards.exeunt"'],
    ['import $0', 'boards.exeunt', 'import "boards.exeunt"'],
    ['import $0', 'models/', 'import "models/‹›"'],
    ['network n from "mo$0" { }', '$out/', 'network n from "$out/‹›" { }'],
    ['network n from "models/de$0" { }', 'deep net.onnx', 'network n from "models/deep net.onnx" { }'],
    ['network n from "models\\d$0" { }', 'deep net.onnx', 'network n from "models\\deep net.onnx" { }'],
  ])('%s', async (fixture, label, text) => {
    expect((await offered(fixture))?.find((c) => c.label === label)?.text).toBe(text);
  });
});

it.each([
  ['where no path stands', 'region r { pblock $0 }', undefined],
  ['in a document without a folder', 'import "$0"', 'untitled:Untitled-1'],
])('offers nothing %s', async (_, fixture, uri) => {
  expect(await offered(fixture, uri)).toBeUndefined();
});
