import { expect, test } from 'vitest';
import { codeLenses } from '../../server/src/ide/code-lens';
import { completions } from '../../server/src/ide/completion';
import { foldings } from '../../server/src/ide/folding';
import { hover } from '../../server/src/ide/hover';
import { inlayHints } from '../../server/src/ide/inlay-hints';
import { highlights, renameTarget } from '../../server/src/ide/navigation';
import { outline } from '../../server/src/ide/outline';
import { refactorings } from '../../server/src/ide/refactorings';
import { load } from '../support/fixture';
import { lenet } from './designs';

/** Primes, so that words, blanks and numbers are all met. */
const cutStep = 61;
const offsetStep = 37;

test('every feature answers wherever the text breaks off', async () => {
  for (let end = 0; end < lenet.length; end += cutStep) {
    const { analysis, text } = await load(lenet.slice(0, end));
    const ranges = [
      ...codeLenses(analysis),
      ...foldings(analysis),
      ...outline(analysis).map((o) => ({ start: o.nameStart, end: o.nameEnd })),
      ...inlayHints(analysis).map((h) => ({ start: h.offset, end: h.offset })),
      ...refactorings(analysis, 0, end).flatMap((r) => r.edits),
    ];
    for (let offset = 0; offset <= end; offset += offsetStep) {
      const shown = [hover(analysis, offset), renameTarget(analysis, offset)].filter((r) => r !== undefined);
      ranges.push(...shown, ...highlights(analysis, offset), ...completions(analysis, offset));
    }
    for (const { start, end: last } of ranges) {
      expect(start).toBeGreaterThanOrEqual(0);
      expect(last).toBeGreaterThanOrEqual(start);
      expect(last).toBeLessThanOrEqual(text.length);
    }
  }
});
