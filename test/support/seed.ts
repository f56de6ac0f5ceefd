/** The one seed of everything that tests draw at random. fast-check takes it by itself, and prints it where a property fails. */
import fc from 'fast-check';

export const seed = Number(process.env['EXEUNT_SEED']);
fc.configureGlobal({ seed });

/**
 * How many random designs a property is tried on: `EXEUNT_RUNS` where that is set, for a long run of a few test files by
 * hand; otherwise as many as the whole suite has time for.
 */
export function runs(usual: number): number {
  const given = process.env['EXEUNT_RUNS'];
  if (given === undefined || given === '') return usual;
  if (!/^[1-9]\d{0,5}$/.test(given))
    throw new Error(`EXEUNT_RUNS is \`${given}\`: it must be a number of runs, 1 to 999999`);
  return Number(given);
}

/**
 * One part in so many of what takes minutes, another with each commit; all of it with `EXEUNT_WHOLE` set, for a run by hand.
 */
export function shard<T>(all: readonly T[], parts: number): T[] {
  return all.filter((_, i) => process.env['EXEUNT_WHOLE'] === '1' || (i + seed) % parts === 0);
}

export type Random = () => number;

/**
 * Numbers in [0, 1) for tests that draw without fast-check (mulberry32).
 * @param stream a number of the drawer's own, so that no two draw the same
 */
export function seeded(stream = 0): Random {
  return numbered(seed + Math.imul(stream, 0x9e3779b1));
}

/** The same numbers for the same start, whatever the seed: of a case that has a number of its own. */
export function numbered(start: number): Random {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
