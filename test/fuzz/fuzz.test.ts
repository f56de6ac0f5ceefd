/**
 * Random cases of every kind. A fixed count here, drawn by the seed of all tests; `npm run fuzz` has the same file go on
 * for as long as it is asked to.
 */
import { afterAll, describe, expect, it, vi } from 'vitest';
import { edits } from './edits';
import { exports } from './exports';
import { type Find, type Kind, tryCase, wordsOf } from './kind';
import { language } from './language';
import { readers } from './readers';
import { server } from './server';

/** Of each kind, how many belong to the fixed count: what takes longer is tried less often. */
const kinds: readonly (readonly [Kind<never>, number])[] = [
  [language, 100],
  [edits, 60],
  [exports, 200],
  [readers, 2610],
  [server, 30],
] as never;

const asked = {
  seconds: numberOf('EXEUNT_FUZZ_SECONDS'),
  only: process.env['EXEUNT_FUZZ_ONLY']?.split(','),
  index: numberOf('EXEUNT_FUZZ_CASE'),
};

/** One fault is found again and again: so many are shown. */
const MOST_FINDS = 5;

const chosen = kinds.filter(([kind]) => asked.only?.includes(kind.name) ?? true);
const counts = new Map<string, number>();

vi.setConfig({ testTimeout: ((asked.seconds ?? 0) + 600) * 1000 });

describe('random cases', () => {
  it.each(chosen.map(([kind, count]) => [kind.name, kind, count] as const))('%s', async (_, kind, count) => {
    const finds: string[] = [];
    const sorts = new Set<string>();
    for (const index of indices(count)) {
      counts.set(kind.name, (counts.get(kind.name) ?? 0) + 1);
      const find = await tryCase(kind, index);
      if (find === undefined || sorts.has(sortOf(find))) continue;
      sorts.add(sortOf(find));
      finds.push(wordsOf(find));
      if (asked.seconds !== undefined) process.stdout.write(`\n${wordsOf(find)}\n`);
      if (finds.length >= MOST_FINDS) break;
    }
    expect(finds.join('\n\n')).toBe('');
  });
});

afterAll(() => {
  if (asked.seconds === undefined) return;
  process.stdout.write([...counts].map(([name, count]) => `${name}: ${count} cases\n`).join(''));
});

function* indices(count: number): Generator<number> {
  if (asked.index !== undefined) {
    yield asked.index;
    return;
  }
  const end = performance.now() + ((asked.seconds ?? 0) * 1000) / chosen.length;
  for (let index = 0; asked.seconds === undefined ? index < count : performance.now() < end; index++)
    yield index;
}

function sortOf({ message }: Find): string {
  return message.split('\n')[0]?.replaceAll(/\d+/g, '0').slice(0, 80) ?? '';
}

function numberOf(variable: string): number | undefined {
  const given = process.env[variable];
  return given === undefined ? undefined : Number(given);
}
