/** Layers and stages that are called what the generated code, its headers or its tools call something. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { randomNumbers } from '../../../server/src/arithmetic';
import { execute, hasTool, temporaryFolder } from '../../support/compilers';
import { pynq } from '../../support/designs';
import { load } from '../../support/fixture';
import { exported, strict, writeFiles } from './kernels';
import type { HlsExport } from '../../../server/src/export/hls/hls-export';

/** With all that generated code has names for. */
const everything = `${pynq}
network n {
  input image 2x8x8
  conv c kernel 3x3 pad 1 filters 4
  depthwise d kernel 3x3 pad 1 parallel pe 2 simd 3
  avgpool a window 2x2
  upsample u scale 2
  relu r
  add s from r, c
  maxpool m window 3x3 stride 2
  flatten f
  dense g units 3
}
exit early after m {
  flatten h
  dense i units 3
  when softmax >= 0.5
}
`;

const words =
  'and_eq bitand bit byte class endmodule nullptr interface logic package process signal wire reg inputs ' +
  'c_weights c_bias c_shift c_multiplier c_weights_in c_unit c_window c_code d_weights g_weights';

describe.skipIf(!hasTool('g++'))('names of the generated code, its headers and languages', () => {
  const folder = temporaryFolder();
  const compile = (name: string, lines: readonly string[]): void => {
    const path = join(folder, `${name}.cpp`);
    writeFileSync(path, lines.join('\n'));
    execute('g++', [...strict, '-fsyntax-only', `-I${join(folder, name, 'hls/include')}`, path]);
  };
  const made = async (name: string, text: string): Promise<HlsExport> => {
    const { analysis } = await load(text);
    const result = exported(analysis, randomNumbers(analysis.lists, 1));
    writeFiles(join(folder, name), result.files);
    return result;
  };

  test('are names that layers can have', { timeout: 120_000 }, async () => {
    const { files } = await made('base', everything);
    const code = [...files].filter(([name]) => /\.(?:[ch]pp|[ch])$/.test(name)).map(([, text]) => text);
    const used = new Set([...namesIn(code), ...words.split(' ')]);
    const headers = join(folder, 'headers.cpp');
    const includes = code.flatMap((text) => text.match(/^#include <(?!ap_|hls_).*>/gm) ?? []);
    writeFileSync(headers, includes.join('\n'));
    const macros = execute('g++', ['-std=gnu++14', '-dM', '-E', headers]);
    for (const [, name] of macros.matchAll(/^#define ([A-Za-z]\w*)/gm)) used.add(name ?? '');
    expect(used.size).toBeGreaterThan(900);

    const isMatrix = (name: string, i: number): boolean => i % 12 === 0 || words.includes(name);
    // Each name once as it is, once as the other kind of layer: a matrix has tables of its name, both a function.
    const matrices = [...used].map((name, i) =>
      isMatrix(name, i) ? `conv "${name}" kernel 1x1 filters 1` : `relu "${name}"`,
    );
    const elements = [...used].filter(isMatrix).map((name) => `relu "${name}"`);
    for (const [folder, layers] of Object.entries({ matrices, elements })) {
      const { plans } = await made(folder, `${network(layers)}}`);
      const [{ top } = { top: '' }] = plans;
      compile(folder, [
        `#include "${folder}/hls/${top}/tb.cpp"`,
        `#include "${folder}/hls/${top}/${top}.cpp"`,
      ]);
    }
  });

  test('are names that stages can have', { timeout: 120_000 }, async () => {
    const { files, plans } = await made('one', `${network(['conv c kernel 1x1 filters 1'])}}`);
    const top = plans[0]?.top ?? '';
    const used = namesIn(['tb.cpp', `${top}.hpp`].map((file) => files.get(`hls/${top}/${file}`) ?? ''));
    const names = [...used, 'INT64_MAX', 'stdin', 'bit'];
    expect(names.length).toBeGreaterThan(40);
    const stages = names.map(
      (name, i) => `stage "${name}" in static { l${i}${i === names.length - 1 ? ' .. last' : ''} }`,
    );
    const stated = await made(
      'stages',
      `${network(names.map((_, i) => `conv l${i} kernel 1x1 filters 1`))}}
${stages.join('\n')}
`,
    );
    compile('stages', [
      '#include <stdlib.h>',
      '#include "exeunt_stream.hpp"',
      ...stated.plans.flatMap((plan, i) => [
        `namespace n${i} {`,
        `#include "stages/hls/${plan.top}/tb.cpp"`,
        '}',
      ]),
    ]);
  });
});

function network(layers: readonly string[]): string {
  return `${pynq}
network n {
  input image 1x2x2
  ${layers.join('\n  ')}
  flatten
  dense last units 2
`;
}

function namesIn(code: readonly string[]): Set<string> {
  const all = code.flatMap((text) => text.replace(/\/\/.*/g, '').match(/\b[A-Za-z]\w*/g) ?? []);
  return new Set(all.filter((name) => !/__|_$/.test(name)));
}
