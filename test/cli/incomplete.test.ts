/** A check that fails never makes a design look better than it is. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { runCheck } from '../../server/src/cli/check';
import { runDiff } from '../../server/src/cli/diff';
import { runExport } from '../../server/src/cli/export';
import { runReport } from '../../server/src/cli/report';
import type { Rule } from '../../server/src/diagnostics/rule';
import { rules } from '../../server/src/diagnostics/rules/index';
import { reconfigured } from '../support/designs';
import { explanation } from '../support/explanation';

const list = rules as Rule[];
const failing: Rule = {
  code: 'EX3333',
  severity: 'error',
  explanation,
  check: () => {
    throw new TypeError('injected');
  },
};
const message =
  'The check for EX3333 failed, so its findings are missing: injected. This is a fault of Exeunt, not of the design.';

let folder: string;
let out = '';
let err = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exeunt-incomplete-'));
  await writeFile(join(folder, 'good.exeunt'), reconfigured);
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(() => {
  [out, err] = ['', ''];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true));
  list.unshift(failing);
});
afterEach(() => {
  mend();
  vi.restoreAllMocks();
});

/** Files of one worker share the list: no other rule may go with it. */
function mend(): void {
  if (list.includes(failing)) list.splice(list.indexOf(failing), 1);
}

const good = (): string => join(folder, 'good.exeunt');

it('check ends with status 2, and says which check failed', async () => {
  expect(await runCheck([good()])).toBe(2);
  expect(err).toContain(`:1:1: error EX9001: ${message}\n`);
  expect(await runCheck([good(), '--json'])).toBe(2);
  expect(JSON.parse(out)).toMatchObject({ incomplete: true, files: [{ diagnostics: [{ code: 'EX9001' }] }] });
});

it('report and diff end with status 2', async () => {
  expect(await runReport([good(), '--json'])).toBe(2);
  expect(JSON.parse(out)).toHaveProperty('incomplete', true);
  out = '';
  expect(await runDiff([good(), good(), '--json'])).toBe(2);
  expect(JSON.parse(out)).toHaveProperty('incomplete', true);
  expect(err).toContain(message);
});

it.each([['pblocks'], ['report'], ['hls'], ['all']])('export %s writes nothing', async (what) => {
  const before = await readdir(folder);
  await expect(runExport([what, good(), '-o', join(folder, 'out')])).rejects.toThrow(
    `nothing is exported. ${message}`,
  );
  expect(await readdir(folder)).toEqual(before);
});

it('without it the documents say nothing of the kind', async () => {
  mend();
  expect(await runCheck([good(), '--json'])).toBe(0);
  expect(JSON.parse(out)).not.toHaveProperty('incomplete');
});
