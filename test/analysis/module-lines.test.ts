import { describe, expect, test } from 'vitest';
import type { Analysis } from '../../server/src/analysis/analysis';
import { moduleLines, sumOf } from '../../server/src/analysis/presentation/module-lines';
import { resourceKinds } from '../../server/src/base/resources';
import { buildReport } from '../../server/src/analysis/presentation/report';
import { reportText } from '../../server/src/export/report/text';
import { checkFile } from '../../server/src/cli/files';
import { templateDesigns } from '../export/hls/template-designs';
import { load } from '../support/fixture';
import { evaluate } from '../support/formula';
import { samples } from '../support/samples';

const designs: readonly (readonly [string, () => Promise<Analysis>])[] = [
  ...samples.map(({ name, path }) => [name, async () => (await checkFile(path)).analysis] as const),
  ...Object.entries(templateDesigns).map(
    ([name, text]) => [name, async () => (await load(text)).analysis] as const,
  ),
];

describe('the lines of a module', () => {
  test.each(designs)('add up to its figures and to both ends of their bands: %s', async (_, analysed) => {
    const { modules } = await analysed();
    for (const module of modules) {
      const { resources, band, place } = module;
      const lines = moduleLines(module);
      if (place.kind === 'cpu' || resources === undefined) {
        expect(lines).toEqual([]);
        continue;
      }
      for (const kind of resourceKinds) {
        const found = sumOf(lines.filter((line) => line.of === kind));
        const { low, high } = band[kind];
        expect(found.value, kind).toBeCloseTo(resources[kind], 6);
        expect(found.least, `${kind}, at least`).toBeCloseTo(resources[kind] * (1 - low), 6);
        expect(found.most, `${kind}, at most`).toBeCloseTo(resources[kind] * (1 + high), 6);
      }
    }
  });

  test.each(designs)('say how they come about, so that it can be computed again: %s', async (_, analysed) => {
    const { modules } = await analysed();
    for (const { term, value, owner } of modules.flatMap(moduleLines)) {
      if (owner === 'the whole module') continue;
      expect(evaluate(term.substituted), `${owner}: ${term.name}, ${term.formula}`).toBeCloseTo(value, 6);
      expect(term.source).not.toBe('');
    }
  });
});

test('a report has them on request, in JSON and as a table for each module', async () => {
  const { analysis } = await load(templateDesigns['a residual block, and one behind it']);
  expect(buildReport(analysis, []).modules.map(({ lines }) => lines)).toEqual([undefined]);
  const report = buildReport(analysis, [], { lines: true });
  const [module] = report.modules;
  const lines = module?.lines ?? [];
  for (const kind of ['lut', 'ff', 'dsp', 'bram18'] as const) {
    const own = lines.filter((line) => line.of === kind);
    expect(own.reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(module?.resources?.[kind] ?? NaN, 6);
  }
  expect(lines.find(({ part }) => part === 'requantise, product')).toMatchObject({
    in: 'c0',
    of: 'dsp',
    amount: 2,
    least: 2,
    most: 4,
  });
  const text = reportText(report, []);
  expect(text).toContain(`What ${module?.name ?? ''} takes`);
  expect(text).toMatch(/^ *requantise, product +c1 +2 DSP +2 +4 +2·⌈\d+ ÷ 25⌉ +Yosys/m);
});

test('a measurement is a line of its own', async () => {
  const { analysis } = await load(templateDesigns['a wide residual block']);
  const [module] = analysis.modules;
  if (module?.cost === undefined) throw new Error('no module');
  const { dsp } = module.cost.resources;
  const resources = { ...module.cost.resources, lut: 5000, dsp: dsp + 3 };
  const band = { ...module.band, lut: { low: 0, high: 0 } };
  const lines = moduleLines({ ...module, resources, band, calibration: 'measured' });
  const lut = sumOf(lines.filter(({ of }) => of === 'lut'));
  expect([lut.value, lut.least, lut.most].map((amount) => Math.round(amount))).toEqual([5000, 5000, 5000]);
  expect(lines.filter(({ term }) => term.name === 'measured').map(({ of }) => of)).toEqual(['lut', 'dsp']);
});
