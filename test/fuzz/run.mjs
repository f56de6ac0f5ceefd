/**
 * Random cases for as long as one likes.
 *
 *     npm run fuzz -- --seconds N [--seed S] [--only language,edits,server,readers,exports] [--case I]
 *
 * Without `--seed` each run tries other cases. A failure prints its kind, the seed, and the least case that shows it.
 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { runTests } from '../../scripts/tests.mjs';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string' },
    seed: { type: 'string' },
    only: { type: 'string' },
    case: { type: 'string' },
  },
});
const seed = values.seed ?? String(randomInt(2 ** 31));
console.log(`Seed ${seed}`);
runTests('test/fuzz/fuzz.test.ts', {
  EXEUNT_SEED: seed,
  EXEUNT_FUZZ_SECONDS: values.seconds ?? '60',
  ...(values.only === undefined ? {} : { EXEUNT_FUZZ_ONLY: values.only }),
  ...(values.case === undefined ? {} : { EXEUNT_FUZZ_CASE: values.case }),
});
