import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runExport } from '../../server/src/cli/export';
import { repository, temporaryFolder } from '../support/compilers';
import { crowded } from '../support/crossing-designs';
import { chain, pynq } from '../support/designs';

const sample = join(repository, 'samples/blenet-pynq-z2/blenet.exeunt');

describe('exeunt export hls', () => {
  const folder = temporaryFolder();
  let count = 0;
  const write = (text: string): string => {
    const path = join(folder, `design${count++}.exeunt`);
    writeFileSync(path, text);
    return path;
  };
  const small = (layers: string, more = ''): string =>
    `${pynq}\nnetwork n {\n  input image 4x8x8\n${layers}\n  flatten\n  dense last units 3\n}\n${more}`;

  test.each([
    ['no model', chain, [], /:\d+:\d+: error EX8101: network n has no model/],
    [
      'a model that is not there',
      chain.replace('network n', 'network n from "none.onnx"'),
      [],
      /cannot read none.onnx/,
    ],
    [
      'a layer that the template lacks',
      small('  conv c kernel 3x3 filters 4\n  softmax s'),
      ['--random-weights'],
      /:5:3: error EX8101: s: no kernel computes a softmax/,
    ],
    [
      'floating point',
      small('  conv c kernel 3x3 filters 4 weights fp16'),
      ['--random-weights'],
      /:4:3: error EX8101: c: weights fp16/,
    ],
    [
      'low rank',
      small('  conv c kernel 3x3 filters 8 rank 2'),
      ['--random-weights'],
      /c: `rank` is modelled, but not exported yet/,
    ],
    [
      'weights in UltraRAM',
      small('  conv c kernel 3x3 filters 8 weights-in uram').replace('pynq-z2', 'zcu104'),
      ['--random-weights'],
      /c: weights-in uram: UltraRAM cannot begin/,
    ],
    [
      'lanes across groups',
      small('  conv c kernel 3x3 filters 12 groups 2 parallel pe 4'),
      ['--random-weights'],
      /c: pe 4 cuts groups of 6 filters apart/,
    ],
    [
      'more values between stages than there are streams',
      crowded(9),
      ['--random-weights'],
      /stage one reads image and hands on 9 values \(v0, .*v8\); .*begin a stage at next instead, where one value crosses/,
    ],
  ])('refuses %s, and writes nothing', async (_, text, options, message) => {
    const design = text.includes('device') ? text : `${pynq}\n${text}`;
    const out = join(folder, `out${count}`);
    await expect(runExport(['hls', write(design), '-o', out, ...options])).rejects.toThrow(message);
    expect(readdirSync(folder)).not.toContain(out.split('/').at(-1));
  });

  test('makes kernels of a design that does not fit, and says so; a Vivado project not', async () => {
    const tight = small(
      '  conv c kernel 3x3 filters 64 parallel pe 64 simd 36',
      'stage s in r { c .. last }\nregion r { pblock SLICE_X36Y50:SLICE_X39Y99 }',
    );
    const design = write(tight);
    const out = join(folder, 'tight');
    await runExport(['hls', design, '-o', out, '--random-weights']);
    expect(readFileSync(join(out, 'README.md'), 'utf8')).toMatch(
      /Exported despite an error, for simulation and synthesis: EX4002, `s` does not fit/,
    );
    expect(readdirSync(join(out, 'hls/s'))).toContain('s.cpp');
    for (const what of ['vivado', 'all']) {
      await expect(runExport([what, design, '-o', join(folder, 'no'), '--random-weights'])).rejects.toThrow(
        'a design with errors is not exported; `export hls` still makes its kernels and twin',
      );
    }
    expect(readdirSync(folder)).not.toContain('no');
  });

  test('refuses a folder of something else', async () => {
    const out = join(folder, 'other');
    mkdirSync(out);
    writeFileSync(join(out, 'mine.txt'), 'mine');
    await expect(runExport(['hls', sample, '-o', out])).rejects.toThrow(/holds files that are not/);
    expect(readdirSync(out)).toEqual(['mine.txt']);
  });

  test('puts the images beside the profile into the twin', async () => {
    const out = join(folder, 'sample');
    await runExport(['hls', sample, '-o', out]);
    const head = (name: string) => [...readFileSync(join(out, 'runtime/sim', name)).subarray(0, 16)];
    expect(head('images.idx')).toEqual([0, 0, 8, 3, 0, 0, 0x27, 0x10, 0, 0, 0, 28, 0, 0, 0, 28]);
    expect(head('labels.idx').slice(0, 8)).toEqual([0, 0, 8, 1, 0, 0, 0x27, 0x10]);
  });

  test('marks random weights in every file', async () => {
    const out = join(folder, 'random');
    await runExport(['hls', write(small('  conv c kernel 3x3 filters 4')), '-o', out, '--random-weights']);
    const files = readdirSync(join(out, 'hls'), { recursive: true, encoding: 'utf8' }).filter((f) =>
      /\.\w+$/.test(f),
    );
    expect(files.length).toBeGreaterThan(12);
    for (const file of files)
      expect(readFileSync(join(out, 'hls', file), 'utf8'), file).toContain('RANDOM WEIGHTS');
  });
});
