import { expect, test } from 'vitest';
import { fills, fullest } from '../../../webview/src/drawing/fill';

const none = { lut: 0, ff: 0, dsp: 0, bram18: 0, uram: 0 };
const available = { lut: 6400, ff: 12800, dsp: 40, bram18: 40, uram: 0 };
const limit = { lut: 0.8, ff: 0.8, dsp: 0.8, bram18: 0.8, uram: 0.8 };

test('the level of a fill depends on its limit and on the whole', () => {
  const used = { ...none, lut: 5120, dsp: 33, bram18: 41 };
  expect(fills(used, available, limit).map(({ label, level }) => [label, level])).toEqual([
    ['LUT', 'ok'],
    ['DSP', 'warn'],
    ['RAMB18', 'error'],
  ]);
});

test('what is needed and not there is shown, and is beyond every limit', () => {
  const filled = fills({ ...none, uram: 2 }, available, limit).find((fill) => fill.kind === 'uram');
  expect(filled).toMatchObject({ share: Infinity, level: 'error' });
});

test('the fullest resource counts, and none needs nothing', () => {
  expect(fullest({ ...none, lut: 640, dsp: 30 }, available)).toBe(0.75);
  expect(fullest(none, none)).toBe(0);
});
