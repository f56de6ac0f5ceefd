import { describe, expect, test } from 'vitest';
import { randomNumbers } from '../../../server/src/arithmetic';
import { load } from '../../support/fixture';
import { execute, hasTool, temporaryFolder } from '../../support/compilers';
import { buildTestbenches, counted, exported, runCounted, sanitized } from './kernels';

/** Layers that hand over all taps at once, in networks that each are one kernel. */
const designs = [
  // One channel, and the matrix that takes a window in one cycle, in five, and less than a window at a time.
  `input image 1x12x12
   conv a kernel 5x5 filters 4 pad 2 parallel pe 4 simd 25 window parallel
   conv b kernel 3x3 filters 2 pad 1 parallel simd 36 window parallel
   conv c kernel 3x3 filters 3 parallel pe 3 simd 6 window parallel`,
  // Strides, uneven padding, dilation, kernels that are not square.
  `input image 3x17x19
   conv a kernel 3x3 filters 2 stride 2 pad 1x0x0x1 parallel simd 27 window parallel
   conv b kernel 2x3 filters 4 stride 1x2 dilation 2 pad 2 parallel pe 4 simd 12 window parallel
   conv c kernel 1x4 filters 3 parallel pe 3 simd 16 window parallel
   conv d kernel 3x1 filters 2 stride 2x1 parallel simd 3 window parallel`,
  // Rows so short that registers hold them; the kernel as large as the image.
  `input image 2x20x1
   conv a kernel 5x1 filters 4 pad 2x0 parallel simd 10 window parallel
   conv b kernel 3x1 filters 2 dilation 2 parallel pe 2 simd 4 window parallel
   conv c kernel 16x1 filters 3 parallel simd 32 window parallel`,
  // Groups: one after the other, and several at once; depthwise with one and with two filters a channel.
  `input image 4x11x10
   conv a kernel 3x3 filters 8 groups 2 pad 1 parallel pe 2 simd 18 window parallel
   conv b kernel 3x3 filters 8 groups 4 pad 1 parallel pe 4 simd 6 window parallel
   depthwise c kernel 3x3 pad 1 parallel pe 4 simd 9 window parallel
   depthwise d kernel 3x2 filters 16 parallel pe 4 simd 2 window parallel
   depthwise e kernel 2x2 filters 32 stride 3 parallel pe 1 simd 4 window parallel`,
  // Weights from memory, wide and narrow numbers, and a stride without a kernel.
  `input image 2x9x9
   conv a kernel 3x3 filters 2 weights-in ddr activations int12 parallel pe 2 simd 18 window parallel
   conv b kernel 2x2 filters 4 weights ternary activations int4 parallel pe 4 simd 8 window parallel
   conv c kernel 1x1 filters 2 stride 2 parallel simd 4 window parallel
   conv d kernel 3x3 filters 2 parallel window parallel`,
  // Products at a time that do not divide the channels of a position, over long and short lines.
  `input image 4x9x19
   conv a kernel 3x3 filters 6 pad 1 parallel pe 2 simd 3 window parallel
   conv b kernel 2x2 filters 4 parallel pe 4 simd 4 window parallel
   conv c kernel 3x3 filters 4 stride 1x9 pad 0x1 parallel simd 3 window parallel
   conv d kernel 3x1 filters 2 parallel simd 3 window parallel`,
].map((body) => `device { board pynq-z2 }\nnetwork n {\n${body}\n flatten\n dense f units 3\n}`);

describe.skipIf(!hasTool('g++'))('windows that hand over all taps at once', () => {
  const folder = temporaryFolder();

  test.each([
    ['in the cycles of the model, over FIFOs of their depth', 'counted', counted, designs],
    ['without a read beside a memory', 'sanitized', sanitized, [designs[1], designs[2], designs[5]]],
  ])('compute what the integer reference computes, %s', async (_, name, flags, some) => {
    const made = [];
    for (const text of some) {
      if (text === undefined) throw new Error('no design');
      const { analysis } = await load(text);
      const diagnosed = analysis.problems.map(({ kind }) => kind);
      expect(diagnosed).toEqual([]);
      made.push(exported(analysis, randomNumbers(analysis.lists, 5)));
    }
    const sources = made.flatMap(({ files }) => [...files.values()]).join('');
    expect(sources).toContain('exeunt::parallel_window<');
    expect(sources).toContain('exeunt::short_parallel_window<');
    const program = buildTestbenches(folder, name, made, flags);
    const printed = flags === counted ? runCounted(program) : execute(program, []);
    expect(printed).not.toContain('WRONG');
    expect(printed.match(/every value is right/g)).toHaveLength(some.length);
  });
});
