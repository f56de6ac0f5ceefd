import { describe, expect, it } from 'vitest';
import { checkParallelism, legalParallelism } from '../../server/src/cost';
import { inferShapes, type ShapedLayer } from '../../server/src/network';
import { layers } from '../support/layers';

function last(text: string): ShapedLayer {
  const shaped = inferShapes(layers(text)).layers.at(-1);
  if (shaped === undefined) throw new Error('no layer');
  return shaped;
}

describe('legal parallelism', () => {
  it.each<[string, number[], number[]]>([
    ['input 6x14x14; conv 5x5 16', [1, 2, 4, 8, 16], [1, 2, 3, 5, 6, 30, 150]],
    ['input 1x36x36; conv 5x5 5', [1, 5], [1, 5, 25]],
    ['input 8x9x9; conv 3x3 8 groups 2', [1, 2, 4, 8], [1, 2, 3, 4, 12, 36]],
    ['input 4x9x9; depthwise 3x3 8', [1, 2, 4, 8], [1, 3, 9]],
    ['input 10; dense 6', [1, 2, 3, 6], [1, 2, 5, 10]],
    ['input 10; dense 8 rank 6', [1, 2, 3, 6], [1, 2, 5, 10]],
    ['input 6x8x8; maxpool 2x2', [1, 2, 3, 6], [1]],
    ['input 12x8x8; a: conv 1x1 8; b: conv 1x1 12 from a; concat from a, b', [1, 2, 4], [1]],
    ['input 6x8x8; flatten', [1], [1]],
    ['input 6x8x8; conv 1x1 4; relu', [1], [1]],
    ['input 6x8x8; softmax', [1], [1]],
  ])('%s', (text, pe, simd) => {
    const shaped = last(text);
    expect(legalParallelism(shaped)).toEqual({ pe, simd });
    for (const p of pe)
      for (const s of simd) expect(checkParallelism(shaped, { pe: p, simd: s })).toEqual([]);
  });

  it('names the nearest legal values below and above', () => {
    const conv = last('input 6x14x14; conv 5x5 16');
    expect(checkParallelism(conv, { pe: 5, simd: 6 })).toEqual([
      { factor: 'pe', value: 5, reason: 'not-a-divisor', divides: 'F', total: 16, below: 4, above: 8 },
    ]);
    expect(checkParallelism(conv, { pe: 32, simd: 10 })).toMatchObject([
      { factor: 'pe', below: 16 },
      { factor: 'simd', divides: 'C·K/G', total: 150, below: 6, above: 30 },
    ]);
    expect(checkParallelism(conv, { pe: 32, simd: 6 })[0]).not.toHaveProperty('above');
    expect(checkParallelism(conv, { pe: 0, simd: -1 })).toMatchObject([{ above: 1 }, { above: 1 }]);
    expect(checkParallelism(last('input 6x8x8; relu; flatten'), { pe: 2, simd: 1 })).toMatchObject([
      { factor: 'pe', reason: 'no-effect', below: 1 },
    ]);
  });

  it('is not checked if the shape is unknown', () => {
    expect(checkParallelism(last('input 6x8x8; conv 9x9 4'), { pe: 3, simd: 7 })).toEqual([]);
  });

  it('stays quick and bounded for numbers without end', () => {
    const wide = legalParallelism(last('input 9007199254740881; dense 1'));
    expect(wide.simd[0]).toBe(1);
    expect(wide.simd.length).toBeGreaterThanOrEqual(1);
  });
});
