import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Quantisation } from '../../server/src/arithmetic';
import { requantise, scalingOf } from '../../server/src/arithmetic';
import { decompose, divideHalfEven, roundHalfEven } from '../../server/src/arithmetic/requantise';

const int8: Quantisation = { scale: 1, zeroPoint: 0, min: -128, max: 127 };
const uint8: Quantisation = { scale: 1, zeroPoint: 3, min: 0, max: 255 };

describe('rounding', () => {
  test.each([
    [0.5, 0],
    [1.5, 2],
    [-0.5, 0],
    [-1.5, -2],
    [2.4, 2],
    [-2.6, -3],
  ])('%d to nearest, ties to even, gives %d', (value, expected) => {
    expect(roundHalfEven(value)).toBeCloseTo(expected, 12);
    expect(divideHalfEven(value * 10, 10)).toBeCloseTo(expected, 12);
  });
});

describe('requantise', () => {
  test.each([
    [100, 0.5, int8, 50],
    [1, 0.5, int8, 0],
    [3, 0.5, int8, 2],
    [1000, 0.5, int8, 127],
    [-1000, 0.5, int8, -128],
    [-2, 1, uint8, 1],
    [-9, 1, uint8, 0],
  ])('accumulator %d times scale %d', (acc, scale, output, expected) => {
    expect(requantise(acc, scale, output)).toBe(expected);
  });

  test('a binary output is the sign', () => {
    const binary = { scale: 1, zeroPoint: 0, min: -1, max: 1, sign: true };
    expect([-5, -1, 0, 1].map((acc) => requantise(acc, 1, binary))).toEqual([-1, -1, 1, 1]);
  });
});

describe('a scale as multiplier and shift', () => {
  test('holds every float32 above zero exactly', () => {
    fc.assert(
      fc.property(fc.float({ min: Math.fround(1e-9), max: 1e6, noNaN: true }), (scale) => {
        const { multiplier, shift } = decompose(scale);
        expect(multiplier % 2).toBe(1);
        expect(multiplier).toBeLessThan(2 ** 24);
        expect(multiplier * 2 ** -shift).toBe(scale);
      }),
    );
  });

  test('of the cheap form is proved exact, and is', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 127 }),
        fc.integer({ min: 0, max: 16 }),
        fc.array(fc.integer({ min: -(2 ** 24), max: 2 ** 24 }), { minLength: 20 }),
        (q, sh, accumulators) => {
          const scale = q / 2 ** sh;
          const { multiplier, shift, exact } = scalingOf(scale, 2 ** 24, int8);
          expect(exact || shift < 0).toBe(true);
          for (const acc of accumulators) {
            const whole = divideHalfEven(acc * multiplier, 2 ** shift);
            expect(Math.min(Math.max(whole, -128), 127)).toBe(requantise(acc, scale, int8));
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  test('that cannot be proved exact uses the general form', () => {
    expect(scalingOf(Math.fround(0.0123), 2 ** 20, int8).exact).toBe(false);
  });

  test.each([0, -1, Number.NaN, Infinity, 0.1])('refuses %d', (scale) => {
    expect(() => decompose(scale)).toThrow(RangeError);
  });
});
