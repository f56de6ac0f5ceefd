import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import type { FileSystem } from '../../server/src/workspace/file-system';
import type { Refusal } from '../../server/src/workspace/refusal';
import { diagnosticsIn, diagnosticsOf } from '../support/files-on-disk';
import { memoryFiles } from '../support/memory-files';

/** Files that answer everything but the design with one refusal. */
function refusing(design: string, refusal: Refusal): FileSystem {
  const files = memoryFiles({ 'file:///d/n.exeunt': design });
  const isDesign = (uri: string): boolean => uri === 'file:///d/n.exeunt';
  const absent: Refusal = { kind: 'absent' };
  const answer = (uri: string): Refusal => (uri.endsWith('.calibration.json') ? absent : refusal);
  return {
    read: (uri, most) => (isDesign(uri) ? files.read(uri, most) : Promise.resolve(answer(uri))),
    size: (uri) => (isDesign(uri) ? files.size(uri) : Promise.resolve(answer(uri))),
  };
}

const profile = 'profile "t.csv"\n';

it.each<[Refusal, string]>([
  [
    { kind: 'not-regular', what: 'device' },
    'error EX8003 `t.csv` is not read: it is a device, not a regular file. Name a file.',
  ],
  [
    { kind: 'too-large', most: 256e6, bytes: 300e6 },
    'error EX8003 `t.csv` is not read: it is 300 MB, above the limit of 256 MB for a trace. Profile fewer samples, with --samples.',
  ],
  [
    { kind: 'unreadable', reason: 'permission denied' },
    'error EX8003 `t.csv` is not read: it cannot be read: permission denied.',
  ],
  [
    { kind: 'outside' },
    'warning EX8003 `t.csv` is not read: it is outside the workspace, which is not trusted. Trust the workspace, or copy the file into it.',
  ],
])('%o is reported once, on the path', async (refusal, told) => {
  expect(await diagnosticsIn(refusing(profile, refusal), 'file:///d/n.exeunt')).toEqual([`1:9 ${told}`]);
});

it.each([
  '//evil.invalid/share/t.csv',
  '\\\\\\\\evil.invalid\\\\share\\\\t.csv',
  'file://evil.invalid/share/t.csv',
])('a path to another computer is never looked up: %s', async (path) => {
  const untouched: FileSystem = {
    ...refusing(`profile "${path}"\n`, { kind: 'absent' }),
    size: (uri) => Promise.reject(new Error(uri)),
  };
  const [told, ...more] = await diagnosticsIn(untouched, 'file:///d/n.exeunt');
  expect(told).toMatch(
    /^1:9 error EX8003 .* it is on another computer, evil\.invalid, and only local files are read\. Copy the file next to the design\.$/,
  );
  expect(more).toEqual([]);
});

it('a trace that unpacks too far is reported as such, once', async () => {
  const bomb = gzipSync(Buffer.alloc(257e6), { level: 1 });
  expect(await diagnosticsOf({ 'n.exeunt': 'profile "t.csv.gz"\n', 't.csv.gz': bomb })).toEqual([
    '1:9 error EX8003 `t.csv.gz` is not read: unpacked, it is above the limit of 256 MB for a trace. Profile fewer samples, with --samples.',
  ]);
});

it('a model of more than 31 bits is reported without being read', async () => {
  const design = 'network n from "m.onnx" { input image 1x8x8 flatten dense f1 units 10 }\n';
  const files = refusing(design, { kind: 'absent' });
  const large: FileSystem = {
    ...files,
    size: (uri) => (uri.endsWith('.onnx') ? Promise.resolve(3e9) : files.size(uri)),
  };
  const found = await diagnosticsIn(large, 'file:///d/n.exeunt');
  expect(found).toEqual([
    '1:16 error EX8003 `m.onnx` is not read: it is 3 GB, above the limit of 2.15 GB for a model. Store its weights as external data.',
  ]);
});
