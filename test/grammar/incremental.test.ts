import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FileTree, parse, reparse } from '../../grammar/src/index';
import { fragments, wholeDesign } from './designs';
import { plain } from './plain';

/** Milliseconds, for busy machines. */
const patience = 60_000;

describe('an edit', () => {
  it(
    'gives what a parse of the whole text gives, edit after edit',
    () => {
      const edit = fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        cut: fc.oneof(fc.constant(0), fc.nat(12), fc.nat(300)),
        pieces: fc.array(fc.constantFrom(...fragments), { maxLength: 2 }),
      });
      fc.assert(
        fc.property(fc.array(edit, { minLength: 1, maxLength: 12 }), (edits) => {
          let text = wholeDesign;
          let tree = parse(text);
          for (const { at, cut, pieces } of edits) {
            const start = Math.floor(at * text.length);
            const end = Math.min(text.length, start + cut);
            const inserted = pieces.join('');
            const next = text.slice(0, start) + inserted + text.slice(end);
            tree = reparse(tree, text, next, { start, end, inserted: inserted.length });
            expectSame(tree, parse(next));
            text = next;
          }
        }),
        { numRuns: 40 },
      );
    },
    patience,
  );

  it(
    'within a layer gives what a parse of the whole text gives, keystroke after keystroke',
    () => {
      const keystroke = fc.record({
        layer: fc.nat(1000),
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        cut: fc.nat(3),
        typed: fc.constantFrom(
          '',
          '1',
          '5',
          'x',
          '0',
          ' ',
          'a',
          '"',
          '-',
          '.',
          '%',
          ',',
          'pe ',
          'same',
          ' relu',
          ' from',
          'é',
          '\n',
          '\n\n',
          '{',
          '//',
          '/*',
        ),
      });
      fc.assert(
        fc.property(fc.array(keystroke, { minLength: 1, maxLength: 8 }), (keystrokes) => {
          let text = wholeDesign;
          let tree = parse(text);
          for (const { layer, at, cut, typed } of keystrokes) {
            const layers = tree.slots.flatMap(({ start, block }) =>
              block && 'layers' in block
                ? block.layers.map((l) => ({ start: start + l.span.start, end: start + l.span.end }))
                : [],
            );
            const { start: low, end: high } = layers[layer % layers.length] ?? { start: 0, end: text.length };
            const start = Math.round(low + at * (high - low));
            const end = Math.min(text.length, start + cut);
            const next = text.slice(0, start) + typed + text.slice(end);
            tree = reparse(tree, text, next, { start, end, inserted: typed.length });
            expectSame(tree, parse(next));
            text = next;
          }
        }),
        { numRuns: 150 },
      );
    },
    patience,
  );

  it.each([
    ['inside a block', 'kernel 5x5', 'kernel 3x3'],
    ['in a comment between blocks', '// together one module', '// together'],
    ['that closes a block', 'on      static\n}', 'on static } }'],
    ['at the very start', '// B-LeNet', 'x // B-LeNet'],
  ])('%s leaves the other blocks the very same objects', (_, from, to) => {
    const before = parse(wholeDesign);
    const start = wholeDesign.indexOf(from);
    const next = wholeDesign.replace(from, to);
    const after = reparse(before, wholeDesign, next, {
      start,
      end: start + from.length,
      inserted: to.length,
    });
    expect(plain(after)).toEqual(plain(parse(next)));
    const touched = before.slots.filter((s) => s.start <= start + from.length && start <= s.end);
    for (const slot of before.slots) {
      if (touched.includes(slot)) continue;
      const same = after.slots.find((s) => s.block === slot.block);
      expect(same?.problems).toBe(slot.problems);
    }
  });

  // An unclosed string has looked ahead to the end of its line, past the blocks in between.
  it.each([
    ['region a { "x } region t { } region u { }', ' }', '"'],
    ['region a { "x } region t { } // "y"', '"y"', ''],
    ['region a { "x } network n { conv c }', 'c }', '"c" '],
    ['region a { "x region t { }\nregion u { "y" }', '\n', ''],
    ['region a { "x } region t { } /* " */ region u { }', '" *', '\\'],
  ])('on the line of an open quote: %s', (text, before, inserted) => {
    const start = text.lastIndexOf(before);
    const cut = inserted === '' || inserted === '"c" ' ? 1 : 0;
    const next = text.slice(0, start) + inserted + text.slice(start + cut);
    const tree = reparse(parse(text), text, next, { start, end: start + cut, inserted: inserted.length });
    expectSame(tree, parse(next));
  });

  it.each(['schedule {\n/* policy\n}', 'network n {\n  conv c /* {}', 'region r { } /* }', 'stage s { /* }'])(
    'behind a comment without an end is in the comment: %s',
    (text) => {
      const next = `${text} x`;
      const change = { start: text.length, end: text.length, inserted: 2 };
      expectSame(reparse(parse(text), text, next, change), parse(next));
    },
  );

  it('that does not fit the texts falls back to a parse of the whole', () => {
    const tree = parse('device { }');
    expect(reparse(tree, 'device { }', 'region r { }', { start: 0, end: 1, inserted: 1 })).toEqual(
      parse('region r { }'),
    );
  });
});

/** Describing a failed comparison of whole trees is slow, so it is only done if they differ. */
function expectSame(tree: FileTree, expected: FileTree): void {
  const [is, should] = [plain(tree), plain(expected)];
  if (!isDeepStrictEqual(is, should)) expect(is).toEqual(should);
}
