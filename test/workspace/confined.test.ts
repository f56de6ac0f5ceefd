import { expect, it } from 'vitest';
import { confined } from '../../server/src/workspace/confined';
import type { FileSystem } from '../../server/src/workspace/file-system';
import { memoryFiles } from '../support/memory-files';

const links: Readonly<Record<string, string>> = {
  'file:///ws/link.onnx': 'file:///other/m.onnx',
  'file:///ws/inner.onnx': 'file:///real/m.onnx',
  'file:///ws': 'file:///real',
};
const linked: FileSystem = {
  ...memoryFiles({
    'file:///real/m.onnx': 'inside',
    'file:///other/m.onnx': 'outside',
    'file:///ws2/m.onnx': 'namesake',
  }),
  followed: (uri) => {
    const found = links[uri] ?? uri.replace('file:///ws/', 'file:///real/');
    return Promise.resolve(found.includes('nowhere') ? { kind: 'absent' } : found);
  },
  list: (uri) => Promise.resolve([{ name: uri, isFolder: false }]),
};

const text = async (files: FileSystem, uri: string) => {
  const found = await files.read(uri, 100);
  return found instanceof Uint8Array ? new TextDecoder().decode(found) : found.kind;
};

it.each([
  ['file:///ws/m.onnx', 'inside'],
  ['file:///ws/inner.onnx', 'inside'],
  ['file:///real/m.onnx', 'inside'],
  ['file:///ws/link.onnx', 'outside'],
  ['file:///other/m.onnx', 'outside'],
  ['file:///ws2/m.onnx', 'outside'],
  ['file:///ws/nowhere.onnx', 'absent'],
  ['file:///other/nowhere.onnx', 'outside'],
])('%s is %s of a folder that is itself a link', async (uri, found) => {
  const files = confined(linked, () => ['file:///ws']);
  expect(await text(files, uri)).toBe(found);
  const size = await files.size(uri);
  expect(typeof size === 'number' ? 'inside' : size.kind).toBe(found);
});

it('a folder is listed only if its target is allowed', async () => {
  const files = confined(linked, () => ['file:///ws']);
  expect(await files.list?.('file:///ws/sub')).toEqual([{ name: 'file:///real/sub', isFolder: false }]);
  expect(await files.list?.('file:///other')).toEqual([]);
});

it('nothing is refused once the folders are trusted', async () => {
  let folders: string[] | undefined = ['file:///ws'];
  const files = confined(linked, () => folders);
  expect(await text(files, 'file:///other/m.onnx')).toBe('outside');
  folders = undefined;
  expect(await files.size('file:///other/m.onnx')).toBe('outside'.length);
});
