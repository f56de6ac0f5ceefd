import { expect, it } from 'vitest';
import { comparisonRows } from '../../server/src/analysis/presentation/comparison';
import { comparisonTable, publishedTable } from '../../server/src/export/report/comparison';
import { load } from '../support/fixture';

/** 80,281,600 multiply-accumulates. */
const five = `device { part "xc7z045ffg900-2"  clock 150 MHz  memory 4 GB/s }
network five {
  precision int16
  input image 32x60x60
  conv  c5 kernel 5x5 filters 32 parallel pe 1 simd 800
}
paper {
  title "Curbing the roofline"
  kind reproduces
  performance of c5 = 120 GMAC/s within 1%
}
`;

const chip = `paper {
  title "Eyeriss"
  on "65 nm"
  multipliers = 168
  clock = 200 MHz
  performance = 33.6 GMAC/s
}
`;

async function rowsOf(text: string) {
  const { analysis } = await load(text);
  return comparisonRows('samples/literature/a/b.exeunt', analysis);
}

it('a design has modelled figures', async () => {
  const [row] = await rowsOf(five);
  expect(row?.multipliers).toBe(800);
  expect(row?.macsPerMultiplierAndCycle).toBeGreaterThan(0.9);
  expect(row?.macsPerMultiplierAndCycle).toBeLessThanOrEqual(1);
  expect(row?.bytesPerMac).toBeCloseTo((2 * (32 * 60 * 60 + 32 * 56 * 56)) / 80_281_600, 5);
  expect(row?.area?.dsp).toBeGreaterThanOrEqual(800);
  expect(row?.loadNs).toBeNull();
});

it('a paper without a design has its own, and none that are modelled', async () => {
  const [row] = await rowsOf(chip);
  expect(row).toMatchObject({ title: 'Eyeriss', on: '65 nm', published: true });
  expect(row?.macsPerMultiplierAndCycle).toBeCloseTo(1, 9);
  expect(row?.papers[0]?.figures.map((f) => f.modelled)).toEqual([null, null, null]);
});

it('tables have a row for each system, and for each figure of a design', async () => {
  const rows = [...(await rowsOf(five)), ...(await rowsOf(chip))];
  expect(comparisonTable(rows).rows.map(([system]) => system)).toEqual(['a/b', 'Eyeriss']);
  expect(publishedTable(rows).rows).toEqual([
    [
      'a/b',
      '“Curbing the roofline”',
      'reproduces',
      'performance of c5',
      '120 GMAC/s',
      '120 GMAC/s',
      '0 %',
      'as published (within 1 %)',
    ],
  ]);
});
