import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hover } from '../../server/src/ide/hover';
import { load } from '../support/fixture';
import { bare, obeyed, renamed } from '../support/hostile-names';
import { lenet } from './designs';

describe('hostile names', () => {
  it('are no Markdown in any hover', async () => {
    await fc.assert(
      fc.asyncProperty(renamed(lenet, ['lenet', 'conv1', 'early', 'front', 'rp0', 'pool1']), async (text) => {
        const { analysis } = await load(text);
        for (let offset = 0; offset < text.length; offset += 2) {
          const markdown = hover(analysis, offset)?.markdown ?? '';
          expect(markdown).not.toMatch(obeyed);
          const rest = bare(markdown);
          expect(rest, markdown).not.toMatch(/[`[\]<~]|:\/\/|\$\(|www\.|@|&\w/);
          expect(rest.split('**').length % 2, markdown).toBe(1);
          expect(rest.replaceAll('**', ''), markdown).not.toMatch(/\*/);
        }
      }),
      { numRuns: 6 },
    );
  }, 60_000);
});
