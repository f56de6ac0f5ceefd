import { expect, test } from 'vitest';
import { formatNs } from '../../server/src/base/format';
import { inlayHints } from '../../server/src/ide/inlay-hints';
import { load } from '../support/fixture';
import { lenet } from './designs';

/** Lines with their hints in angle brackets; lines without are left out. */
async function hinted(fixture: string): Promise<{ lines: string[]; loadNs: number }> {
  const { analysis, text } = await load(fixture);
  const whole = inlayHints(analysis).reduceRight(
    (t, h) => `${t.slice(0, h.offset)} <${h.label}>${t.slice(h.offset)}`,
    text,
  );
  const lines = whole.split('\n').filter((l) => l.includes('<') && !l.includes('<='));
  return { lines: lines.map((l) => l.trim().replace(/ +/g, ' ')), loadNs: analysis.regions[0]?.loadNs ?? 0 };
}

test('shapes behind layers and load times behind pblocks', async () => {
  const { lines, loadNs } = await hinted(lenet);
  expect(loadNs).toBeGreaterThan(0);
  expect(lines).toEqual([
    'input image 1x28x28 <1×28×28>',
    'conv conv1 kernel 5x5 filters 6 pad 2 <6×28×28>',
    'relu <6×28×28>',
    'maxpool pool1 window 2x2 <6×14×14>',
    'conv conv2 kernel 5x5 filters 16 parallel pe 4 simd 6 <16×10×10>',
    'flatten <1600>',
    'dense fc1 units 10 <10>',
    'flatten <1176>',
    'dense b1 units 10 <10>',
    `pblock SLICE_X0Y0:SLICE_X31Y49 DSP48_X0Y0:DSP48_X1Y19 RAMB18_X0Y0:RAMB18_X1Y19 <load ${formatNs(loadNs)}>`,
  ]);
});

test('a placed pblock is shown behind `auto`', async () => {
  const { lines, loadNs } = await hinted(lenet.replace(/pblock .*/, 'pblock auto'));
  const last = lines.at(-1) ?? '';
  expect(last).toMatch(/^pblock auto <SLICE_X\d+Y\d+:SLICE_X\d+Y\d+.*> <load /);
  expect(last).toContain(`<load ${formatNs(loadNs)}>`);
});

test('what is not known has no hint', async () => {
  const { lines } = await hinted(
    'network n { input 1x4x4\n conv a kernel 9x9 filters 2\n relu\n}\nregion r { pblock auto }',
  );
  expect(lines).toEqual(['network n { input 1x4x4 <1×4×4>']);
});
