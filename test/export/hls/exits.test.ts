/** Kernels of the kinds of exits, against the integer reference, under sanitizers and side by side. */
import { describe, expect, test } from 'vitest';
import { randomNumbers } from '../../../server/src/arithmetic';
import { pynq } from '../../support/designs';
import { execute, hasTool, temporaryFolder } from '../../support/compilers';
import { load } from '../../support/fixture';
import { buildTestbenches, counted, exported, runCounted, sanitized } from './kernels';

const many = `${pynq}
network n {
  input image 1x8x8
  conv c1 kernel 3x3 filters 4
  relu
  maxpool p1 window 2x2
  conv c2 kernel 2x2 filters 8
  relu
  flatten
  dense f1 units 10
  relu r1
  dense f2 units 10
}
exit zero after image {
  flatten
  dense z1 units 10
  when softmax >= 0.5
}
exit sure after p1 {
  globalpool g
  dense scores units 10
  dense confidence units 1 from g
  when confidence >= 0.5
}
exit after-scores after c2 {
  flatten
  dense s units 10
  dense t units 1
  when t <= 0.4
}
exit plain after f1 {
  when softmax >= 0.2
}
exit by-one after f1 {
  dense k units 1
  when k >= 0.6
}
`;

const binary = `${pynq}
network n {
  input image 1x8x8
  conv c1 kernel 3x3 filters 4
  relu
  flatten
  dense f1 units 1
}
${['softmax', 'softmax2', 'entropy', 'margin']
  .map(
    (criterion, i) => `exit e${i} after c1 {
  flatten
  dense b${i} units 1
  when ${criterion} ${criterion === 'entropy' ? '<= 0.6' : '>= 0.55'}
}`,
  )
  .join('\n')}
`;

describe.skipIf(!hasTool('g++'))('exits', () => {
  const folder = temporaryFolder();

  test.each([
    ['sanitized', sanitized, [many, binary]],
    // Side by side, over FIFOs of their depth.
    ['counted', counted, [many]],
  ] as const)(
    'of every kind are what the reference says (%s)',
    { timeout: 300_000 },
    async (name, flags, texts) => {
      const made = await Promise.all(
        texts.map(async (text) => {
          const { analysis } = await load(text);
          return exported(analysis, randomNumbers(analysis.lists, 3));
        }),
      );
      const program = buildTestbenches(folder, name, made, flags);
      const said = flags === counted ? runCounted(program) : execute(program, []);
      expect(said.match(/every value is right/g)).toHaveLength(made.flatMap((m) => m.plans).length);
    },
  );
});

test('the twin of a design with an exit on the input takes the images of the network', async () => {
  const { analysis } = await load(many);
  const { files } = exported(analysis, randomNumbers(analysis.lists, 5));
  expect(files.get('runtime/sim/twin_data.cpp')).toContain('channels = 1, rows = 8, columns = 8,');
});
