import { describe, expect, test } from 'vitest';
import { randomNumbers } from '../../../server/src/arithmetic';
import { load } from '../../support/fixture';
import { execute, hasTool, temporaryFolder } from '../../support/compilers';
import { buildTestbenches, counted, exported, runCounted, sanitized } from './kernels';

/** Convolutions whose unit takes several channels, positions and groups at a time, in every order of them. */
const designs = [
  // Depthwise: several channels and positions at a time, one or several filters a channel.
  `input image 8x10x10
   depthwise a kernel 3x3 pad 1 parallel pe 4 simd 3
   depthwise b kernel 3x3 parallel pe 8 simd 9
   depthwise c kernel 2x2 filters 16 stride 2 parallel pe 4 simd 2
   depthwise d kernel 1x3 filters 16 pad 0x1x0x1 parallel pe 1 simd 3`,
  // As many filters of a channel as are computed at once, and half of them.
  `input image 4x7x8
   depthwise a kernel 3x2 filters 16 parallel pe 4 simd 6
   depthwise b kernel 2x2 filters 64 parallel pe 2 simd 4`,
  // Groups, one and several at once; part of a position, all of it, and several positions at a time.
  `input image 8x9x9
   conv a kernel 3x3 filters 8 groups 2 parallel pe 2 simd 2
   conv b kernel 3x3 filters 8 groups 2 pad 1 parallel pe 8 simd 2
   conv c kernel 2x2 filters 8 groups 4 parallel pe 8 simd 4
   conv d kernel 2x2 filters 4 groups 2 parallel pe 4 simd 16
   conv e kernel 2x2 filters 4 groups 4 parallel pe 2 simd 1`,
  // Kernels of one position, whose groups take turns.
  `input image 12x4x4
   conv a kernel 1x1 filters 6 groups 3 parallel pe 6 simd 2
   conv b kernel 1x1 filters 6 groups 2 parallel pe 6 simd 3
   conv c kernel 1x1 filters 6 groups 2 stride 2 parallel pe 3 simd 1`,
  // Lanes that divide neither the channels of an image nor those of a group.
  `input image 6x6x6
   conv a kernel 2x2 filters 12 parallel pe 3 simd 4
   conv b kernel 2x2 filters 14 groups 2 parallel pe 14 simd 4
   conv c kernel 1x1 filters 2 groups 2 parallel pe 1 simd 7
   conv d kernel 3x3 filters 2 groups 2 pad 1 parallel pe 2 simd 9`,
].map((body) => `device { board pynq-z2 }\nnetwork n {\n${body}\n flatten\n dense f units 3\n}`);

describe.skipIf(!hasTool('g++'))('channels and groups at a time', () => {
  const folder = temporaryFolder();

  test.each([
    ['in the cycles of the model, over FIFOs of their depth', 'counted', counted, 'g++'],
    ['without a read beside a memory', 'sanitized', sanitized, 'g++'],
  ])('compute what the integer reference computes, %s', async (_, name, flags, compiler) => {
    const made = [];
    for (const text of designs) {
      const { analysis } = await load(text);
      expect(analysis.problems.map(({ kind }) => kind)).toEqual([]);
      made.push(exported(analysis, randomNumbers(analysis.lists, 5)));
    }
    const program = buildTestbenches(folder, name, made, flags, compiler);
    const printed = flags === counted ? runCounted(program) : execute(program, []);
    expect(printed).not.toContain('WRONG');
    expect(printed.match(/every value is right/g)).toHaveLength(designs.length);
  });
});
