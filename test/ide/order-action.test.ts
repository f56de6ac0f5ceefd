import { describe, expect, test } from 'vitest';
import { completions } from '../../server/src/ide/completion';
import { hover } from '../../server/src/ide/hover';
import { refactorings } from '../../server/src/ide/refactorings';
import { load } from '../support/fixture';
import { quarterVgg } from '../support/networks';

const design = (layer: string): string =>
  `device { board pynq-z2 memory 1 GB/s }\nnetwork n {\n  input image 128x4x4\n  ${layer}\n  flatten\n  dense f units 10\n}\n`;

const applied = (text: string, edits: readonly { start: number; end: number; text: string }[] = []): string =>
  [...edits]
    .sort((a, b) => b.start - a.start)
    .reduce((t, e) => t.slice(0, e.start) + e.text + t.slice(e.end), text);

describe('a layer that waits for its weights', () => {
  const waiting = 'conv c kernel 3x3 filters 128 pad 1 weig$0hts-in ddr parallel pe 8 simd 8';

  test('is offered to fetch them once an input', async () => {
    const { analysis, offset, text } = await load(design(waiting));
    const [found, ...more] = refactorings(analysis, offset, offset);
    expect(more).toEqual([]);
    expect(found?.title).toBe('Fetch weights once an input (2,359,296 B → 147,456 B of weights)');
    const after = applied(text, found?.edits);
    expect(after).toContain('weights-in ddr order weights parallel');
    const again = await load(after);
    expect(again.analysis.lists[0]?.layers[1]?.cost?.streamedBytes).toBe(147_456);
    expect(refactorings(again.analysis, 0, after.length)).toEqual([]);
  });

  test('shows in its hover what that gains, and what it would lose', async () => {
    const { analysis, offset } = await load(design(waiting));
    expect(hover(analysis, offset)?.markdown).toMatch(
      /With `order weights`: 147,456 B of weights an input, 37,380 cycles \(.*\), .*\+2 RAMB18/,
    );
    const written = await load(
      design('conv c$0 kernel 3x3 filters 128 pad 1 weights-in ddr order weights parallel pe 8 simd 8'),
    );
    const { markdown = '' } = hover(written.analysis, written.offset) ?? {};
    expect(markdown).toContain('pe 8 simd 8 order weights');
    expect(markdown).toContain('Without `order weights`: 2,359,296 B of weights an input, 294,912 cycles');
    expect(markdown).toContain('products + map + results + ram');
  });

  test('completes both orders with what they fetch', async () => {
    const { analysis, offset } = await load(
      design('conv c kernel 3x3 filters 128 pad 1 weights-in ddr parallel pe 8 simd 8 order $0'),
    );
    expect(completions(analysis, offset).map(({ label, detail }) => [label, detail])).toEqual([
      ['weights', '147,456 B of weights, 37,380 cycles'],
      ['positions', '2,359,296 B of weights, 294,912 cycles'],
    ]);
    const onChip = await load(design('conv c kernel 3x3 filters 128 pad 1 order $0'));
    expect(completions(onChip.analysis, onChip.offset).map(({ label }) => label)).toEqual([
      'weights',
      'positions',
    ]);
  });
});

test('all layers of a module that waits for memory are offered together', async () => {
  const text = quarterVgg('weights-in ddr').replace('c9 ', 'c9$0 ');
  const { analysis, offset, text: plain } = await load(text);
  const titles = refactorings(analysis, offset, offset).map(({ title }) => title);
  expect(titles).toEqual([
    'Fetch weights once an input (2,359,296 B → 147,456 B of weights)',
    'Fetch weights once an input in 6 layers of all (7,667,712 B → 811,008 B of weights)',
  ]);
  const after = applied(plain, refactorings(analysis, offset, offset)[1]?.edits);
  const again = await load(after);
  expect(again.analysis.modules[0]?.cost?.streamedBytes).toBe(811_008);
});

test.each([
  ['its weights are on chip', 'conv c kernel 3x3 filters 128 pad 1 parallel pe 8 simd 8'],
  ['it does not wait for them', 'conv c kernel 3x3 filters 128 pad 1 weights-in ddr'],
  [
    'an order is written',
    'conv c kernel 3x3 filters 128 weights-in ddr order positions parallel pe 8 simd 8',
  ],
  ['the folding search chooses', 'conv c kernel 3x3 filters 128 weights-in ddr parallel auto'],
  ['it has one position', 'conv c kernel 4x4 filters 128 weights-in ddr parallel pe 8 simd 8'],
])('nothing is offered where %s', async (_, layer) => {
  const { analysis } = await load(design(layer));
  const titles = refactorings(analysis, 0, design(layer).length).map(({ title }) => title);
  expect(titles.filter((title) => title.startsWith('Fetch weights'))).toEqual([]);
});

test('what the folding search chose is written with its order', async () => {
  const text = quarterVgg('weights-in ddr', 'parallel auto');
  const { analysis, text: plain } = await load(text);
  const chosen = analysis.modules[0]?.cost?.streamedBytes;
  expect(chosen).toBeLessThan(3_000_000);
  const all = refactorings(analysis, 0, plain.length).find(({ title }) => title.startsWith('Write all'));
  const after = applied(plain, all?.edits);
  expect(after).toContain(' order weights');
  const again = await load(after);
  expect(again.analysis.modules[0]?.cost).toMatchObject({
    streamedBytes: chosen,
    intervalCycles: analysis.modules[0]?.cost?.intervalCycles,
  });
});
