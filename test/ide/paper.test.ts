import { describe, expect, it } from 'vitest';
import { codeLenses } from '../../server/src/ide/code-lens';
import { completions } from '../../server/src/ide/completion';
import { hover } from '../../server/src/ide/hover';
import { occurrences } from '../../server/src/ide/navigation';
import { load } from '../support/fixture';

const design = (paper: string) => `device { part "xc7z045ffg900-2"  clock 150 MHz }
network five {
  precision int16
  input image 32x60x60
  conv  c5 kernel 5x5 filters 32 parallel pe 1 simd 800
}
region rp0 { pblock auto }
paper {
  title "Curbing the roofline"
  kind reproduces
  ${paper}
}
`;

async function labels(paper: string): Promise<string[]> {
  const { analysis, offset } = await load(design(paper));
  return completions(analysis, offset)
    .sort((a, b) => (a.sortText < b.sortText ? -1 : 1))
    .map((c) => c.label);
}

describe('completion in a paper', () => {
  it('offers what a figure can be of', async () => {
    expect(await labels('cycles of $0')).toEqual(['image', 'c5']);
    expect(await labels('bitstream of $0')).toEqual(['rp0']);
  });

  it('offers units, then what may follow', async () => {
    expect((await labels('performance of c5 = 120 $0')).slice(0, 7)).toEqual([
      'GMAC/s',
      'MMAC/s',
      'GOPS',
      'MOPS',
      'TOPS',
      'within',
      'because',
    ]);
    expect((await labels('macs = 5 within 3% $0')).slice(0, 1)).toEqual(['because']);
  });
});

it('the hover of a figure has both and the difference', async () => {
  const { analysis, offset } = await load(
    design('performance of c5 = 120 GM$0AC/s within 1% because "same lanes"'),
  );
  expect(hover(analysis, offset)?.markdown).toMatch(
    /^\*\*120 GMAC\/s\*\* \(0 %\) against 120 GMAC\/s published: as published\n\nsame lanes/,
  );
});

it('the hover of a paper has a table, its lens counts', async () => {
  const { analysis, text } = await load(design('macs = 80281600 within 0%\n  macs = 1 within 1%'));
  const shown = hover(analysis, text.indexOf('paper') + 1)?.markdown ?? '';
  expect(shown).toMatch(/^\*\*“Curbing the roofline”\*\*: 1 of 2 figures as published/);
  expect(shown).toContain('80,281,600');
  expect(codeLenses(analysis).map((l) => l.title)).toContain('reproduces · 1 of 2 figures as published');
});

it('a name in a figure is renamed with its declaration', async () => {
  const { analysis, offset } = await load(design('cycles of c$05 = 100352'));
  expect(occurrences(analysis, offset, true)).toHaveLength(2);
});
