import { describe, expect, it } from 'vitest';
import { layerCost, writtenParallelism, type LayerCost } from '../../server/src/cost';
import { tableLutsPerBit } from '../../server/src/cost/prices/memory';
import { inferShapes } from '../../server/src/network';
import { evaluate } from '../support/formula';
import { layers } from '../support/layers';

function cost(text: string): LayerCost {
  const shaped = inferShapes(layers(text)).layers.at(-1);
  if (shaped === undefined) throw new Error('no layer');
  return layerCost(shaped, writtenParallelism(shaped), { family: '7series' });
}

/** The lines about tables of bias, multiplier and shift: name, resource, value. */
function tables(text: string): readonly [string, string, number][] {
  return cost(text)
    .terms.filter(({ name }) => name.startsWith('requantise') && name.includes('table'))
    .map(({ name, of, value, substituted }) => {
      expect(evaluate(substituted)).toBeCloseTo(value, 6);
      return [name, of, value];
    });
}

describe('tables of bias, multiplier and shift', () => {
  // Sums of 400 products of int8 × int4 need 20 bits; a lane holds those of 120 filters, in two LUTs a bit.
  it('of each lane are in LUTs, with a register for what is read', () => {
    expect(tables('input 400; dense 120 weights int4')).toEqual([
      ['requantise, table of bias, 120 words', 'lut', 20 * 2],
      ['requantise, table of multiplier, 120 words', 'lut', 8 * 2],
      ['requantise, table of shift, 120 words', 'lut', 6 * 2],
      ['requantise, read from tables', 'ff', 34],
    ]);
  });

  it('are as many as there are lanes, each with fewer words', () => {
    const all = tables('input 400; dense 120 weights int4 parallel pe 4');
    expect(all[0]).toEqual(['requantise, table of bias, 30 words', 'lut', 4 * 20]);
    expect(all.at(-1)).toEqual(['requantise, read from tables', 'ff', 4 * 34]);
  });

  it('take nothing where a lane has one filter, or two that the address tells apart', () => {
    expect(tables('input 1x8x8; conv 3x3 4 parallel pe 4')).toEqual([]);
    expect(tables('input 1x8x8; conv 3x3 4 parallel pe 2')).toEqual([]);
    expect(tables('input 1x8x8; conv 3x3 4 parallel pe 1')).toHaveLength(4);
  });

  it('are there with weights from memory, in either order, and behind both units of a low rank', () => {
    expect(tables('input 8x8x8; conv 3x3 16 weights-in ddr')).toHaveLength(4);
    expect(tables('input 8x8x8; conv 3x3 16 weights-in ddr order weights')).toHaveLength(4);
    expect(tables('input 64; dense 32 rank 8')).toHaveLength(8);
  });

  it('may take nothing at all, and as many bits as multipliers of 24 have', () => {
    const part = cost('input 400; dense 120 weights int4').parts.find(({ terms }) =>
      terms.some(({ name }) => name === 'requantise, read from tables'),
    );
    expect(part?.uncertainty?.band.lut).toEqual({ low: 1, high: 16 / 34 });
    expect(part?.uncertainty?.band.ff).toEqual({ low: 1, high: 16 / 34 });
  });

  it.each([
    [3, 1],
    [64, 1],
    [65, 2],
    [256, 4],
    [257, 5.62],
    [1000, 16 + 3 * 0.62],
  ])('%i constants of a bit take %d LUTs', (words, luts) =>
    expect(tableLutsPerBit(words)).toBeCloseTo(luts, 9),
  );
});
