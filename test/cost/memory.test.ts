import { describe, expect, it } from 'vitest';
import { fifoBram18, fifoTerms, shiftRegisters } from '../../server/src/cost/prices/fifo-prices';
import { bram18, ramLutsPerBit, memoryTerms, romLutsPerBit, uram } from '../../server/src/cost/prices/memory';
import { evaluate } from '../support/formula';

describe('memories', () => {
  it.each([
    [4096, 3, 1],
    [2049, 9, 2],
    [512, 36, 1],
    [36, 64, 2],
    [5, 400, 12],
    [768, 64, 4],
    [6272, 16, 8],
    [0, 16, 0],
    [16385, 1, 2],
  ])('%i words of %i bits take %i RAMB18, deep ones in powers of two', (depth, width, expected) => {
    expect(bram18(depth, width)).toBe(expected);
  });

  it('are not padded where blocks cascade', () => {
    expect(bram18(6272, 16, 'ultrascale+')).toBe(7);
    expect(bram18(2049, 9, 'ultrascale+')).toBe(2);
  });

  it.each([
    // A LUT holds 64 words of one bit; the remainder of a depth takes LUTs of its own, with multiplexers between them.
    [1, 1],
    [16, 1],
    [20, 2.5],
    [32, 1],
    [48, 3],
    [64, 1],
    [72, 3],
    [128, 2],
    [256, 4],
    [320, 6],
    [512, 9],
    [0, 0],
  ])('%i constants of a bit take %d LUTs', (depth, expected) => {
    expect(romLutsPerBit(depth)).toBe(expected);
  });

  it('take more LUTs if they are also written', () => {
    expect(3 * ramLutsPerBit(64)).toBeCloseTo(4, 2);
    expect(6 * ramLutsPerBit(32)).toBeCloseTo(4, 2);
    expect(3 * ramLutsPerBit(65)).toBeGreaterThan(8);
    expect(ramLutsPerBit(0)).toBe(0);
  });

  it.each([
    [36, 64, 0],
    [33, 31, 0],
    [1024, 18, 1],
    [1025, 18, 2],
  ])('a FIFO of %i words of %i bits takes %i RAMB18', (depth, width, expected) => {
    expect(fifoBram18(depth, width, '7series')).toBe(expected);
  });

  it('put shallow memories into LUTs and deep ones into blocks by default', () => {
    const kinds = (depth: number, choice?: 'bram' | 'lutram' | 'uram' | 'ddr'): string[] =>
      memoryTerms('weights', 2, depth, 20, { family: '7series', ...(choice && { choice }) }).map(
        (term) => `${term.value} ${term.of}`,
      );
    expect(kinds(64)).toEqual(['40 lut']);
    expect(kinds(65)).toEqual(['2 bram18']);
    expect(kinds(64, 'bram')).toEqual(['2 bram18']);
    expect(kinds(65, 'lutram')).toEqual(['120 lut']);
    expect(kinds(5000, 'uram')).toEqual(['4 uram']);
    expect(kinds(5000, 'ddr')).toEqual([]);
    expect(uram(4096, 72)).toBe(1);
  });

  it('keep the words of a FIFO in registers, shift registers or blocks', () => {
    expect([2, 3, 33, 34].map((depth) => shiftRegisters({ depth, width: 8 }))).toEqual([0, 8, 8, 16]);
  });

  it('explain FIFOs by terms that add up to their values', () => {
    for (const [depth, width] of [
      [2, 8],
      [64, 40],
      [100, 8],
      [600, 72],
      [1025, 18],
    ] as const) {
      const terms = fifoTerms(3, depth, width, '7series');
      for (const term of terms) expect(evaluate(term.substituted)).toBeCloseTo(term.value, 9);
      expect(terms.find((term) => term.of === 'bram18')?.value ?? 0).toBe(
        3 * fifoBram18(depth, width, '7series'),
      );
    }
  });
});
