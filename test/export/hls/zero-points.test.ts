/** Zero points that are odd, and scales that are no powers of two, in kernels as in the reference. */
import { describe, expect, test } from 'vitest';
import { type Quantisation, type QuantisedDesign, randomNumbers } from '../../../server/src/arithmetic';
import { load } from '../../support/fixture';
import { hasTool, temporaryFolder } from '../../support/compilers';
import { entryCode } from '../../support/entry';
import { seeded } from '../../support/seed';
import { buildTestbenches, counted, exported, runCounted } from './kernels';

const design = `device { board pynq-z2 }
network n {
  input image 2x6x6
  conv c kernel 3x3 filters 4 pad 1
  conv d kernel 1x1 filters 4 from c
  add s from c, d
  avgpool p window 2x2 stride 1 from s
  avgpool q window 3x3 stride 1 pad 1 from p
  concat j from p, q
  globalpool g from j
  flatten
  dense f units 3
}`;

/** Layers by position, and whose codes they read. */
const reads: Readonly<Record<number, readonly number[]>> = {
  1: [0],
  2: [1],
  3: [1, 2],
  4: [3],
  5: [4],
  6: [4, 5],
  7: [6],
  9: [7],
};

/** The same numbers with codes drawn anew, each value's the same wherever it is read. */
function withCodes(numbers: QuantisedDesign, stream: number, exact: boolean): QuantisedDesign {
  const random = seeded(stream);
  const whole = (most: number) => Math.floor(random() * most);
  const codes = Array.from({ length: 10 }, (): Quantisation => {
    const scale = exact ? 2 ** -(3 + whole(4)) : Math.fround(0.01 + random() * 0.1);
    return { scale, zeroPoint: 2 * whole(100) - 99, min: -128, max: 127 };
  });
  const code = (i: number): Quantisation => (i === 0 ? entryCode(numbers) : (codes[i] ?? entryCode(numbers)));
  return {
    ...numbers,
    lists: numbers.lists.map((list) => ({
      ...list,
      layers: new Map(
        [...list.layers].map(([i, layer]) => [
          i,
          { ...layer, inputs: (reads[i] ?? []).map(code), output: code(i), countPadding: i === 5 && exact },
        ]),
      ),
    })),
  };
}

describe.skipIf(!hasTool('g++'))('sums, joins and means', () => {
  const folder = temporaryFolder();

  test('of odd zero points and of any scales', async () => {
    const { analysis } = await load(design);
    const numbers = randomNumbers(analysis.lists, 3);
    const made = [71, 72, 73, 74].map((stream, i) =>
      exported(analysis, withCodes(numbers, stream, i % 2 === 0)),
    );
    const printed = runCounted(buildTestbenches(folder, 'zeros', made, counted));
    expect(printed.match(/every value is right/g)).toHaveLength(made.length);
  });
});
