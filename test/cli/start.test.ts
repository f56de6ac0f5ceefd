/** The command line starts from what an earlier run compiled, and does the same without it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Bundled, bundled } from '../support/bundles';

const design = join(import.meta.dirname, '../../samples/blenet-pynq-z2/blenet.exeunt');
let cli: Bundled;
let folder: string;
beforeAll(async () => {
  cli = await bundled('cli', 'programs');
});
afterAll(() => cli.remove());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exeunt-start-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('keeps what the first long run compiled, and later ones start from it', () => {
  const cache = join(folder, 'made', 'when needed');
  const first = report(cache);
  const kept = files(cache);
  expect(kept).toHaveLength(1);
  expect(report(cache)).toBe(first);
  expect(files(cache)).toEqual(kept);
});

test('compiles again what was spoilt', () => {
  const first = report(folder);
  const [file = ''] = readdirSync(folder);
  writeFileSync(join(folder, file), 'spoilt');
  expect(report(folder)).toBe(first);
  expect(statSync(join(folder, file)).size).toBeGreaterThan(1_000_000);
});

test('runs where nothing can be kept', () => {
  writeFileSync(join(folder, 'file'), 'a file, no folder');
  expect(report(join(folder, 'file'))).toContain('"verdict"');
});

function report(cache: string): string {
  return execFileSync(process.execPath, [cli.path, 'report', '--json', design], {
    env: { ...process.env, EXEUNT_CACHE: cache },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
}

/** Names and numbers of the files: a file that is written anew gets another number. */
function files(cache: string): string[] {
  return readdirSync(cache).map((name) => `${name} ${statSync(join(cache, name)).ino}`);
}
