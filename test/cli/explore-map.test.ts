import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundled } from '../support/bundles';
import { type Ran, run } from '../support/command-line';

let cli: Awaited<ReturnType<typeof bundled>>;
let folder: string;
const map = (...args: string[]): Promise<Ran> => run(cli.path, ['explore', 'map', ...args], folder);

const design = `device { board pynq-z2 clock 100 MHz }
network n {
  input x 1x12x12
  conv a kernel 3x3 filters 4
  maxpool p window 2x2
  flatten
  dense f units 10
  dense g units 4
}
exit early after p { flatten dense e1 units 4 when softmax >= 0.9 rate 70% }
stage one in static { a .. p }
stage two in static { f }
stage three in static { g }
`;

beforeAll(async () => {
  cli = await bundled('command-line');
  folder = await mkdtemp(join(tmpdir(), 'exeunt-map-'));
  await writeFile(join(folder, 'd.exeunt'), design);
});
afterAll(async () => {
  await cli.remove();
  await rm(folder, { recursive: true });
});

interface Found {
  axes: { name: string; values: (string | number)[] }[];
  cells: { part: string; batch: number; winner: string; ns: number; factor: number; id: number }[];
  candidates: Record<string, { periodNs: number; batch: number; edits: { text: string }[] }>;
  complete: boolean;
}

describe('exeunt explore map', () => {
  it('has a cell for each of eleven batches, and each stands for a text with its figures', async () => {
    const csv = join(folder, 'map.csv');
    const { status, out } = await map('d.exeunt', '--among', 'xc7z020', '--json', '--csv', csv);
    expect(status).toBe(0);
    const found = JSON.parse(out) as Found;
    expect(found.complete).toBe(true);
    expect(found.axes[1]?.values).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024]);
    expect(found.cells).toHaveLength(11);
    expect((await readFile(csv, 'utf8')).trimEnd().split('\n')).toHaveLength(12);
    const last = found.cells.at(-1);
    const candidate = found.candidates[last?.id ?? 0];
    expect(candidate?.batch).toBe(1024);
    await writeFile(join(folder, 'last.exeunt'), candidate?.edits[0]?.text ?? '');
    const report = await run(cli.path, ['report', 'last.exeunt', '--json'], folder);
    const { timeline } = JSON.parse(report.out) as { timeline: { periodNs: number } };
    expect(timeline.periodNs).toBe(candidate?.periodNs);
    expect(timeline.periodNs / 1024).toBeCloseTo(last?.ns ?? 0, -1);
  }, 300_000);

  it('has the energy of arrival periods, with what pays in each cell, in every form', async () => {
    const [csv, svg] = [join(folder, 'energy.csv'), join(folder, 'energy.svg')];
    const asked = ['--axes', 'arrival,part', '--for', 'energy', '--among', 'xc7z020'];
    const { status, out } = await map('d.exeunt', ...asked, '--json', '--csv', csv, '--svg', svg);
    expect(status).toBe(0);
    const found = JSON.parse(out) as {
      axes: { name: string; values: unknown[] }[];
      cells: { j: number | null; everyNs: number | null; pays: Record<string, string | null> }[];
    };
    expect(found.axes[1]).toMatchObject({ name: 'arrival' });
    expect(found.axes[1]?.values.slice(0, 2)).toEqual([null, 100_000]);
    const last = found.cells.at(-1);
    expect(last?.j).toBeGreaterThan(10);
    expect(last?.pays).toMatchObject({ exits: 'undecided', smaller: null });
    const rows = (await readFile(csv, 'utf8')).trimEnd().split('\n');
    expect(rows[0]).toMatch(/^part,lut,every_ns,winner,j,low_j,high_j,.*,reconfiguring_pays,exits_pay/);
    expect(rows).toHaveLength(12);
    expect(await readFile(svg, 'utf8')).toContain('what surely pays: R reconfiguring, E exits');
  }, 60_000);

  it.each<[string, string[], RegExp]>([
    [
      'regions as an axis',
      ['--axes', 'batch,regions'],
      /`regions` is not supported: `explore stages` compares/,
    ],
    [
      'times over arrivals',
      ['--axes', 'arrival,part'],
      /is of energy: add `--for energy`; no time.*write `arrival` into `schedule`, and `exeunt report`/,
    ],
    ['another axis', ['--axes', 'batch,beauty'], /the axes are `batch,part` or `arrival,part`/],
    ['another objective', ['--for', 'worst'], /choose from latency, throughput, energy/],
    ['a part that is not known', ['--among', 'xc7z02'], /did you mean/],
  ])('%s is refused with a way out', async (_, args, reason) => {
    const { status, err } = await map('d.exeunt', ...args);
    expect(status).toBe(2);
    expect(err).toMatch(reason);
  });
});
