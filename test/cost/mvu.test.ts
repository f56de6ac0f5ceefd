import { describe, expect, it } from 'vitest';
import { dspPerProduct, productOf, type Product } from '../../server/src/cost/multiplier';
import { mvuCycles, mvuLuts, mvuResources, type MatrixVectorUnit } from '../../server/src/cost/mvu';
import { total } from '../../server/src/cost/term';

function unit(
  width: number,
  outputs: number,
  pe: number,
  simd: number,
  side: number,
  bits: number,
): MatrixVectorUnit {
  return {
    out: { h: side, w: side },
    channels: width,
    kernel: 1,
    groups: 1,
    outputs,
    pe,
    simd,
    weightBits: bits,
    activationBits: bits,
    accumulatorBits: 2 * bits - 1 + Math.ceil(Math.log2(width)),
  };
}

describe("matrix-vector units, against FINN's own estimate of the same unit", () => {
  it.each<[MatrixVectorUnit, Product, number, number]>([
    [unit(25, 5, 1, 25, 32, 16), 'lut', 5120, 11_740],
    [unit(25, 5, 5, 25, 32, 16), 'dsp', 1024, 9100],
    [unit(144, 16, 4, 12, 16, 4), 'lut', 12_288, 2442],
    [unit(25, 5, 1, 1, 32, 16), 'dsp', 128_000, 370],
    [unit(45, 10, 2, 9, 16, 8), 'dsp', 6400, 944],
    [unit(640, 10, 1, 10, 1, 16), 'lut', 640, 4876],
    [unit(25, 5, 5, 25, 32, 16), 'lut', 1024, 57_500],
    [unit(720, 84, 4, 10, 1, 16), 'lut', 1512, 18_604],
  ])('%#', (mvu, product, cycles, luts) => {
    expect(mvuCycles(mvu).value).toBe(cycles);
    expect(Math.floor(total(mvuLuts(mvu, product), 'lut') + 1e-6)).toBe(luts);
  });

  it.each([
    [16, 5, 25, 125],
    [16, 1, 1, 1],
    [8, 2, 9, 18],
  ])('%i bit, %i PE of %i lanes: %i DSP', (bits, pe, simd, dsp) => {
    expect(total(mvuResources(unit(225, 10, pe, simd, 1, bits), { family: '7series' }), 'dsp')).toBe(dsp);
  });
});

describe('multipliers', () => {
  it('are LUTs up to four bits on either side', () => {
    expect([productOf(4, 16), productOf(16, 4), productOf(5, 5), productOf(1, 1)]).toEqual([
      'lut',
      'lut',
      'dsp',
      'lut',
    ]);
  });

  it('take another block where an operand outgrows its port', () => {
    expect(dspPerProduct(18, 25, '7series')).toBe(1);
    expect(dspPerProduct(19, 25, '7series')).toBe(2);
    expect(dspPerProduct(18, 26, '7series')).toBe(2);
    expect(dspPerProduct(18, 27, 'ultrascale+')).toBe(1);
  });
});
