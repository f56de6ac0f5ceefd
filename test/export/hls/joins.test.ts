import { describe, expect, test } from 'vitest';
import { randomNumbers } from '../../../server/src/arithmetic';
import { load } from '../../support/fixture';
import { execute, hasTool, temporaryFolder } from '../../support/compilers';
import { templateDesigns } from './template-designs';
import { buildTestbenches, counted, exported, runCounted } from './kernels';

/** The short arm waits for two windows to fill. */
const residual = `device { board pynq-z2 }
network n {
  input image 4x16x16
  conv c0 kernel 1x1 filters 4
  conv c1 kernel 5x5 filters 4 pad 2
  conv c2 kernel 5x5 filters 4 pad 2
  add a from c2, c0
}`;

/** The arm without a window is the slower one: it holds up what the other's window waits for. */
const slowShortcut = `device { board pynq-z2 }
network n {
  input image 12x8x3
  conv a kernel 3x3 filters 12 groups 3 pad 1 parallel pe 4 simd 4
  conv b kernel 1x1 filters 12 from image
  add s from a, b
  conv c kernel 1x3 filters 4 pad 0x1
  conv d kernel 1x1 filters 12 from s
  concat e from c, d, s
}`;

/** Where a second compiler is there, it reads the same code. */
const compilers = ['g++', 'clang++'].filter(hasTool);

describe.skipIf(compilers.length === 0)('FIFOs where branches rejoin', () => {
  const folder = temporaryFolder();

  test.each(compilers)(
    'suffice as the model sizes them, and half of it is a deadlock that is reported (%s)',
    async (compiler) => {
      const { analysis } = await load(residual);
      const made = exported(analysis, randomNumbers(analysis.lists, 1));
      const program = buildTestbenches(folder, `residual-${compiler}`, [made], counted, compiler);
      expect(runCounted(program)).toContain('every value is right');
      expect(() => execute(program, ['joins=50'])).toThrow(
        /process \w+ waits for (room in|a word of) stream \w+[^]*deadlock/,
      );
    },
  );

  test.each(['a residual block, and one behind it', 'a wide residual block'] as const)(
    'hold what is in flight on the longer arm, without which a pipeline that stalls would never go on: %s',
    async (name) => {
      const { analysis } = await load(templateDesigns[name]);
      const made = exported(analysis, randomNumbers(analysis.lists, 1));
      const program = buildTestbenches(folder, name.replaceAll(' ', ''), [made], counted, compilers[0]);
      expect(runCounted(program)).toContain('every value is right');
      expect(execute(program, ['slack=0'])).toContain('every value is right');
      expect(() => execute(program, ['slack=0', 'lag=100'])).toThrow(/deadlock/);
    },
  );

  test('suffice where the shorter arm is the slower one', async () => {
    const { analysis } = await load(slowShortcut);
    const made = exported(analysis, randomNumbers(analysis.lists, 1));
    expect(runCounted(buildTestbenches(folder, 'slow', [made], counted, compilers[0]))).toContain(
      'every value is right',
    );
  });
});
