/**
 * Random cases for as long as one likes.
 *
 *     npm run fuzz -- --seconds N [--seed S] [--only language,edits,server,readers,exports] [--case I]
 *
 * Without `--seed` each run tries other cases. A failure prints its kind, the seed, and the least case that shows it.
 */
import { randomInt } from 'node:crypto';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../../scripts/setup.mjs';

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
const program = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const args = [
  'run',
  '--project',
  'opened',
  '--pool=threads',
  '--disableConsoleIntercept=true',
  'test/fuzz/fuzz.test.ts',
];
const child = spawn(process.execPath, [program, ...args], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    EXEUNT_SEED: seed,
    EXEUNT_FUZZ_SECONDS: values.seconds ?? '60',
    ...(values.only === undefined ? {} : { EXEUNT_FUZZ_ONLY: values.only }),
    ...(values.case === undefined ? {} : { EXEUNT_FUZZ_CASE: values.case }),
  },
});
child.on('close', (code) => {
  process.exitCode = code ?? 1;
});
