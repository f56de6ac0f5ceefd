import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parallelWindow, windowFifoDepth } from '../../server/src/cost';
import { inferShapes } from '../../server/src/network';
import { layers } from '../support/layers';
import '../support/seed';

type Windowed = NonNullable<ReturnType<typeof parallelWindow>>;

function windowed(text: string, pe: number, simd: number, unitCycles: number): Windowed {
  const shaped = inferShapes(layers(text)).layers.at(-1);
  const found = shaped && parallelWindow(shaped, { pe, simd, window: 'parallel' }, 1);
  if (!found) throw new Error(`no window: ${text}`);
  return { ...found, unitCycles };
}

/** Cycles of one input, cycle by cycle: a word read in each unless the FIFO is full, and the unit busy for its words. */
function cyclesOf({ window, channels, lanes, out, unitCycles }: Windowed, depth: number): number {
  const { kernel, stride, dilation, padded } = window;
  const words = Math.ceil(channels / lanes);
  const last = (size: number, taps: number, apart: number, step: number): boolean[] =>
    Array.from({ length: size }, (_, at) => {
      const first = at - (taps - 1) * apart;
      return first >= 0 && first % step === 0;
    });
  const rows = last(padded.h, kernel.h, dilation.h, stride.h);
  const columns = last(padded.w, kernel.w, dilation.w, stride.w);
  const taken: number[] = [];
  let now = 0;
  for (const isRow of rows) {
    for (const isColumn of columns) {
      for (let word = 0; word < words; word++) {
        now++;
        if (!isRow || !isColumn) continue;
        now = Math.max(now, taken[taken.length - depth] ?? 0);
        taken.push(Math.max(now + 1, (taken.at(-1) ?? -Infinity) + unitCycles));
      }
    }
  }
  expect(taken).toHaveLength(out.h * out.w * words);
  return (taken.at(-1) ?? 0) + unitCycles;
}

const fill = ({ window, channels, lanes }: Windowed): number => {
  const { kernel, dilation, padded } = window;
  const positions = (kernel.h - 1) * dilation.h * padded.w + (kernel.w - 1) * dilation.w + 1;
  return positions * Math.ceil(channels / lanes);
};

/** What the model says of window and unit, behind the first window. */
const modelled = ({ window, channels, lanes, out, unitCycles }: Windowed): number => {
  const words = Math.ceil(channels / lanes);
  return out.h * Math.max(out.w * words * unitCycles, window.stride.h * window.padded.w * words);
};

describe('the FIFO behind a window that hands over all taps', () => {
  it.each([
    // A window a cycle, or one in the two cycles in which the next comes: hardly any has to wait.
    ['input 1x36x36; conv 5x5 5', 1, 2],
    ['input 1x36x36; conv 5x5 5 stride 2', 2, 3],
    // Four positions, or 40 with every other row, in which no window ends.
    ['input 1x36x36; conv 5x5 5', 5, 3],
    ['input 1x36x36; conv 5x5 5 stride 2', 5, 2 + 9],
  ])('%s, the unit busy for %i cycles: %i words', (text, unitCycles, depth) => {
    expect(windowFifoDepth(windowed(text, 1, 25, unitCycles))).toBe(depth);
  });

  it('keeps both as fast as the slower of them', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('1x36x36', '4x20x33', '6x30x17'),
        fc.constantFrom('conv 3x3 4', 'conv 5x5 4', 'conv 3x2 4', 'depthwise 3x3', 'conv 1x4 4'),
        fc.constantFrom('', ' stride 2', ' stride 3x1', ' stride 1x2', ' stride 4', ' dilation 2'),
        fc.integer({ min: 1, max: 40 }),
        (input, layer, more, unitCycles) => {
          const at = windowed(`input ${input}; ${layer}${more}`, 1, 1, unitCycles);
          const depth = windowFifoDepth(at);
          // The unit still computes with what is in the FIFO when the last word has been read.
          const rest = (depth + 1) * unitCycles;
          expect(cyclesOf(at, depth)).toBeLessThanOrEqual(fill(at) + modelled(at) + rest);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is needed: with room for two words a strided layer takes a third longer', () => {
    const at = windowed('input 1x36x36; conv 5x5 5 stride 2', 1, 25, 5);
    expect(cyclesOf(at, 2)).toBeGreaterThan(1.3 * modelled(at));
    expect(cyclesOf(at, windowFifoDepth(at))).toBeLessThan(1.3 * modelled(at));
  });
});
