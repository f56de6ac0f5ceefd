import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layerCost, moduleCost, writtenParallelism, type ModuleLayer } from '../../server/src/cost';
import {
  lastNeeded,
  simulateRows,
  type RowInput,
  type RowProcess,
} from '../../server/src/cost/pipeline/row-simulation';
import { inferShapes, isImage } from '../../server/src/network';
import { layers } from '../support/layers';

const plain = (process: number, bounded = true): RowInput => ({
  process,
  stride: 1,
  offset: 0,
  early: false,
  lead: 0,
  tail: 0,
  bounded,
});
const source = (rows: number, rowCycles: number): RowProcess => ({
  inputs: [],
  rows,
  rowCycles,
  fillCycles: 0,
});
const ends = (processes: RowProcess[]): number[][] | undefined =>
  simulateRows(processes)?.map(({ end }) => [...end]);

describe('rows', () => {
  it('follow each other at the pace of the slower process', () => {
    const slow = { ...source(3, 10), inputs: [plain(0)] };
    expect(ends([source(3, 4), slow])).toEqual([
      [4, 8, 12],
      [10, 20, 30],
    ]);
    expect(ends([source(3, 10), { ...slow, rowCycles: 4 }])).toEqual([
      [10, 20, 30],
      [10, 20, 30],
    ]);
  });

  it('are held back while the reader has no room', () => {
    // The reader works on row r until 10·(r + 1); row r + 2 cannot end before the reader has started row r + 1.
    const [writer] = ends([source(4, 1), { ...source(4, 10), inputs: [plain(0)] }]) ?? [];
    expect(writer).toEqual([1, 2, 10, 20]);
  });

  it('wait for the rows under their window, inside the image', () => {
    const window = { ...plain(0), stride: 2, offset: 1 };
    expect([0, 1, 2].map((row) => lastNeeded(window, row, 5))).toEqual([1, 3, 4]);
    expect(lastNeeded({ ...window, offset: -1 }, 0, 5)).toBe(0);
    // A reader of every second row, with a window of two, lead until its last row is complete.
    const reader = { ...source(2, 1), inputs: [{ ...window, lead: 1 }] };
    expect(ends([source(4, 5), reader])?.[1]).toEqual([11, 21]);
  });

  it('wait for each other for good where the shorter arm has no FIFO', () => {
    const far = { ...source(4, 1), inputs: [{ ...plain(0), offset: 3 }] };
    const join = (bounded: boolean): RowProcess => ({
      ...source(4, 1),
      inputs: [plain(0, bounded), plain(1)],
    });
    expect(simulateRows([source(4, 1), far, join(false)])).toBeDefined();
    expect(simulateRows([source(4, 1), far, join(true)])).toBeUndefined();
  });
});

describe('against a simulation of single values', () => {
  const layer = fc.constantFrom(
    'conv 3x3 8 pad 1',
    'conv 3x3 8 pad 1 parallel pe 8 simd 1',
    'conv 3x3 4 parallel pe 4 simd 4',
    'conv 3x3 8 stride 2 pad 1',
    'conv 1x1 8',
    'depthwise 3x3 pad 1',
    'relu',
    'maxpool 2x2',
    'globalpool',
  );

  it('gives the latency of one input within a tenth', () => {
    fc.assert(
      fc.property(fc.array(layer, { minLength: 1, maxLength: 6 }), (chain) => {
        const shaped = inferShapes(layers(`input 4x24x24; ${chain.join('; ')}`)).layers;
        if (shaped.some(({ outShape }) => outShape === undefined)) return;
        const costed = shaped.map((each) => {
          return { layer: each, cost: layerCost(each, writtenParallelism(each), { family: '7series' }) };
        });
        const { latencyCycles, intervalCycles } = moduleCost(costed, { clockHz: 100e6 });
        // A layer also produces rows that no window reaches, before the module is done.
        const exact = Math.max(valueByValue(costed), intervalCycles);
        expect(Math.abs(latencyCycles - exact) / exact).toBeLessThan(0.1);
      }),
      { numRuns: 150 },
    );
  });
});

/** Last output of a chain that produces positions one by one, each once the last position that it needs has arrived. */
function valueByValue(chain: readonly ModuleLayer[]): number {
  let made: number[] = [];
  for (const { layer, cost } of chain) {
    const { inShape, outShape, window, spec } = layer;
    if (cost.processes.length === 0 && made.length > 0) continue;
    if (outShape === undefined || !isImage(outShape)) throw new Error('images only');
    if (inShape === undefined || !isImage(inShape)) {
      made = Array<number>(outShape.h * outShape.w).fill(0);
      continue;
    }
    const matrix = spec.kind === 'conv' || spec.kind === 'depthwise';
    const fill = matrix && window !== undefined && window.kernel.h > 1 ? windowFill(layer, cost) : 0;
    const positions = outShape.h * outShape.w;
    const each = (cost.cycles - (cost.bottleneck === 'window' ? fill : 0)) / positions;
    const next: number[] = [];
    let free = (made[0] ?? 0) + fill;
    for (let row = 0; row < outShape.h; row++) {
      for (let column = 0; column < outShape.w; column++) {
        const at = (position: number, kind: 'h' | 'w', size: number): number => {
          if (window === undefined) return position;
          const first =
            position * window.stride[kind] - (kind === 'h' ? window.padding.top : window.padding.left);
          return Math.min(Math.max(first + window.kernel[kind] - 1, 0), size - 1);
        };
        const needed = made[at(row, 'h', inShape.h) * inShape.w + at(column, 'w', inShape.w)] ?? 0;
        // A pool processes its input as it arrives: only its last value is left when the input is complete.
        const left = spec.kind === 'globalpool' ? each / (inShape.h * inShape.w) : each;
        free =
          spec.kind === 'globalpool'
            ? Math.max((made[0] ?? 0) + each, needed + left)
            : Math.max(free, needed) + each;
        next.push(free);
      }
    }
    made = next;
  }
  return made.at(-1) ?? 0;
}

function windowFill(
  { inShape, window, spec }: ModuleLayer['layer'],
  { parallel }: ModuleLayer['cost'],
): number {
  if (inShape === undefined || !isImage(inShape) || window === undefined) return 0;
  const lanes = Math.min(spec.kind === 'depthwise' ? parallel.pe : parallel.simd, inShape.c);
  return ((window.kernel.h - 1) * window.padded.w + window.kernel.w) * Math.ceil(inShape.c / lanes);
}
