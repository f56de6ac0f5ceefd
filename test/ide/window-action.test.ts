import { describe, expect, test } from 'vitest';
import { completions } from '../../server/src/ide/completion';
import { hover } from '../../server/src/ide/hover';
import { refactorings } from '../../server/src/ide/refactorings';
import { load } from '../support/fixture';

const design = (layer: string): string =>
  `device { board pynq-z2 }\nnetwork n {\n  input image 1x32x32\n  ${layer}\n  flatten\n  dense f units 10\n}\n`;

describe('a layer that waits for its window', () => {
  const waiting = design('conv c kernel 5x5 filters 5 pad 2 paral$0lel simd 25 weights int8');

  test('is offered to read all taps at once', async () => {
    const { analysis, offset, text } = await load(waiting);
    const [found, ...more] = refactorings(analysis, offset, offset);
    expect(more).toEqual([]);
    expect(found?.title).toMatch(
      /^Read all taps of the window at once \(25,749 → 5,120 cycles, .*FF, −1 RAMB18\)$/,
    );
    const after = found?.edits.reduceRight((t, e) => t.slice(0, e.start) + e.text + t.slice(e.end), text);
    expect(after).toContain('parallel simd 25 window parallel weights int8');
    const again = await load(after ?? '');
    expect(again.analysis.lists[0]?.layers[1]?.cost?.cycles).toBe(5120);
    expect(refactorings(again.analysis, 0, again.text.length)).toEqual([]);
  });

  test('shows in its hover what that gains', async () => {
    const { analysis, offset } = await load(waiting);
    expect(hover(analysis, offset)?.markdown).toMatch(
      /With `window parallel`: 5,120 cycles \(51.2 µs at 100 MHz\), \+/,
    );
    // Its window reads all channels already: more `simd` would not make it faster.
    expect(hover(analysis, offset)?.markdown).not.toContain('goes with `simd`');
    const written = await load(
      design('conv c kernel 5x5 filters 5 pad 2 parallel simd 25 win$0dow parallel'),
    );
    const { markdown = '' } = hover(written.analysis, written.offset) ?? {};
    expect(markdown).toContain('**pe 1 simd 25 window parallel**');
    expect(markdown).toContain('Without `window parallel`: 25,749 cycles');
    expect(markdown).toContain('H·W·cf');
  });

  test('completes the word with its cycles', async () => {
    const { analysis, offset } = await load(
      design('conv c kernel 5x5 filters 5 pad 2 parallel simd 25 window $0'),
    );
    expect(completions(analysis, offset).map(({ label, detail }) => [label, detail])).toEqual([
      ['parallel', '5,120 cycles, 25,749 without'],
    ]);
    const pool = await load(design('maxpool p window $0'));
    expect(completions(pool.analysis, pool.offset).map(({ label }) => label)).toEqual(['2x2', '3x3']);
  });
});

test.each([
  ['its matrix is the slower part', 'conv c kernel 5x5 filters 50 parallel simd 25'],
  ['it has it already', 'conv c kernel 5x5 filters 5 parallel simd 25 window parallel'],
  ['the folding search chooses', 'conv c kernel 5x5 filters 5 parallel auto'],
  ['it has no window', 'conv c kernel 1x1 filters 5 parallel pe 5'],
])('nothing is offered where %s', async (_, layer) => {
  const { analysis } = await load(design(layer));
  const titles = refactorings(analysis, 0, design(layer).length).map(({ title }) => title);
  expect(titles.filter((title) => title.startsWith('Read all taps'))).toEqual([]);
});

test('what the folding search chose is written with its window', async () => {
  const layer = 'conv c kernel 5x5 filters 5 pad 2 parallel au$0to\n  maxpool p window 8x8 parallel auto';
  const { analysis, offset, text } = await load(
    design(layer).replace('units 10', 'units 10 parallel auto') + 'stage s in static { c .. f }\n',
  );
  const [found] = refactorings(analysis, offset, offset);
  const after = found?.edits.reduceRight((t, e) => t.slice(0, e.start) + e.text + t.slice(e.end), text);
  expect(after).toMatch(/parallel pe \d+ simd 25 window parallel/);
  const chosen = analysis.lists[0]?.layers[1]?.cost?.cycles;
  expect((await load(after ?? '')).analysis.lists[0]?.layers[1]?.cost?.cycles).toBe(chosen);
});
