import fc from 'fast-check';
import { expect, test } from 'vitest';
import { oneAfterAnother } from '../../server/src/plans/one-after-another';
import { editedText } from '../../server/src/workspace/edited';

const uri = 'file:///a';

test('edits of what edits have made are edits of the text itself, or none where they touch those', () => {
  const place = fc.tuple(fc.nat(20), fc.nat(4), fc.stringMatching(/^[x-z]{0,4}$/));
  fc.assert(
    fc.property(place, place, ([start, length, text], [later, size, more]) => {
      const before = 'abcdefghijklmnopqrstuvwxyz';
      const first = [{ uri, start, end: start + length, text }];
      const middle = editedText(before, first);
      const second = [{ uri, start: later, end: later + size, text: more }];
      const both = oneAfterAnother(first, second);
      if (both === undefined) {
        expect(later <= start + text.length && later + size >= start).toBe(true);
        return;
      }
      expect(editedText(before, both)).toBe(editedText(middle, second));
    }),
  );
});
