import { describe, expect, test } from 'vitest';
import type { Analysis } from '../../server/src/analysis/analysis';
import { refactorings } from '../../server/src/ide/refactorings';
import { load } from '../support/fixture';
import { at, lenet } from './designs';

const auto = lenet.replace(/pblock .*/, 'pblock auto');

test('the placed pblock is written for `auto`', async () => {
  const { analysis, offset, text } = await load(at('pblock', auto));
  const [write, ...more] = refactorings(analysis, offset, offset);
  expect(more).toEqual([]);
  expect(write?.title).toMatch(/^Write `pblock SLICE_/);
  const [edit] = write?.edits ?? [];
  expect(text.slice(edit?.start, edit?.end)).toBe('auto');
  expect(edit?.text).toBe(analysis.regions[0]?.pblock.join(' '));
});

describe('a chosen folding', () => {
  /** As the folding search would leave it. */
  function chosen(analysis: Analysis): Analysis {
    const lists = analysis.lists.map((list) => ({
      ...list,
      layers: list.layers.map((l) =>
        l.shaped.spec.parallel === 'auto' ? { ...l, parallel: { pe: 8, simd: 30 }, chosen: true } : l,
      ),
    }));
    return { ...analysis, lists };
  }

  test('is written for `auto`', async () => {
    const { analysis, offset, text } = await load(at('parallel', auto.replace('pe 4 simd 6', 'auto')));
    const found = refactorings(chosen(analysis), offset, offset);
    expect(found.map((r) => r.title)).toEqual([
      'Write `parallel pe 8 simd 30` for `auto`',
      'Write all values chosen for `auto`',
    ]);
    const after = found[0]?.edits.reduceRight((t, e) => t.slice(0, e.start) + e.text + t.slice(e.end), text);
    expect(after).toContain('conv2 kernel 5x5 filters 16 parallel pe 8 simd 30');
    expect(found[1]?.edits).toHaveLength(2);
  });

  test('is offered where the cursor is', async () => {
    const { analysis, offset } = await load(at('network', auto.replace('pe 4 simd 6', 'auto')));
    expect(refactorings(chosen(analysis), offset, offset)).toEqual([]);
  });
});

test('what is written already is left alone', async () => {
  const { analysis, text } = await load(lenet);
  expect(refactorings(analysis, 0, text.length)).toEqual([]);
});
