import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundled } from '../support/bundles';
import { type Ran, run } from '../support/command-line';

let cli: Awaited<ReturnType<typeof bundled>>;
let folder: string;
const folding = (...args: string[]): Promise<Ran> => run(cli.path, ['explore', 'folding', ...args], folder);
const file = join('samples', 'blenet-static', 'blenet.exeunt');

beforeAll(async () => {
  cli = await bundled('command-line');
  folder = await mkdtemp(join(tmpdir(), 'exeunt-folding-'));
  const from = join(import.meta.dirname, '../../samples');
  for (const sample of ['blenet-static', 'models'])
    await cp(join(from, sample), join(folder, 'samples', sample), { recursive: true });
});
afterAll(async () => {
  await cli.remove();
  await rm(folder, { recursive: true });
});

interface Found {
  sentence: string;
  complete: boolean;
  places: { place: string; gap: number; proved: boolean }[];
  candidates: Record<string, { fits: string; meanNs: number; worstNs: number; periodNs: number }>;
}

describe('exeunt explore folding', () => {
  it('writes its first design, which checks clean and reports the figures that were printed', async () => {
    const text = await readFile(join(folder, file), 'utf8');
    const csv = join(folder, 'table.csv');
    const { status, out } = await folding(file, '--json', '--csv', csv);
    expect(status).toBe(0);
    const found = JSON.parse(out) as Found;
    expect(found.complete).toBe(true);
    const rows = (await readFile(csv, 'utf8')).trimEnd().split('\n');
    expect(rows).toHaveLength(1 + Object.keys(found.candidates).length);
    for (const id of ['1', '2']) {
      await writeFile(join(folder, file), text);
      const applied = await folding(file, '--apply', '--candidate', id);
      expect(applied.status, applied.err).toBe(0);
      expect(applied.out).toContain('Each module with the least time');
      const report = await run(cli.path, ['report', file, '--json'], folder);
      const { timeline } = JSON.parse(report.out) as { timeline: object };
      const { meanNs, worstNs } = found.candidates[id] ?? {};
      expect(timeline).toMatchObject({ meanNs, worstNs });
      expect((await run(cli.path, ['check', file], folder)).status).toBe(0);
    }
    await writeFile(join(folder, file), text);
  }, 120_000);

  it.each<[string, string[], RegExp]>([
    ['a time that is none', [file, '--deadline', 'soon'], /--deadline `soon` is not a time/],
    ['an unknown objective', [file, '--for', 'beauty'], /choose from latency, worst, throughput/],
    ['a number without --apply', [file, '--candidate', '1'], /give both/],
    ['two files', [file, file], /expected one design file/],
  ])('%s is refused', async (_, args, reason) => {
    const { status, err } = await folding(...args);
    expect(status).toBe(2);
    expect(err).toMatch(reason);
  });

  it('says of a limit that nothing meets which modules miss it, and applies nothing', async () => {
    const text = await readFile(join(folder, file), 'utf8');
    const { status, out, err } = await folding(file, '--deadline', '6us', '--apply');
    expect(out).toMatch(/^No folding was found\. No folding of /);
    expect([status, err]).toEqual([2, expect.stringContaining('nothing is applied')]);
    expect(await readFile(join(folder, file), 'utf8')).toBe(text);
  });
});
