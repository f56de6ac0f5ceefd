import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectedAt, format, parse, type FileTree } from '../../grammar/src/index';
import { fragments, wholeDesign } from './designs';

/** Slots in order, inside the text, and all spans inside their slots. Plain comparisons: there are many. */
function checkSound(tree: FileTree, text: string): void {
  let last = 0;
  for (const slot of tree.slots) {
    const inside = slot.problems.every((p) => p.span.start >= 0 && slot.start + p.span.end <= slot.end);
    if (slot.start < last || slot.end <= slot.start || !inside) expect.fail(JSON.stringify(slot));
    last = slot.end;
  }
  if (last > text.length) expect.fail(`a slot ends at ${last} of ${text.length}`);
}

/** Milliseconds, for busy machines. */
const patience = 60_000;

describe('any text parses', () => {
  it(
    'a design cut at any byte parses with few problems',
    () => {
      for (let length = 0; length <= wholeDesign.length; length++) {
        const text = wholeDesign.slice(0, length);
        const tree = parse(text);
        checkSound(tree, text);
        const count = tree.slots.reduce((sum, slot) => sum + slot.problems.length, 0);
        if (count > 2) expect.fail(`${count} problems behind ${text.slice(-30)}`);
      }
    },
    patience,
  );

  it(
    'a design with pieces inserted and cut out parses, formats and completes',
    () => {
      const edit = fc.record({
        at: fc.nat(wholeDesign.length),
        cut: fc.nat(20),
        piece: fc.constantFrom(...fragments),
      });
      fc.assert(
        fc.property(fc.array(edit, { maxLength: 8 }), (edits) => {
          let text = wholeDesign;
          for (const { at, cut, piece } of edits) text = text.slice(0, at) + piece + text.slice(at + cut);
          checkSound(parse(text), text);
          format(text);
          expectedAt(text, edits[0]?.at ?? 0);
        }),
        { numRuns: 40 },
      );
    },
    patience,
  );

  it(
    'any characters parse',
    () => {
      fc.assert(
        fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
          checkSound(parse(text), text);
          format(text);
          expectedAt(text, text.length);
        }),
        { numRuns: 100 },
      );
    },
    patience,
  );

  // Repetition is what overflows stacks: in recursive parsers …
  it.each(['{', '}', '-', '"', 'a ', 'network n { ', '/*', '§', '..', 'stage ', '\\"', '\n'])(
    'thousands of %j parse',
    (piece) => {
      for (const opening of ['', 'network n { conv c kernel ', 'region r { pblock ', 'stage s in r { ']) {
        const text = opening + piece.repeat(5_000);
        checkSound(parse(text), text);
      }
    },
    patience,
  );

  // … and, by the million, in regular expressions that repeat a group.
  it.each(['1x', 'a-', 'A_', '\\"'])(
    'a million %j parse',
    (piece) => {
      const text = `region r { pblock ${piece.repeat(1_500_000)}`;
      checkSound(parse(text), text);
    },
    patience,
  );
});
