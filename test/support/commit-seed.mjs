import { execFileSync } from 'node:child_process';

/**
 * What all tests that draw at random start from: `EXEUNT_SEED`, an integer from 0 to 2^31 - 1, or else the hash of the
 * commit, so that each commit tries other values and any run can be repeated.
 * @returns {number}
 */
export function chosenSeed() {
  const given = process.env['EXEUNT_SEED'];
  if (given === undefined || given === '') return commitSeed();
  const seed = Number(given);
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 31)
    throw new Error(`EXEUNT_SEED is \`${given}\`: it must be an integer from 0 to ${2 ** 31 - 1}`);
  return seed;
}

/** An exported tree has no commit; it is tested with a fixed seed. */
function commitSeed() {
  try {
    const hash = execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8', stdio: 'pipe' });
    return parseInt(hash.slice(0, 8), 16) >>> 1;
  } catch {
    return 1;
  }
}
