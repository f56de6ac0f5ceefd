import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundled } from '../support/bundles';
import { type Ran, run } from '../support/command-line';
import { reconfigured } from '../support/designs';

let cli: Awaited<ReturnType<typeof bundled>>;
let folder: string;
const exits = (...args: string[]): Promise<Ran> => run(cli.path, ['explore', 'exits', ...args], folder);
const ping = join('samples', 'blenet-ping-pong', 'blenet.exeunt');

beforeAll(async () => {
  cli = await bundled('command-line');
  folder = await mkdtemp(join(tmpdir(), 'exeunt-exits-'));
  const from = join(import.meta.dirname, '../../samples');
  for (const sample of ['blenet-ping-pong', 'models'])
    await cp(join(from, sample), join(folder, 'samples', sample), { recursive: true });
  await writeFile(join(folder, 'bare.exeunt'), reconfigured.replace(/^exit[^}]*}\n/gm, ''));
});
afterAll(async () => {
  await cli.remove();
  await rm(folder, { recursive: true });
});

interface Found {
  best: number;
  sentence: string;
  candidates: Record<
    string,
    { policy: string; meanNs: number; worstNs: number; accuracy: number; exits: { name: string }[] }
  >;
}

interface Report {
  timeline: { meanNs: number; worstNs: number; policy: string };
  accuracy: { overall: number } | null;
}

describe('exeunt explore exits', () => {
  it('prints a judgement, the table, and what was held', async () => {
    const { status, out } = await exits(ping, '--as-written');
    expect(status).toBe(0);
    expect(out).toMatch(/^Exits early and late under `speculate`: mean /);
    expect(out).toContain('2 exits: the best of each number');
    expect(out).toContain('All 12 designs were timed');
    expect(out).toContain('beside static designs: ');
  });

  it('writes any number of the table, and the report of that file has its figures', async () => {
    const text = await readFile(join(folder, ping), 'utf8');
    const csv = join(folder, 'table.csv');
    const { out } = await exits(ping, '--as-written', '--json', '--csv', csv);
    const found = JSON.parse(out) as Found;
    const rows = (await readFile(csv, 'utf8')).trimEnd().split('\n');
    expect(rows).toHaveLength(1 + Object.keys(found.candidates).length);
    for (const id of ['2', '9']) {
      const candidate = found.candidates[id];
      if (candidate === undefined) throw new Error(`no number ${id}`);
      await writeFile(join(folder, ping), text);
      const applied = await exits(ping, '--as-written', '--apply', '--candidate', id);
      expect(applied.status).toBe(0);
      const report = await run(cli.path, ['report', ping, '--json'], folder);
      const { timeline } = JSON.parse(report.out) as Report;
      expect(timeline).toMatchObject({ ...pick(candidate), policy: candidate.policy });
      expect(rows[Number(id)]).toContain(`${candidate.meanNs},${candidate.worstNs}`);
    }
    await writeFile(join(folder, ping), text);
    await exits(ping, '--as-written', '--apply');
    expect(await readFile(join(folder, ping), 'utf8')).toContain(
      `policy ${found.candidates[found.best]?.policy ?? ''}`,
    );
    expect((await run(cli.path, ['check', ping], folder)).status).toBe(0);
    await writeFile(join(folder, ping), text);
  });

  it.each<[string, string[], RegExp]>([
    [
      'an unknown objective',
      [ping, '--as-written', '--for', 'area'],
      /--for `area`: choose from latency, worst/,
    ],
    [
      'a number that is not there',
      [ping, '--as-written', '--apply', '--candidate', '99'],
      /has the numbers 1 to 9/,
    ],
    ['a number without --apply', [ping, '--as-written', '--candidate', '1'], /give both/],
    ['a design without exits', ['bare.exeunt', '--as-written'], /comparing exits needs an exit/],
    ['an accuracy that is none', [ping, '--as-written', '--accuracy', 'much'], /--accuracy `much`/],
  ])('%s is refused', async (_, args, reason) => {
    const { status, err } = await exits(...args);
    expect(status).toBe(2);
    expect(err).toMatch(reason);
  });

  it('applies nothing where no subset is right often enough', async () => {
    const text = await readFile(join(folder, ping), 'utf8');
    const { status, err, out } = await exits(ping, '--as-written', '--accuracy', '100%', '--apply');
    expect(out).toMatch(/^No subset of the exits is right often enough: 100 % are asked\./);
    expect([status, err]).toEqual([2, expect.stringContaining('nothing is applied')]);
    expect(await readFile(join(folder, ping), 'utf8')).toBe(text);
  });
});

function pick({ meanNs, worstNs }: { meanNs: number; worstNs: number }): object {
  return { meanNs, worstNs };
}
