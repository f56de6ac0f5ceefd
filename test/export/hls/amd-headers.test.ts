/**
 * Kernels against AMD's own headers, as `npm run check:amd -- HEADERS_DIR` names them; else there is nothing to compile
 * against, and the tests are skipped.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { HlsExport } from '../../../server/src/export/hls/hls-export';
import { randomNumbers } from '../../../server/src/arithmetic';
import { checkFile } from '../../../server/src/cli/files';
import { numbersOf } from '../../../server/src/cli/numbers';
import { execute, hasTool, repository, temporaryFolder } from '../../support/compilers';
import { load } from '../../support/fixture';
import { seeded } from '../../support/seed';
import { buildTestbenches, exported } from './kernels';
import { randomNetwork } from './random-networks';
import { templateDesigns } from './template-designs';

const headers = process.env['EXEUNT_AMD_HEADERS'];
const networks = 12;
/** Designs that are there to be refused: they have no kernels. */
const refused = new Set(['too-small', 'region-only']);

const samples = readdirSync(join(repository, 'samples')).flatMap((name) => {
  const folder = join(repository, 'samples', name);
  if (refused.has(name) || name.includes('.')) return [];
  return readdirSync(folder).flatMap((file) => (file.endsWith('.exeunt') ? [join(folder, file)] : []));
});

describe.skipIf(headers === undefined || !hasTool('g++'))("against AMD's headers", () => {
  const folder = temporaryFolder();
  let kernels = 0;
  afterAll(() => {
    process.stdout.write(`${kernels} kernels compile against ${headers ?? ''}, and every value is right\n`);
  });

  const run = (name: string, result: HlsExport): void => {
    const own = headers !== undefined && existsSync(join(headers, 'ap_axi_sdata.h'));
    const flags = [
      // System headers, whose integers begin without a value: what is warned of in them is not ours.
      ...[
        '-O1',
        '-D__VITIS_HLS__',
        '-Wno-maybe-uninitialized',
        '-Wno-uninitialized',
        '-isystem',
        headers ?? '',
      ],
      ...(own ? [] : ['-isystem', join(repository, 'test/export/hls/amd')]),
    ];
    const printed = execute(buildTestbenches(folder, name, [result], flags), []);
    expect(printed).not.toContain('WRONG');
    expect(printed.match(/every value is right/g)).toHaveLength(result.plans.length);
    kernels += result.plans.length;
    process.stdout.write(`${name}: ${result.plans.length} kernels, every value right\n`);
  };

  test.each(samples.map((path) => [path.slice(repository.length), path] as const))(
    '%s',
    { timeout: 1_200_000 },
    async (name, path) => {
      const { analysis } = await checkFile(path);
      const isBound = analysis.design.networks.every((n) => n.model !== undefined);
      run(name.replace(/\W/g, '_'), exported(analysis, await numbersOf(analysis, !isBound)));
    },
  );

  test.each(Object.entries(templateDesigns))('%s', { timeout: 1_200_000 }, async (name, text) => {
    const { analysis } = await load(text);
    run(name.replace(/\W/g, '_'), exported(analysis, randomNumbers(analysis.lists, 1)));
  });

  test(`${networks} random networks over the whole template`, { timeout: 1_200_000 }, async () => {
    for (let stream = 0, drawn = 0; drawn < networks; stream++) {
      const network = await randomNetwork(seeded(stream));
      if (network === undefined) continue;
      run(`random${drawn++}_`, exported(network.analysis, network.numbers));
    }
  });
});
