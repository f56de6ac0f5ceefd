import { beforeAll, describe, expect, test } from 'vitest';
import { randomNumbers } from '../../../server/src/arithmetic';
import { load } from '../../support/fixture';
import { execute, hasTool, temporaryFolder } from '../../support/compilers';
import { type FoldingDesign, foldingDesigns } from './foldings';
import { buildTestbenches, counted, exported, runCounted, sanitized } from './kernels';

/** Ways whose units keep words of their own, beside which a read would fall. */
const keepsWords = new Set(['windows at once', 'each weight once']);

describe.skipIf(!hasTool('g++'))(
  'every unit in every folding computes what the integer reference computes',
  () => {
    const folder = temporaryFolder();
    let designs: readonly FoldingDesign[] = [];
    beforeAll(async () => {
      designs = await foldingDesigns();
    });

    test.each([
      ['in the cycles of the model, over FIFOs of their depth', 'counted', counted],
      ['without a read beside a memory', 'sanitized', sanitized],
    ])('%s', { timeout: 300_000 }, async (_, name, flags) => {
      const made = [];
      const some = designs.filter(({ way }) => flags === counted || keepsWords.has(way));
      for (const { text } of some) {
        const { analysis } = await load(text);
        made.push(exported(analysis, randomNumbers(analysis.lists, 3)));
      }
      const program = buildTestbenches(folder, name, made, flags);
      const printed = flags === counted ? runCounted(program) : execute(program, []);
      expect(printed).not.toContain('WRONG');
      expect(printed.match(/every value is right/g)).toHaveLength(some.length);
    });
  },
);

test('there are layers whose `simd` divides the channels, is a multiple of them, and neither', async () => {
  const found = await foldingDesigns();
  const kinds = (unit: string, way: string): string[] => {
    const design = found.find((d) => d.unit === unit && d.way === way);
    const of = (simd: number, channels: number): string =>
      channels % simd === 0 ? 'divides' : simd % channels === 0 ? 'multiple' : 'neither';
    return [...new Set(design?.foldings.map(({ simd }) => of(simd, design.channels)))].sort();
  };
  for (const unit of ['conv', 'conv of prime channels', 'dilated conv', 'grouped conv']) {
    for (const way of ['by position', 'windows at once', 'weights from memory'])
      expect(kinds(unit, way), `${unit}, ${way}`).toEqual(['divides', 'multiple', 'neither']);
    // The check refuses the others.
    expect(kinds(unit, 'each weight once'), unit).toEqual(['divides']);
  }
});
