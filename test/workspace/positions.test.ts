import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineIndex } from '../../server/src/workspace/positions';

describe('a position', () => {
  it.each<[string, string, number, number, number]>([
    ['after a line means its end, before the break', 'ab\ncd', 0, 1000, 2],
    ['after a line with \\r\\n means its end, before both', 'ab\r\ncd', 0, 3, 2],
    ['after a line with \\r alone means its end', 'ab\rcd', 0, 1000, 2],
    ['after an empty line is that line', '\n\n', 1, 5, 1],
    ['after the last line is the end of the text', 'ab\ncd', 1, 1000, 5],
    ['after all lines is the end of the text', 'ab\ncd', 7, 0, 5],
    ['before a line is its start', 'ab\ncd', 1, -4, 3],
    ['before all lines is the start of the text', 'ab\ncd', -1, 9, 0],
    ['counts a character outside the first plane as two', '😀b\nc', 0, 2, 2],
    ['after a line of such characters means its end', '😀\nc', 0, 9, 2],
  ])('%s', (_, text, line, character, offset) => {
    expect(new LineIndex(text).offsetAt({ line, character })).toBe(offset);
  });

  it('counts in the line that a split at line breaks finds', () => {
    const text = fc.array(fc.constantFrom('a', '\n', '\r', '\r\n', '😀', ' '), { maxLength: 12 });
    const place = fc.record({
      line: fc.integer({ min: 0, max: 9 }),
      character: fc.integer({ min: 0, max: 9 }),
    });
    fc.assert(
      fc.property(text, place, (parts, { line, character }) => {
        const whole = parts.join('');
        const pieces = whole.split(/(\r\n|\r|\n)/);
        const before = pieces.slice(0, 2 * line).join('').length;
        const own = pieces[2 * line];
        const expected = own === undefined ? whole.length : before + Math.min(character, own.length);
        expect(new LineIndex(whole).offsetAt({ line, character })).toBe(expected);
      }),
    );
  });

  it('is found again from its offset', () => {
    const text = 'ab\r\n😀c\r\rd\n';
    const lines = new LineIndex(text);
    for (let offset = 0; offset <= text.length; offset++) {
      if (text.slice(offset - 1, offset + 1) === '\r\n') continue;
      expect(lines.offsetAt(lines.positionAt(offset))).toBe(offset);
    }
  });
});
