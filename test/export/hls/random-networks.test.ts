import { beforeAll, describe, expect, test } from 'vitest';
import type { HlsExport } from '../../../server/src/export/hls/hls-export';
import { hasTool, temporaryFolder } from '../../support/compilers';
import { buildTestbenches, counted, exported, runCounted } from './kernels';
import { seed, seeded } from '../../support/seed';
import { randomNetwork } from './random-networks';

/** In one program: three kernels each compile in about ten seconds. */
const networks = Number(process.env['EXEUNT_RANDOM_NETWORKS'] ?? 4);

describe.skipIf(!hasTool('g++'))('random networks over the whole template', () => {
  const folder = temporaryFolder();
  const exports: HlsExport[] = [];
  const texts: string[] = [];
  beforeAll(async () => {
    for (let stream = 0; exports.length < networks; stream++) {
      const drawn = await randomNetwork(seeded(stream));
      if (drawn === undefined) continue;
      texts.push(drawn.text);
      exports.push(exported(drawn.analysis, drawn.numbers));
    }
  });

  test('compute what the integer reference computes, in the cycles of the model, over FIFOs of their depth', () => {
    const printed = runCounted(buildTestbenches(folder, 'random', exports, counted));
    expect(printed, `seed ${seed}\n${texts.join('\n')}`).not.toContain('WRONG');
    const kernels = exports.reduce((sum, { plans }) => sum + plans.length, 0);
    expect(printed.match(/every value is right/g)).toHaveLength(kernels);
  });
});
