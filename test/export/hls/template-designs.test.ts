/** What `make csim cycles fifos` does, for each design. */
import { describe, expect, test } from 'vitest';
import { randomNumbers } from '../../../server/src/arithmetic';
import { load } from '../../support/fixture';
import { shard } from '../../support/seed';
import { execute, hasTool, temporaryFolder } from '../../support/compilers';
import { buildTestbenches, counted, exported, runCounted, sanitized } from './kernels';
import { templateDesigns } from './template-designs';

/** Half of them with each commit. */
const designs = shard(Object.entries(templateDesigns), 2);

/** At how many random lags each is run. */
const lags = Array.from({ length: Number(process.env['EXEUNT_LAGS'] ?? 3) }, (_, i) => i + 1);

describe.skipIf(!hasTool('g++'))(
  'designs over the template compute what the integer reference computes',
  () => {
    const folder = temporaryFolder();

    test.each(designs)('%s', { timeout: 120_000 }, async (name, text) => {
      const { analysis } = await load(text);
      expect(analysis.problems.map((p) => p.kind)).toEqual([]);
      const made = exported(analysis, randomNumbers(analysis.lists, 1));
      const file = name.replace(/\W/g, '_');
      for (const said of [
        execute(buildTestbenches(folder, file, [made], sanitized), []),
        runCounted(buildTestbenches(folder, `${file}_counted`, [made], counted), lags),
      ]) {
        expect(said).not.toContain('WRONG');
        expect(said.match(/every value is right/g)).toHaveLength(made.plans.length);
      }
    });
  },
);
