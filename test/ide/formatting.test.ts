import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { format } from '../../grammar/src/index';
import { formatting } from '../../server/src/ide/formatting';
import { lenet } from './designs';

function applied(text: string, indent = 2): string {
  return formatting(text, indent).reduceRight((t, e) => t.slice(0, e.start) + e.text + t.slice(e.end), text);
}

describe('edits give the formatted text', () => {
  test.each([
    ['device{board pynq-z2 clock 100 MHz}'],
    ['network n {\n  input   1x8x8 // a\n\n\n conv c kernel 3x3 /* b */ filters 2\n}\n'],
    ['region r { // moves\n pblock auto }'],
    ['\r\nregion r {\r\n  pblock auto\r\n}\r\n'],
    ['region r {\n  pblock\n}'],
    [''],
    ['  \n\n'],
    [lenet],
  ])('formats %j', (text) => {
    expect(applied(text)).toBe(format(text, { indent: 2 }));
    expect(applied(text, 4)).toBe(format(text, { indent: 4 }));
  });

  test('whatever the text', () => {
    const piece = fc.constantFrom(
      'region r {',
      '}',
      ' ',
      '\n',
      '// c\n',
      'pblock auto',
      '/* x */',
      'stage a in r { b }',
      '"',
      '\t',
      '\r\n',
      'x',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join(' ');
        expect(applied(text)).toBe(format(text, { indent: 2 }));
      }),
      { numRuns: 200 },
    );
  });
});

test('only blanks are touched, so that cursors stay', () => {
  const text = format(lenet).replace('policy overlap', 'policy    overlap');
  const edits = formatting(text, 2);
  expect(edits).toHaveLength(1);
  expect(text.slice(edits[0]?.start, edits[0]?.end)).toBe('    ');
});

test('a formatted text needs no edit', () => {
  expect(formatting(format(lenet), 2)).toEqual([]);
});
