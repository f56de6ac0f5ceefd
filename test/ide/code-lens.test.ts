import { expect, test } from 'vitest';
import { energyTitle } from '../../server/src/analysis/presentation/energy-text';
import { energyJson } from '../../server/src/analysis/presentation/report-energy';
import { formatBytes, formatNs } from '../../server/src/base/format';
import { codeLenses } from '../../server/src/ide/code-lens';
import { load } from '../support/fixture';
import { lenet } from './designs';

async function lenses(fixture: string) {
  const { analysis, text } = await load(fixture);
  return { analysis, shown: codeLenses(analysis).map((l) => `${text.slice(l.start, l.end)}: ${l.title}`) };
}

test('every block shows what it comes to', async () => {
  const { analysis, shown } = await lenses(lenet);
  const [region] = analysis.regions;
  const load = formatNs(region?.loadNs ?? 0);
  const schedule = analysis.timeline?.schedule;
  const { energy } = energyJson(analysis, false);
  expect(shown).toEqual([
    'network lenet: 373,600 MACs · 18,582 parameters',
    expect.stringMatching(
      /^exit early: check [\d.]+ µs, hidden behind the load of back: inputs that stay wait 0 µs, inputs that leave [\d.]+ µs · 62 % leave after [\d.]+ ms · [\d,]+ LUT −\d+ … \+\d+ %/,
    ),
    expect.stringMatching(
      new RegExp(`^stage front: 117,600 cycles · [\\d,]+ LUT −\\d+ … \\+\\d+ % · 2 DSP .*load ${load}$`),
    ),
    expect.stringMatching(
      new RegExp(`^stage back: 16,000 cycles · [\\d,]+ LUT −\\d+ … \\+\\d+ % · 31 DSP .*load ${load}$`),
    ),
    expect.stringContaining(
      `region rp0: ${formatBytes(region?.bitstreamBytes ?? 0)} · load ${load} · fullest: back, `,
    ),
    `schedule: mean ${formatNs(schedule?.meanNs ?? 0)} · worst ${formatNs(schedule?.worstNs ?? 0)} · ${formatNs(schedule?.wastedPortNs ?? 0)} of port time wasted per input · ${energy === undefined ? '' : energyTitle(energy)}`,
    `schedule: ${analysis.comparison?.verdict ?? ''}`,
  ]);
});

test.each([
  [
    'on the CPU',
    lenet.replace('on      static', 'on      cpu'),
    /^exit early: check .* on the CPU, .*hidden behind/,
  ],
  [
    'in static, nothing is loaded',
    lenet.replace('back in rp0', 'back in static'),
    /^stage back: 16,000 cycles · (?!.*load)/,
  ],
  [
    'serial hides nothing',
    lenet.replace('overlap', 'serial'),
    /^exit early: check ([\d.]+ µs): inputs that stay wait \1, inputs that leave \1 · /,
  ],
  ['without a device', lenet.replace('board pynq-z2', ''), /^stage front: 117,600 cycles · [\d,]+ LUT/],
  [
    'floating point',
    lenet.replace('filters 6', 'filters 6 weights fp32'),
    /^stage front: at least 117,600 cycles · at least [\d,]+ LUT .*DSP not modelled/,
  ],
])('%s', async (_, fixture, expected) => {
  const { shown } = await lenses(fixture);
  expect(shown).toEqual(expect.arrayContaining([expect.stringMatching(expected)]));
});

test('what cannot be worked out has no lens', async () => {
  expect((await lenses('network n { input 1x4x4 conv kernel 9x9 filters 2 }')).shown).toEqual([]);
  expect((await lenses('region r { }\nschedule { }\nstage s in r { }')).shown).toEqual([]);
});
