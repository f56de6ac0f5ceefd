import { describe, expect, test } from 'vitest';
import { randomNumbers } from '../../../server/src/arithmetic';
import { load } from '../../support/fixture';
import { execute, hasTool, temporaryFolder } from '../../support/compilers';
import { buildTestbenches, counted, exported, runCounted, sanitized } from './kernels';

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

/** Pools of one, few and many words, whose sums come back after as many turns; windows side by side and over each other. */
const pools = [
  `input image 16x32x32
   maxpool m window 2x2 parallel pe 16
   maxpool o window 3x3 stride 2 parallel pe 16
   globalpool g parallel pe 4`,
  // Three words, a border, gaps between windows and behind the last.
  `input image 6x17x19
   maxpool a window 2x3 stride 3x4 pad 1 parallel pe 2
   avgpool b window 2x2 pad 1x0x0x1 parallel pe 3
   avgpool c window 2x1 parallel pe 6
   globalpool g parallel pe 6`,
  // One window a row, and one in all.
  `input image 5x16x4
   maxpool a window 2x2 stride 4x4 parallel pe 5
   avgpool b window 2x1 parallel pe 1
   globalpool g`,
  // Over each other: in both directions, in one with gaps in the other, padded.
  `input image 4x15x14
   maxpool a window 3x3 stride 1 parallel pe 4
   avgpool b window 3x2 stride 2 pad 1 parallel pe 2
   maxpool c window 2x1 stride 1x2 parallel pe 1
   avgpool d window 2x2 stride 1 parallel pe 2
   globalpool g parallel pe 2`,
  `input image 2x3x3
   upsample u scale 2x3 parallel pe 2
   upsample v scale 3x1 parallel pe 1
   upsample w scale 1x2 parallel pe 2
   avgpool a window 5x5 stride 5 parallel pe 2
   upsample x scale 2 parallel pe 2
   maxpool b window 2x2 stride 1 parallel pe 1
   flatten`,
].map((body) => `device { board pynq-z2 }\nnetwork n {\n${body}\n dense f units 10 parallel pe 2\n}`);

describe.skipIf(!hasTool('g++'))('maxima', () => {
  const folder = temporaryFolder();

  test('between types of other widths are saturated, in kernels as in the reference', async () => {
    const made = [];
    for (const text of designs) {
      const { analysis } = await load(text);
      made.push(exported(analysis, randomNumbers(analysis.lists, 3)));
    }
    const printed = runCounted(buildTestbenches(folder, 'maxima', made, counted));
    expect(printed.match(/every value is right/g)).toHaveLength(designs.length);
  });

  test.each([
    ['in the cycles of the model', 'pools', counted],
    ['without a read beside a memory', 'sanitized', sanitized],
  ])('and means of any words and windows are what the reference says, %s', async (_, name, flags) => {
    const made = [];
    for (const text of pools) {
      const { analysis } = await load(text);
      expect(analysis.problems.map(({ kind }) => kind)).toEqual([]);
      made.push(exported(analysis, randomNumbers(analysis.lists, 4)));
    }
    const program = buildTestbenches(folder, name, made, flags);
    const printed = flags === counted ? runCounted(program) : execute(program, []);
    expect(printed).not.toContain('WRONG');
    expect(printed.match(/every value is right/g)).toHaveLength(pools.length);
  });
});
