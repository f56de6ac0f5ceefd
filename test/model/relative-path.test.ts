import { expect, it } from 'vitest';
import { relativePath } from '../../server/src/model/relative-path';
import { uriOfPath } from '../../server/src/workspace/uri';

it.each([
  ['file:///d/n.exeunt', 'file:///d/m.onnx', 'm.onnx'],
  ['file:///d/e/n.exeunt', 'file:///d/models/a%20%281%29.onnx', '../models/a (1).onnx'],
  ['file:///C:/d/n.exeunt', 'file:///c%3A/e/m.onnx', '../e/m.onnx'],
  ['file:///c%3A/d/n.exeunt', 'file:///d%3A/e/m.onnx', 'd:/e/m.onnx'],
  ['vscode-vfs://github/o/r/n.exeunt', 'vscode-vfs://github/o/r/m/m.onnx', 'm/m.onnx'],
])('from %s to %s, and back', (from, to, path) => {
  expect(relativePath(from, to)).toBe(path);
  expect(uriOfPath(from, path)).toBe(to);
});

it.each([
  ['file:///d/n.exeunt', 'file://server/share/m.onnx'],
  ['file:///d/n.exeunt', 'vscode-vfs://github/d/m.onnx'],
  ['no uri', 'file:///d/m.onnx'],
])('there is none from %s to %s', (from, to) => {
  expect(relativePath(from, to)).toBeUndefined();
});
