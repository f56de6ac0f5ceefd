import { describe, expect, it } from 'vitest';
import { errorTable, markdown } from '../../server/fit/errors';
import { readCsv } from '../../server/fit/csv';
import { readMeasurements } from '../../server/fit/measurements';
import { estimateOf, fitComponents } from '../../server/fit/model';
import { crossValidated } from '../../server/fit/split';
import { mvuResources } from '../../server/src/cost/units/mvu';
import type { PricedUnit } from '../../server/src/cost/units/mvu-prices';
import { coefficients } from '../../server/src/cost/prices/price';
import { total } from '../../server/src/cost/prices/term';

const head =
  'base,op_type,MW,MH,IFMChannels,ConvKernelDim,IFMDim,OFMDim,Stride,NumChannels,inputDataType,weightDataType,outputDataType,accDataType,PE,SIMD,ram_style,resType,mem_mode,noActivation,numSteps,LUT,FF,BRAM36eq,DSP';

function table(...lines: string[]): ReturnType<typeof readMeasurements> {
  return readMeasurements(['# source: us/ours@0123456789', head, ...lines].join('\n'));
}

/** A unit of our own making: LUT and FF follow a rule that the fit has to find. */
function mvau(mw: number, mh: number, pe: number, simd: number, lut: number, ff = lut): string {
  return `MVAU,MVAU_hls,${mw},${mh},,,,,,,UINT4,INT4,INT12,INT12,${pe},${simd},block,dsp,internal_decoupled,1,,${lut},${ff},1,${pe * simd}`;
}

describe('tables of measurements', () => {
  it('have quoted cells, comments and line numbers', () => {
    const { columns, comment, rows } = readCsv('\uFEFF# from here\r\na,b,c\r\n1,"[3, 3]",\r\n\r\n2,x\r\n');
    expect(columns).toEqual(['a', 'b', 'c']);
    expect(comment).toBe('from here');
    expect(rows.map((row) => [row.line, row.cell('a'), row.cell('b'), row.cell('c'), row.cell('d')])).toEqual(
      [
        [3, '1', '[3, 3]', '', ''],
        [5, '2', 'x', '', ''],
      ],
    );
  });

  it.each([
    ['', 'no column `base`'],
    ['a,b\n1,2', 'no column `base`'],
    ['base,MW\nMVAU,2', 'neither a column `LUT` nor `FF`'],
  ])('without what is needed are refused: %j', (text, message) => {
    expect(() => readMeasurements(text)).toThrow(message);
  });

  it.each([
    ['Softmax,,,,,,,,,,,,,,,,,,,,,10,10,0,0', 'Softmax is not modelled'],
    [mvau(64, 10, 3, 8, 100), 'PE 3 does not divide MH 10'],
    [mvau(64, 10, 2, 7, 100), 'SIMD 7 does not divide MW 64'],
    [mvau(64, 10, 20, 8, 100), 'PE 20 does not divide MH 10'],
    [mvau(0, 10, 2, 8, 100), 'MW 0 is not a whole number above zero'],
    [mvau(64, 10, 2, 8, 100).replace('INT4,INT12', 'FLOAT32,INT12'), 'weightDataType FLOAT32: only integers'],
    [mvau(64, 10, 2, 8, 100).replace('MVAU_hls', 'MVAU_rtl'), 'MVAU_rtl is not the unit that is priced'],
    [mvau(64, 10, 2, 8, 100).replace('internal_decoupled', 'external'), 'its weights are elsewhere'],
    [mvau(64, 10, 2, 8, 100).replace('block', 'mixed'), 'ram_style mixed is none that is priced'],
    ['FMPadding,,,,,,,,,16,UINT4,,,,,,,,,,,10,10,0,0', 'no SIMD'],
    ['MVAU', 'nothing measured'],
    [',,,', 'no base'],
    ['StreamingFIFO,,,,,,,,,,,,,,,,,,,,,10,10,0,0', 'no depth'],
  ])('report the lines that cannot be priced: %s', (line, reason) => {
    const { rows, left } = table(line);
    expect(rows).toEqual([]);
    expect([...left]).toEqual([[expect.stringContaining(reason) as string, [3]]]);
  });

  it('of FIFOs leave out reports of other FIFOs, and memories of no depth', () => {
    const columns = 'inWidth,depth,impl_style,LUT,SRL,FF,RAMB36,RAMB18';
    const fifos = readMeasurements(
      [
        columns,
        '8,2,rtl,15,0,22,0,0',
        '8,33,rtl,50,8,24,0,0',
        '64,33,rtl,15,0,22,0,0',
        '8,0,rtl,1,0,1,0,0',
      ].join('\n'),
    );
    expect(fifos.rows.map(({ module }) => module.shape)).toEqual(['2x8', '33x8']);
    expect([...fifos.left.values()]).toEqual([[4], [5]]);
  });
});

describe('the fit of prices to measurements', () => {
  // 100 LUTs, 3 a lane; 50 FFs, 2 a bit of the input stream, and the bits of the input that is kept.
  const rows = [64, 128, 256].flatMap((mw) =>
    [8, 16].flatMap((mh) =>
      [1, 2, 4].flatMap((pe) =>
        [4, 8, 16, 32].map((simd) =>
          mvau(mw, mh, pe, simd, 100 + 3 * pe * simd + 12 * pe, 50 + 8 * simd + 4 * mw),
        ),
      ),
    ),
  );

  it('finds the prices that made the figures', () => {
    const { mvu } = fitComponents(table(...rows).rows);
    expect(mvu?.lut.prices['control']).toBeCloseTo(100, 0);
    expect(mvu?.lut.prices['lanes'] ?? 0).toBeGreaterThan(0);
    expect(mvu?.ff.prices['input']).toBeCloseTo(2, 1);
    expect(mvu?.lut.band).toBeLessThan(0.02);
    expect(mvu?.range['products per output']).toEqual([64, 256]);
  });

  it('is not moved by a single odd result', () => {
    const odd = [...rows, mvau(64, 8, 1, 4, 90_000)];
    const { mvu } = fitComponents(table(...odd).rows);
    expect(mvu?.lut.prices['control']).toBeCloseTo(100, 0);
  });

  it('has no price below zero', () => {
    const { mvu } = fitComponents(
      table(...rows.map((row, i) => row.replace(/,\d+,\d+,1,/, `,${900 - i},7,1,`))).rows,
    );
    for (const price of Object.values({ ...mvu?.lut.prices, ...mvu?.ff.prices })) {
      expect(price).toBeGreaterThanOrEqual(0);
    }
  });

  it('prices each shape by the others, and reports the errors', () => {
    const { rows: all } = table(...rows);
    const cases = crossValidated(all, 'shape');
    expect(cases).toHaveLength(all.length);
    const lut = errorTable(cases).find(({ kind }) => kind === 'lut');
    expect(lut?.ours.median).toBeLessThan(0.02);
    expect(lut?.finn?.median).toBeGreaterThan(0.2);
    expect(errorTable(cases).find(({ kind }) => kind === 'dsp')?.ours.exact).toBe(1);
    expect(markdown(errorTable(cases)).split('\n')).toHaveLength(2 + 4);
  });
});

describe('the prices in the engine', () => {
  it('are those of the file, term by term', () => {
    const lines = [
      mvau(144, 8, 2, 9, 1),
      mvau(784, 64, 1, 784, 1),
      mvau(36, 16, 4, 36, 1).replace('block', 'distributed'),
      mvau(36, 16, 16, 36, 1)
        .replace('dsp', 'lut')
        .replace(',1,,1,', ',0,,1,')
        .replace('INT12,INT12', 'UINT4,INT12'),
    ];
    for (const { module } of table(...lines).rows) {
      const { unit } = module.unit as PricedUnit;
      const { terms, uncertainty } = mvuResources(unit, { family: '7series' });
      const estimate = estimateOf(module, coefficients.components);
      expect(estimate?.values).toEqual({
        lut: Math.round(total(terms, 'lut')),
        ff: Math.round(total(terms, 'ff')),
        bram18: total(terms, 'bram18'),
        dsp: total(terms, 'dsp'),
      });
      expect(estimate?.band).toMatchObject({ lut: uncertainty.band.lut.high, ff: uncertainty.band.ff.high });
    }
  });

  it('say where they are from', () => {
    expect(coefficients.source).toEqual({
      name: 'ArthurEly/hara',
      commit: '46b3e3201d3ac119c97c30acc00cf6da983db304',
    });
    for (const component of Object.values(coefficients.components)) {
      for (const { prices, band } of [component.lut, component.ff]) {
        expect(band).toBeGreaterThan(0);
        for (const price of Object.values(prices)) expect(price).toBeGreaterThanOrEqual(0);
      }
    }
  });
});
