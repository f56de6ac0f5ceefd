import { describe, expect, it } from 'vitest';
import { buildReport } from '../../server/src/analysis/presentation/report';
import { diagnose } from '../../server/src/diagnostics/diagnose';
import { differenceOf, differenceText } from '../../server/src/export/report/difference';
import { reconfigured } from '../support/designs';
import { load } from '../support/fixture';

async function version(path: string, text: string) {
  const { analysis } = await load(text);
  return { path, report: buildReport(analysis, diagnose(analysis), { without: ['thresholds'] }) };
}

async function difference(before: string, after: string) {
  return differenceOf(await version('old.exeunt', before), await version('new.exeunt', after));
}

const faster = reconfigured.replace('filters 4', 'filters 4 parallel pe 2');
const budget = (limits: string): string =>
  `${reconfigured.replace(/budget \{[^}]*\}/, '')}\nbudget { ${limits} }\n`;

describe('figures of two versions', () => {
  it('differ in nothing from themselves', async () => {
    const { json, ...rest } = await difference(reconfigured, reconfigured);
    expect(json).toMatchObject({ worse: false, changes: [], added: [], gone: [] });
    expect(differenceText({ json, ...rest })).toContain('No figure differs.');
  });

  it('are those of the layer that changed, and all that follows from them', async () => {
    const { json } = await difference(reconfigured, faster);
    const layers = new Set(json.changes.filter((c) => c.kind === 'Layer').map((c) => c.item));
    expect([...layers]).toEqual(['c1']);
    const cycles = json.changes.find((c) => c.item === 'c1' && c.figure === 'cycles');
    expect(Number(cycles?.old)).toBe(2 * Number(cycles?.new));
    expect(json.changes).toContainEqual(
      expect.objectContaining({ kind: 'Design', figure: 'latency worst', old: expect.any(Number) as number }),
    );
  });

  it('turn round with the versions', async () => {
    const there = (await difference(reconfigured, faster)).json.changes;
    const back = (await difference(faster, reconfigured)).json.changes;
    expect(back.map((c) => ({ ...c, old: c.new, new: c.old }))).toEqual(there);
  });

  it('of what one version lacks are reported as one', async () => {
    const renamed = reconfigured.replace(/\bfront\b/g, 'first');
    const { json, changes } = await difference(reconfigured, renamed);
    expect(json.added).toEqual([{ kind: 'Stage', item: 'first' }]);
    expect(json.gone).toEqual([{ kind: 'Stage', item: 'front' }]);
    const text = differenceText({ json, changes });
    expect(text).toContain('Only in the new version: Stage first');
    expect(text).toContain('Only in the old version: Stage front');
  });

  it('of an empty file are not known', async () => {
    const { json } = await difference('', '');
    expect(json).toMatchObject({ worse: false, changes: [] });
  });
});

describe('a budget is worse', () => {
  it.each([
    ['that held and does not', budget('latency worst <= 1 s'), budget('latency worst <= 1 ns'), true],
    ['that is missed by more', budget('latency worst <= 1 ns'), slower('latency worst <= 1 ns'), true],
    [
      'that cannot be checked any more',
      budget('latency worst <= 1 s'),
      'budget { latency worst <= 1 s }',
      true,
    ],
    ['that is gone', budget('latency worst <= 1 s'), reconfigured.replace(/budget \{[^}]*\}/, ''), true],
    [
      'that is new and missed',
      reconfigured,
      budget('latency worst <= 1 s throughput >= 1000000000 /s'),
      true,
    ],
  ])('%s', async (_, before, after, worse) => {
    expect((await difference(before, after)).json.worse).toBe(worse);
  });

  it.each([
    ['that holds with less to spare', budget('latency worst <= 1 s'), slower('latency worst <= 1 s')],
    ['that is missed by less', slower('latency worst <= 1 ns'), budget('latency worst <= 1 ns')],
    ['that is stricter and holds', budget('latency worst <= 1 s'), budget('latency worst <= 900 ms')],
    [
      'that is new and holds',
      budget('latency worst <= 1 s'),
      budget('latency worst <= 1 s latency mean <= 1 s'),
    ],
  ])('but not one %s', async (_, before, after) => {
    expect((await difference(before, after)).json.worse).toBe(false);
  });
});

it('more errors are worse, and are counted', async () => {
  const { json, changes } = await difference(
    reconfigured,
    reconfigured.replace('filters 4', 'filters 4 parallel pe 3'),
  );
  expect(json).toMatchObject({ worse: true, old: { errors: 0 }, new: { errors: 1 } });
  expect(differenceText({ json, changes })).toMatch(/errors +0 +1 +worse/);
});

/** The same design with a slower clock. */
function slower(limits: string): string {
  return budget(limits).replace(/clock 100 MHz/, 'clock 50 MHz');
}
