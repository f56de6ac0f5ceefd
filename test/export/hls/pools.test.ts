import { describe, expect, test } from 'vitest';
import { randomNumbers } from '../../../server/src/arithmetic';
import { load } from '../../support/fixture';
import { execute, hasTool, temporaryFolder } from '../../support/compilers';
import { buildTestbenches, counted, exported } from './kernels';

/** Maxima of values that the output cannot hold, of fewer values than it holds, and signs behind which a relu stands. */
const designs = [
  ['int10', 'int8', ''],
  ['int4', 'int10', ''],
  ['int12', 'binary', ''],
  ['int8', 'ternary', 'relu'],
  ['int8', 'binary', 'relu'],
].map(
  ([before, behind, relu]) => `device { board pynq-z2 }
network n {
  input image 2x6x6
  conv c kernel 3x3 filters 3 activations ${before}
  maxpool m window 2x2 stride 1 pad 1 activations ${behind}
  ${relu}
  conv d kernel 2x2 filters 2 activations ${behind}
  ${relu}
  flatten
  dense f units 3
}`,
);

describe.skipIf(!hasTool('g++'))('maxima', () => {
  const folder = temporaryFolder();

  test('between types of other widths are saturated, in kernels as in the reference', async () => {
    const made = [];
    for (const text of designs) {
      const { analysis } = await load(text);
      made.push(exported(analysis, randomNumbers(analysis.lists, 3)));
    }
    const printed = execute(buildTestbenches(folder, 'maxima', made, counted), []);
    expect(printed.match(/every value is right/g)).toHaveLength(designs.length);
  });
});
