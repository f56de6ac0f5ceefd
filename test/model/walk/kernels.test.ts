/**
 * Kernels of networks of the walk, compiled: their testbenches hold every value to the integers that `walk.test.ts`
 * holds to onnxruntime.
 */
import { describe, expect, test } from 'vitest';
import { exportOrigin } from '../../../server/src/export/origin';
import { type HlsExport, hlsExport } from '../../../server/src/export/hls/hls-export';
import { buildTestbenches } from '../../export/hls/kernels';
import { execute, hasTool, temporaryFolder } from '../../support/compilers';
import { build, recipeOf } from './recipe';
import { check } from './stages';

const COUNT = 40;

describe.skipIf(!hasTool('g++'))('kernels of the walk', () => {
  const folder = temporaryFolder();

  test('compute what the int8 model computes, on every value', { timeout: 600_000 }, async () => {
    const made: HlsExport[] = [];
    const refused: string[] = [];
    for (let number = 0; number < COUNT; number++) {
      const found = await check(build(recipeOf(number)));
      if ('stage' in found || found.numbers === undefined) continue;
      const { analysis } = found.design;
      const result = hlsExport(analysis, found.numbers, exportOrigin(analysis, '{}'));
      if ('problems' in result) refused.push(...result.problems.map((p) => `${number}: ${p.message}`));
      else made.push(result);
    }
    expect(refused).toEqual([]);
    expect(made.length).toBeGreaterThan(COUNT / 3);
    const printed = execute(buildTestbenches(folder, 'walk', made, ['-O0']), []);
    expect(printed).not.toContain('WRONG');
    const kernels = made.reduce((sum, { plans }) => sum + plans.length, 0);
    expect(printed.match(/every value is right/g)).toHaveLength(kernels);
  });
});
