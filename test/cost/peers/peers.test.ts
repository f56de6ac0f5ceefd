/** Figures of the peers' own functions, executed. */
import { describe, expect, it } from 'vitest';
import {
  finnFifoLuts,
  finnMvauBram18,
  finnMvauCycles,
  finnMvauDsp,
  finnMvauLuts,
  finnMvauRtlDsp,
  finnWeightDepth,
  finnWindowBram18,
  finnWindowCycles,
  finnWindowDepth,
  finnWindowLuts,
  type FinnMvau,
  type FinnWindow,
} from '../../../server/src/cost/peers/finn';
import {
  fpgaConvNetBram18,
  fpgaConvNetDsp,
  fpgaConvNetQueueLuts,
} from '../../../server/src/cost/peers/fpgaconvnet';
import {
  hls4mlMultipliers,
  isValidReuse,
  nearestReuse,
  validReuse,
} from '../../../server/src/cost/peers/hls4ml';

function mvau(
  [mw, mh]: readonly [number, number],
  [pe, simd]: readonly [number, number],
  vectors: number,
  bits: number,
  multipliers: 'lut' | 'dsp',
): FinnMvau {
  return {
    mw,
    mh,
    pe,
    simd,
    vectors,
    weightBits: bits,
    activationBits: bits,
    signedActivations: true,
    accumulatorBits: 32,
    multipliers,
    memory: 'decoupled',
    ramStyle: 'auto',
  };
}

describe('FINN', () => {
  it.each<[FinnMvau, readonly number[]]>([
    // cycles, depth, RAMB18, LUTs, DSPs in HLS, DSPs in RTL
    [mvau([25, 5], [1, 25], 1024, 16, 'lut'), [5120, 5, 12, 11_740, 0, 25]],
    [mvau([25, 5], [5, 25], 1024, 16, 'dsp'), [1024, 1, 56, 9100, 125, 50]],
    [mvau([144, 16], [4, 12], 256, 4, 'lut'), [12_288, 48, 6, 2442, 0, 12]],
    [mvau([25, 5], [1, 1], 1024, 16, 'dsp'), [128_000, 125, 1, 370, 1, 1]],
    [mvau([45, 10], [2, 9], 256, 8, 'dsp'), [6400, 25, 4, 944, 18, 9]],
    [mvau([640, 10], [1, 10], 1, 16, 'lut'), [640, 640, 9, 4876, 0, 10]],
    [mvau([25, 5], [5, 25], 1024, 16, 'lut'), [1024, 1, 56, 57_500, 0, 50]],
    [mvau([720, 84], [4, 10], 1, 16, 'lut'), [1512, 1512, 72, 18_604, 0, 10]],
  ])('matrix-vector unit %#', (unit, expected) => {
    expect([
      finnMvauCycles(unit),
      finnWeightDepth(unit),
      finnMvauBram18(unit),
      finnMvauLuts(unit),
      finnMvauDsp(unit),
      finnMvauRtlDsp(unit),
    ]).toEqual(expected);
  });

  it('keeps weights in LUTs if requested or if they are few', () => {
    const unit = mvau([64, 10], [1, 8], 1, 4, 'lut');
    const inLuts = { ...unit, ramStyle: 'distributed' as const };
    expect(finnMvauBram18(inLuts)).toBe(0);
    expect(finnMvauLuts(inLuts) - finnMvauLuts(unit)).toBe(8 * 4 * Math.ceil(80 / 64));
    expect(finnMvauBram18({ ...unit, memory: 'embedded' })).toBe(0);
  });

  it('counts a comparison for each threshold', () => {
    const unit = mvau([64, 10], [1, 8], 1, 2, 'lut');
    const more = finnMvauLuts({ ...unit, outputBits: 2 }) - finnMvauLuts(unit);
    // Three thresholds of 10 bits, each stored and compared, and 10 % more.
    expect(Math.abs(more - 1.1 * 3 * 10 * 2)).toBeLessThan(1.1);
  });

  const window = (
    channels: number,
    width: number,
    out: number,
    step: number,
    simd: number,
    bits: number,
  ): FinnWindow => ({
    channels,
    simd,
    kernel: { h: 3, w: 3 },
    stride: { h: step, w: step },
    dilation: { h: 1, w: 1 },
    height: width,
    width,
    out: { h: out, w: out },
    activationBits: bits,
    ramStyle: 'auto',
    parallel: false,
  });

  it.each<[FinnWindow, readonly number[]]>([
    // cycles, depth, RAMB18, LUTs
    [window(5, 18, 16, 1, 1, 16), [11_715, 195, 1, 300]],
    [window(16, 34, 32, 1, 16, 8), [9287, 71, 4, 300]],
    [window(5, 18, 16, 1, 5, 16), [2343, 39, 3, 300]],
    [window(64, 34, 16, 2, 8, 8), [19_000, 768, 4, 300]],
  ])('sliding window %#', (unit, expected) => {
    expect([
      finnWindowCycles(unit),
      finnWindowDepth(unit),
      finnWindowBram18(unit),
      finnWindowLuts(unit),
    ]).toEqual(expected);
  });

  it('takes as many cycles as words where all taps of the window leave at once', () => {
    // The estimate and the synthesis of one module (xc7z020): 1,158 cycles, no block RAM.
    const unit = { ...window(4, 34, 16, 2, 4, 8), parallel: true, ramStyle: 'distributed' as const };
    expect(finnWindowCycles(unit)).toBe(1158);
    expect(finnWindowBram18(unit)).toBe(0);
  });

  it('reports FIFOs', () => {
    expect(finnFifoLuts(2, 8)).toBe(2 + 4);
    expect(finnFifoLuts(256, 16)).toBe(16 + 64);
  });
});

describe('fpgaConvNet', () => {
  it.each([
    [4096, 3, 'memory', 1],
    [2049, 9, 'memory', 2],
    [512, 36, 'memory', 1],
    [36, 64, 'fifo', 2],
    [33, 31, 'fifo', 0],
    [36, 64, 'memory', 2],
    [1024, 18, 'fifo', 1],
    [125, 16, 'memory', 1],
    [0, 16, 'memory', 0],
  ] as const)('%i words of %i bits in a %s', (depth, width, kind, expected) => {
    expect(fpgaConvNetBram18(depth, width, kind)).toBe(expected);
  });

  it.each([
    [100, 72, 20],
    [64, 8, 2],
    [2, 16, 2],
    [16, 16, 2],
    [0, 16, 0],
  ])('a queue of %i words of %i bits', (depth, width, expected) => {
    expect(fpgaConvNetQueueLuts(depth, width)).toBe(expected);
  });

  it('counts a DSP for up to 18 by 27 bits', () => {
    expect([fpgaConvNetDsp(16, 16), fpgaConvNetDsp(19, 16), fpgaConvNetDsp(18, 28)]).toEqual([1, 2, 2]);
  });
});

describe('hls4ml', () => {
  it.each<[number, number, number, readonly number[], readonly number[]]>([
    [64, 10, 10, [1, 2, 4, 8, 16, 32, 64, 128, 320, 640], [64, 128, 320, 640]],
    [720, 84, 41, [1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 15, 16, 18, 20, 24], [15120, 20160, 30240, 60480]],
    [16, 5, 6, [1, 2, 4, 8, 16, 80], [4, 8, 16, 80]],
  ])('reuse factors of %i by %i', (inputs, outputs, count, first, last) => {
    const found = validReuse(inputs, outputs);
    expect(found).toHaveLength(count);
    expect(found.slice(0, first.length)).toEqual(first);
    expect(found.slice(-last.length)).toEqual(last);
    expect(found.every((reuse) => isValidReuse(inputs, outputs, reuse))).toBe(true);
  });

  it('takes the nearest that it can build', () => {
    expect(nearestReuse(16, 5, 5)).toBe(4);
    expect(nearestReuse(16, 5, 6)).toBe(4);
    expect(nearestReuse(16, 5, 70)).toBe(80);
    expect(nearestReuse(16, 5, 16)).toBe(16);
    expect([1, 4, 80].map((reuse) => hls4mlMultipliers(16, 5, reuse))).toEqual([80, 20, 1]);
  });
});
