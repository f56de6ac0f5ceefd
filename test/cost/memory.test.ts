import { describe, expect, it } from 'vitest';
import { bram18, fifoBram18, fifoTerms, lutramLuts, memoryTerms, uram } from '../../server/src/cost/memory';
import { evaluate } from '../support/formula';

// Cases marked with a peer are that peer's own function, executed.
describe('memories', () => {
  it.each([
    [4096, 3, 1], // fpgaConvNet
    [2049, 9, 2], // fpgaConvNet
    [512, 36, 1], // fpgaConvNet
    [36, 64, 2], // fpgaConvNet
    [125, 16, 1], // fpgaConvNet and FINN (25×5 matrix, one lane)
    [5, 400, 12], // FINN, 25 lanes of 16 bit
    [71, 128, 4], // FINN, sliding window of 16 channels of 8 bit
    [768, 64, 4], // FINN, sliding window of 64 channels, 8 at a time
    [0, 16, 0],
    [16385, 1, 2],
  ])('%i words of %i bits take %i RAMB18', (depth, width, expected) => {
    expect(bram18(depth, width)).toBe(expected);
  });

  it.each([
    [100, 72, 20], // fpgaConvNet
    [64, 8, 2], // fpgaConvNet
    [2, 16, 2], // fpgaConvNet
    [16, 16, 2], // fpgaConvNet
  ])('%i words of %i bits take %i LUTs', (depth, width, expected) => {
    expect(lutramLuts(depth, width)).toBe(expected);
  });

  it.each([
    [36, 64, 2], // fpgaConvNet
    [33, 31, 0], // fpgaConvNet
    [1024, 18, 1], // fpgaConvNet
    [1025, 18, 2],
  ])('a FIFO of %i words of %i bits takes %i RAMB18', (depth, width, expected) => {
    expect(fifoBram18(depth, width)).toBe(expected);
  });

  it('put shallow memories into LUTs and deep ones into blocks, unless told', () => {
    const kinds = (depth: number, choice?: 'bram' | 'lutram' | 'uram' | 'ddr'): string[] =>
      memoryTerms('weights', 2, depth, 20, choice).map((term) => `${term.value} ${term.of}`);
    expect(kinds(64)).toEqual(['8 lut']);
    expect(kinds(65)).toEqual(['2 bram18']);
    expect(kinds(64, 'bram')).toEqual(['2 bram18']);
    expect(kinds(65, 'lutram')).toEqual(['12 lut']);
    expect(kinds(5000, 'uram')).toEqual(['4 uram']);
    expect(kinds(5000, 'ddr')).toEqual([]);
    expect(uram(4096, 72)).toBe(1);
  });

  it('explain FIFOs by terms that give their values', () => {
    for (const [depth, width] of [
      [2, 8],
      [64, 40],
      [100, 8],
      [600, 72],
      [1025, 18],
    ] as const) {
      const terms = fifoTerms('fifo', 3, depth, width);
      expect(terms.map((term) => evaluate(term.substituted))).toEqual(terms.map((term) => term.value));
      expect(terms.find((term) => term.of === 'bram18')?.value ?? 0).toBe(
        depth <= 64 ? 0 : 3 * fifoBram18(depth, width),
      );
    }
  });
});
