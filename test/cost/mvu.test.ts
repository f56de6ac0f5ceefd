import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dspPerProduct, productOf } from '../../server/src/cost/units/multiplier';
import { mvuCycles, mvuResources } from '../../server/src/cost/units/mvu';
import type { MatrixVectorUnit } from '../../server/src/cost/units/mvu-unit';
import { total, type Term } from '../../server/src/cost/prices/term';
import { evaluate } from '../support/formula';

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
    inputIn: 'registers',
  };
}

const zynq = { family: '7series' } as const;
const termsOf = (mvu: MatrixVectorUnit): readonly Term[] => mvuResources(mvu, zynq).terms;

describe('matrix-vector units', () => {
  it.each<[MatrixVectorUnit, number]>([
    [unit(25, 5, 1, 25, 32, 16), 5120],
    [unit(25, 5, 5, 25, 32, 16), 1024],
    [unit(144, 16, 4, 12, 16, 4), 12_288],
    [unit(25, 5, 1, 1, 32, 16), 128_000],
    [unit(45, 10, 2, 9, 16, 8), 6400],
    [unit(640, 10, 1, 10, 1, 16), 640],
    [unit(720, 84, 4, 10, 1, 16), 1512],
  ])("take as many cycles as FINN's own: %#", (mvu, cycles) => {
    expect(mvuCycles(mvu).value).toBe(cycles);
  });

  it.each([
    [16, 5, 25, 125],
    [16, 1, 1, 1],
    [8, 2, 9, 18],
  ])('%i bit, %i PE of %i lanes: %i DSP', (bits, pe, simd, dsp) => {
    expect(total(termsOf(unit(225, 10, pe, simd, 1, bits)), 'dsp')).toBe(dsp);
  });

  it('build products beyond the available DSP blocks from LUTs', () => {
    const plenty = unit(225, 10, 5, 25, 1, 8);
    const few = { ...plenty, dspAvailable: 100 };
    expect(total(termsOf(few), 'dsp')).toBe(100);
    expect(total(termsOf(few), 'lut')).toBeGreaterThan(total(termsOf(plenty), 'lut') + 25 * 50);
  });

  it('buffer an input only if it is read again', () => {
    const names = (mvu: MatrixVectorUnit): string[] => termsOf(mvu).map(({ name }) => name);
    expect(names(unit(64, 16, 4, 8, 1, 4))).toContain('input buffer, write enables');
    expect(names(unit(64, 16, 16, 8, 1, 4)).join()).not.toContain('input buffer');
    expect(names({ ...unit(64, 16, 4, 8, 1, 4), inputIn: 'memory' })).toContain('input, 8 words');
  });

  it('store the weights of all rows in one memory of whole bytes, or in one a row', () => {
    const own = unit(784, 64, 4, 16, 1, 2);
    // A row's 784 words of 32 bits take two blocks 18 bits wide.
    expect(total(termsOf({ ...own, weightsIn: 'bram' }), 'bram18')).toBe(4 * 2);
    // Together they are 128 bits wide, which leaves no part of a block unused.
    const shared = { ...own, weightsIn: 'bram' as const, sharedWeights: true };
    expect(total(termsOf(shared), 'bram18')).toBe(Math.ceil(128 / 18));
    expect(total(termsOf({ ...shared, simd: 49 }), 'bram18')).toBe(Math.ceil((4 * 49 * 2) / 36));
    const odd = { ...unit(36, 16, 1, 1, 1, 2), weightsIn: 'lutram' as const };
    const ratio = lutsOfWeights({ ...odd, sharedWeights: true }) / lutsOfWeights(odd);
    expect(ratio).toBeCloseTo(8 / 2);
  });

  it('compare each output with its thresholds', () => {
    const plain = unit(36, 16, 2, 4, 8, 2);
    const steps = (count: number): number =>
      total(
        termsOf({ ...plain, thresholds: { steps: count, bits: Math.ceil(Math.log2(count + 1)) } }),
        'lut',
      ) - total(termsOf(plain), 'lut');
    expect(steps(1)).toBeGreaterThan(0);
    expect(steps(15)).toBeGreaterThan(4 * steps(3) * 0.8);
  });

  it('report what is beyond the measured range, with a wider band', () => {
    const known = mvuResources(unit(64, 16, 2, 8, 1, 4), zynq).uncertainty;
    const wide = mvuResources(unit(64, 16, 2, 8, 1, 12), zynq).uncertainty;
    expect(known.beyond).toEqual([]);
    expect(wide.beyond.join()).toContain('weight bits 12 (measured: 1 to 6)');
    expect(wide.band.lut.high).toBeGreaterThan(1.5 * known.band.lut.high);
  });
});

function lutsOfWeights(mvu: MatrixVectorUnit): number {
  return termsOf(mvu).find(({ name }) => name === 'weights in LUTs')?.value ?? 0;
}

describe('every unit', () => {
  const bits = fc.integer({ min: 1, max: 16 });
  const units = fc
    .record({
      folds: fc.integer({ min: 1, max: 200 }),
      passes: fc.integer({ min: 1, max: 64 }),
      pe: fc.integer({ min: 1, max: 32 }),
      simd: fc.integer({ min: 1, max: 64 }),
      w: bits,
      a: bits,
      product: fc.constantFrom<'lut' | 'dsp'>('lut', 'dsp'),
      weightsIn: fc.constantFrom<'bram' | 'lutram' | undefined>('bram', 'lutram', undefined),
      inputIn: fc.constantFrom<'registers' | 'memory'>('registers', 'memory'),
      sharedWeights: fc.boolean(),
      output: fc.integer({ min: 0, max: 8 }),
    })
    .map(
      ({
        folds,
        passes,
        pe,
        simd,
        w,
        a,
        product,
        weightsIn,
        inputIn,
        sharedWeights,
        output,
      }): MatrixVectorUnit => ({
        ...unit(folds * simd, passes * pe, pe, simd, 1, w),
        activationBits: a,
        accumulatorBits: w + a - 1 + Math.ceil(Math.log2(folds * simd)),
        product,
        inputIn,
        sharedWeights,
        ...(weightsIn && { weightsIn }),
        ...(output > 0 && { thresholds: { steps: 2 ** output - 1, bits: output } }),
      }),
    );

  it('explains its price by terms that are never negative', () => {
    fc.assert(
      fc.property(units, (mvu) => {
        for (const term of termsOf(mvu)) {
          expect(term.value).toBeGreaterThanOrEqual(0);
          expect(evaluate(term.substituted)).toBeCloseTo(term.value, 6);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('costs no less with more bits', () => {
    fc.assert(
      fc.property(units, fc.integer({ min: 1, max: 4 }), (mvu, more) => {
        const acc = mvu.accumulatorBits + more;
        for (const wider of [
          { ...mvu, weightBits: mvu.weightBits + more, accumulatorBits: acc },
          { ...mvu, activationBits: mvu.activationBits + more, accumulatorBits: acc },
        ]) {
          for (const kind of ['lut', 'ff', 'dsp', 'bram18'] as const) {
            expect(total(termsOf(wider), kind)).toBeGreaterThanOrEqual(total(termsOf(mvu), kind) - 1e-9);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('computes with no less logic at more lanes; only what is stored gets shallower', () => {
    const stored = /^(input|weights)/;
    const logic = (mvu: MatrixVectorUnit, kind: Term['of']): number =>
      total(
        termsOf(mvu).filter(({ name }) => !stored.test(name)),
        kind,
      );
    fc.assert(
      fc.property(units, fc.integer({ min: 2, max: 4 }), (mvu, times) => {
        // The same matrix, folded less.
        for (const faster of [
          { ...mvu, pe: mvu.pe * times, outputs: mvu.outputs * times },
          { ...mvu, simd: mvu.simd * times, channels: mvu.channels * times },
        ]) {
          const slower = { ...faster, pe: mvu.pe, simd: mvu.simd };
          for (const kind of ['lut', 'ff', 'dsp'] as const) {
            expect(logic(faster, kind)).toBeGreaterThanOrEqual(logic(slower, kind) - 1e-9);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('multipliers', () => {
  it('are LUTs up to four bits on either side, and part of the sum at one bit', () => {
    expect([productOf(4, 16), productOf(16, 4), productOf(5, 5), productOf(1, 1)]).toEqual([
      'lut',
      'lut',
      'dsp',
      'xnor',
    ]);
  });

  it('take another block where an operand outgrows its port', () => {
    expect(dspPerProduct(18, 25, '7series')).toBe(1);
    expect(dspPerProduct(19, 25, '7series')).toBe(2);
    expect(dspPerProduct(18, 26, '7series')).toBe(2);
    expect(dspPerProduct(18, 27, 'ultrascale+')).toBe(1);
  });
});
