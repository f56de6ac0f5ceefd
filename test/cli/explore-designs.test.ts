import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundled } from '../support/bundles';
import { type Ran, run } from '../support/command-line';

let cli: Awaited<ReturnType<typeof bundled>>;
let folder: string;
const explore = (...args: string[]): Promise<Ran> => run(cli.path, ['explore', ...args], folder);

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
stage two in static { f .. g }
`;

beforeAll(async () => {
  cli = await bundled('command-line');
  folder = await mkdtemp(join(tmpdir(), 'exeunt-designs-'));
  await writeFile(join(folder, 'd.exeunt'), design);
});
afterAll(async () => {
  await cli.remove();
  await rm(folder, { recursive: true });
});

interface Found {
  best: number | null;
  sentence: string;
  complete: boolean;
  candidates: Record<string, { kind: string; fits: string; meanNs: number; worstNs: number }>;
}

describe.each(['stages', 'exits'] as const)('exeunt explore %s', (question) => {
  it('prints a judgement and a table, and each number of it is written as printed', async () => {
    const csv = join(folder, 'table.csv');
    const { status, out } = await explore(question, 'd.exeunt', '--json', '--csv', csv);
    expect(status).toBe(0);
    const found = JSON.parse(out) as Found;
    const rows = (await readFile(csv, 'utf8')).trimEnd().split('\n');
    expect(rows).toHaveLength(1 + Object.keys(found.candidates).length);
    expect(found.complete).toBe(true);
    expect(found.sentence).toContain('times as long');
    const ids = question === 'stages' ? [1, Object.keys(found.candidates).length] : [1];
    for (const id of ids) {
      await writeFile(join(folder, 'd.exeunt'), design);
      const applied = await explore(question, 'd.exeunt', '--apply', '--candidate', String(id));
      expect(applied.status, applied.err).toBe(0);
      expect(applied.out).toContain('the best of each kind');
      const report = await run(cli.path, ['report', 'd.exeunt', '--json'], folder);
      const { meanNs, worstNs } = found.candidates[id] ?? {};
      expect((JSON.parse(report.out) as { timeline: object }).timeline).toMatchObject({ meanNs, worstNs });
      expect((await run(cli.path, ['check', 'd.exeunt'], folder)).status).toBe(0);
    }
    await writeFile(join(folder, 'd.exeunt'), design);
  }, 240_000);

  it.each<[string, string[], RegExp]>([
    ['an unknown objective', ['d.exeunt', '--for', 'beauty'], /choose from latency, worst, throughput/],
    ['a number without --apply', ['d.exeunt', '--candidate', '1'], /give both/],
    ['a file that is not there', ['none.exeunt'], /none\.exeunt/],
  ])('%s is refused', async (_, args, reason) => {
    const { status, err } = await explore(question, ...args);
    expect(status).toBe(2);
    expect(err).toMatch(reason);
  });
});

it('names the budget that nothing meets, and how near the best comes', async () => {
  await writeFile(join(folder, 'b.exeunt'), `${design}budget { latency mean <= 7 us }\n`);
  const { out } = await explore('stages', 'b.exeunt');
  expect(out).toMatch(
    /It misses `latency mean <= 7 µs`: .* away\. No design that was found meets every budget/,
  );
}, 120_000);
