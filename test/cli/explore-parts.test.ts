import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundled } from '../support/bundles';
import { type Ran, run } from '../support/command-line';

let cli: Awaited<ReturnType<typeof bundled>>;
let folder: string;
const explore = (...args: string[]): Promise<Ran> => run(cli.path, ['explore', 'parts', ...args], folder);

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
budget { latency mean <= 1.5 ms }
`;
const two = ['--among', 'xc7z030,xc7z020'];

beforeAll(async () => {
  cli = await bundled('command-line');
  folder = await mkdtemp(join(tmpdir(), 'exeunt-parts-'));
  await writeFile(join(folder, 'd.exeunt'), design);
});
afterAll(async () => {
  await cli.remove();
  await rm(folder, { recursive: true });
});

interface Row {
  part: string;
  best: string;
  kinds: Record<string, { best: { meanNs: number; worstNs: number } | null }>;
}

describe('exeunt explore parts', () => {
  it('prints a judgement and a row a part, and each is written as printed', async () => {
    const csv = join(folder, 'parts.csv');
    const { status, out } = await explore('d.exeunt', '--json', '--csv', csv, ...two);
    expect(status).toBe(0);
    const found = JSON.parse(out) as { sentence: string; best: number; candidates: Record<string, Row> };
    expect(Object.values(found.candidates).map((c) => c.part)).toEqual(['xc7z020', 'xc7z030']);
    expect(found.sentence).toMatch(/^The xc7z020 is the smallest part that meets the budgets/);
    const rows = (await readFile(csv, 'utf8')).trimEnd().split('\n');
    expect(rows).toHaveLength(1 + 2 * 5);
    for (const [id, { part, best, kinds }] of Object.entries(found.candidates)) {
      await writeFile(join(folder, 'd.exeunt'), design);
      const applied = await explore('d.exeunt', ...two, '--apply', '--candidate', id);
      expect(applied.status, applied.err).toBe(0);
      const { out: text } = await run(cli.path, ['report', 'd.exeunt', '--json'], folder);
      const report = JSON.parse(text) as { device: { part: string }; timeline: object };
      expect(report.device.part).toContain(part);
      const { meanNs, worstNs } = kinds[best]?.best ?? {};
      expect(report.timeline).toMatchObject({ meanNs, worstNs });
    }
    await writeFile(join(folder, 'd.exeunt'), design);
  }, 300_000);

  it.each<[string, string[], RegExp]>([
    ['a part that is not known', ['d.exeunt', '--among', 'xc7z02'], /--among `xc7z02`: .*did you mean/],
    [
      'an unknown objective',
      ['d.exeunt', '--for', 'beauty'],
      /choose from latency, worst, throughput, energy/,
    ],
    ['a number without --apply', ['d.exeunt', '--candidate', '1'], /give both/],
    ['a number that is not in the table', [...two, 'd.exeunt', '--apply', '--candidate', '3'], /1 to 2/],
  ])('%s is refused', async (_, args, reason) => {
    const { status, err } = await explore(...args);
    expect(status).toBe(2);
    expect(err).toMatch(reason);
  });

  it('writes nothing where no part meets the budgets', async () => {
    const none = design.replace('1.5 ms', '1 us');
    await writeFile(join(folder, 'none.exeunt'), none);
    const { status, err } = await explore('none.exeunt', ...two, '--apply');
    expect(status).toBe(2);
    expect(err).toMatch(/nothing is applied: no part meets the budgets/);
    expect(await readFile(join(folder, 'none.exeunt'), 'utf8')).toBe(none);
  });
});
