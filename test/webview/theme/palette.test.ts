import { describe, expect, test } from 'vitest';
import type { Tone } from '../../../webview/src/drawing/scene/shapes';
import { contrast, parseColor } from '../../../webview/src/drawing/color';
import { makePalette, type Palette, type ThemeKind } from '../../../webview/src/drawing/palette';

const kinds: ThemeKind[] = ['dark', 'light', 'contrast-dark', 'contrast-light'];
const plain = (kind: ThemeKind): Palette => makePalette(kind, () => '');

function ratio(palette: Palette, text: Tone, below: Tone): number {
  const [a, b] = [parseColor(palette.color(text)), parseColor(palette.color(below))];
  if (!a || !b) throw new Error('not a colour');
  return contrast(a, b);
}

describe.each(kinds)('%s', (kind) => {
  const palette = plain(kind);
  const accents = [0, 1, 2, 3, 4, 5, 6];

  test.each<Tone>([
    'text',
    'muted',
    'exit',
    'end',
    'budget',
    'missed',
    'good-text',
    'caution-text',
    'bad-text',
  ])('%s can be read on the page', (tone) =>
    expect(ratio(palette, tone, 'background')).toBeGreaterThanOrEqual(4.5),
  );

  test('accents can be read as text, and text on their bars', () => {
    for (const accent of accents) {
      expect(ratio(palette, `accent-${accent}`, 'background')).toBeGreaterThanOrEqual(4.5);
      if (!palette.contrast) expect(ratio(palette, 'on-bar', `bar-${accent}`)).toBeGreaterThanOrEqual(4.5);
    }
  });

  test('the first six accents differ', () => {
    expect(new Set(accents.map((accent) => palette.color(`accent-${accent}`))).size).toBe(6);
  });
});

test('high contrast has borders and patterns instead of fills', () => {
  const palette = plain('contrast-dark');
  for (const tone of [
    'clb',
    'clbm',
    'bram',
    'dsp',
    'uram',
    'io',
    'bar-0',
    'check',
    'ok',
    'warn',
    'error',
  ] as const) {
    expect(palette.fill(tone)).toMatchObject({
      color: null,
      border: expect.stringMatching(/^rgb/) as string,
    });
  }
  const patterns = (['clb', 'clbm', 'bram', 'dsp', 'uram', 'io'] as const).map(
    (tone) => palette.fill(tone).pattern,
  );
  expect(new Set(patterns).size).toBe(6);
});

test("colours are the theme's own", () => {
  const palette = makePalette('dark', (name) => (name === 'charts-purple' ? '#00ff00' : ''));
  expect(palette.color('accent-2')).toBe('rgb(0, 255, 0)');
  expect(palette.key).not.toBe(plain('dark').key);
});

test.each([
  ['#fff', { r: 255, g: 255, b: 255, a: 1 }],
  ['#1f1f1f80', { r: 31, g: 31, b: 31, a: 128 / 255 }],
  ['rgba(255, 0, 10, 0.5)', { r: 255, g: 0, b: 10, a: 0.5 }],
  ['rgb(1 2 3 / 0.5)', { r: 1, g: 2, b: 3, a: 0.5 }],
  ['', null],
  ['no colour', null],
])('parseColor of %j', (text, expected) => expect(parseColor(text)).toEqual(expected));
