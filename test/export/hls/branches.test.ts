/** Kernels of what is no plain stage of one network: each has golden values of its own. */
import { describe, expect, test } from 'vitest';
import { buildRefusals } from '../../../server/src/analysis/refusals/build-refusals';
import { randomNumbers } from '../../../server/src/arithmetic';
import { hasTool, temporaryFolder } from '../../support/compilers';
import { pynq } from '../../support/designs';
import { load } from '../../support/fixture';
import { buildTestbenches, counted, exported, runCounted } from './kernels';

/** A gate reads the input of the networks that it chooses between. */
const gate = (type: string): string => `${pynq}
network a {
  input image 1x4x4 ${type}
  conv a0 kernel 1x1 filters 2
  flatten
  dense a1 units 2
}
network b {
  input image 1x4x4 ${type}
  conv b1 kernel 3x3 filters 2
  flatten
  dense b2 units 2
}
switch g before a, b {
  flatten
  dense g1 units 2
  case easy rate 50% -> a
  case hard rate 50% -> b
  on static
}
exit early after a0 {
  flatten
  dense e1 units 2
  when softmax >= 0.5
  rate 10%
}`;

/** Networks of different inputs: no controller takes both, but each has its kernels. */
const different = gate('')
  .replace('conv b1', 'relu b0\n  conv b1')
  .replace(/(network b {\s+input image) 1x4x4/, '$1 3x5x7 activations int12');

const variants = (settings: string): string => `${pynq}
network n {
  input image 1x8x8
  conv c1 kernel 3x3 filters 4
  conv c2 kernel 2x2 filters 8
  flatten
  dense f1 units 10
}
stage front in static { c1 }
stage mid in static { c2 } ${settings}
stage back in static { f1 }`;

const designs = [
  ...[gate(''), gate('activations int12'), different],
  ...[variants('parallel pe 2 simd 2'), variants('activations int12')],
];

describe.skipIf(!hasTool('g++'))('kernels', () => {
  const folder = temporaryFolder();

  test('of gates, of several networks and of variants compute what the integer reference computes', async () => {
    const made = [];
    for (const text of designs) {
      const { analysis } = await load(text);
      made.push(exported(analysis, randomNumbers(analysis.lists, 1)));
    }
    const said = runCounted(buildTestbenches(folder, 'branches', made, counted));
    expect(said.match(/every value is right/g)).toHaveLength(made.flatMap((m) => m.plans).length);
  });
});

test('a gate is exported as a project, whatever the type of its networks’ input', async () => {
  const { analysis } = await load(gate('activations int12'));
  expect(buildRefusals(analysis)).toEqual([]);
});
