import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repeatedRows, rowTimes } from '../../server/src/cost/pipeline/row-period';
import { simulateRows, type RowInput, type RowProcess } from '../../server/src/cost/pipeline/row-simulation';

/** A layer of a random pipeline, independent of the image's height. */
interface Layer {
  readonly kind: 'row' | 'window' | 'halve' | 'double' | 'join';
  readonly cycles: number;
  readonly lead: number;
  readonly tail: number;
  readonly fill: number;
  readonly isBounded: boolean;
}

const layer: fc.Arbitrary<Layer> = fc.record({
  kind: fc.constantFrom('row', 'row', 'window', 'window', 'halve', 'double', 'join'),
  cycles: fc.integer({ min: 1, max: 200 }),
  lead: fc.constantFrom(0, 0.125, 1),
  tail: fc.constantFrom(0, 0.125, 1),
  fill: fc.integer({ min: 0, max: 3000 }),
  isBounded: fc.boolean(),
});

/** A source with the given rows, the layers in sequence, and a process that makes one row of everything at the end. */
function pipeline(height: number, layers: readonly Layer[], hasHead: boolean): RowProcess[] {
  const made: RowProcess[] = [{ inputs: [], rows: height, rowCycles: layers[0]?.cycles ?? 1, fillCycles: 0 }];
  const reads = (
    process: number,
    { lead, tail, isBounded }: Layer,
    more: Partial<RowInput> = {},
  ): RowInput => ({
    ...{ process, stride: 1, offset: 0, early: false, lead, tail, bounded: isBounded },
    ...more,
  });
  for (const each of layers) {
    const last = made.length - 1;
    const rows = made[last]?.rows ?? 1;
    const common = { rowCycles: each.cycles, fillCycles: each.fill };
    if (each.kind === 'halve')
      made.push({
        ...common,
        rows: rows / 2,
        inputs: [reads(last, each, { stride: 2, offset: 1, early: true })],
      });
    else if (each.kind === 'double')
      made.push({ ...common, rows: rows * 2, inputs: [reads(last, each, { stride: 0.5 })] });
    else if (each.kind === 'window')
      made.push({ ...common, rows, inputs: [reads(last, each, { offset: 1 })] });
    else {
      const other = each.kind === 'join' ? made.findIndex((p, i) => i < last && p.rows === rows) : -1;
      const arms = other < 0 ? [last] : [last, other];
      made.push({
        ...common,
        rows,
        inputs: arms.map((arm) => reads(arm, each, arms.length > 1 ? { bounded: false } : {})),
      });
    }
  }
  if (hasHead) {
    const last = made.length - 1;
    const rows = made[last]?.rows ?? 1;
    made.push({
      ...{ rows: 1, rowCycles: 50 * rows, fillCycles: 0 },
      inputs: [
        { process: last, stride: 1, offset: rows - 1, early: true, lead: 0, tail: 0.01, bounded: true },
      ],
    });
    made.push({
      ...{ rows: 1, rowCycles: 77, fillCycles: 0 },
      inputs: [{ process: last + 1, stride: 0, offset: 0, early: true, lead: 0, tail: 1, bounded: true }],
    });
  }
  return made;
}

describe('rows left out of the simulation', () => {
  it('take as long as in the full simulation', () => {
    let answered = 0;
    const runs = 150;
    fc.assert(
      fc.property(
        fc.array(layer, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 160, max: 300 }),
        fc.boolean(),
        (layers, eighths, hasHead) => {
          const processes = pipeline(8 * eighths, layers, hasHead);
          const plain = simulateRows(processes);
          const tallest = Math.max(...processes.map((p) => p.rows));
          const found = repeatedRows(processes, Math.floor(tallest * 0.7));
          if (plain === undefined) expect(found).toBeUndefined();
          if (plain === undefined || found === undefined) return;
          answered++;
          plain.forEach(({ end }, i) => {
            const exact = end.at(-1) ?? 0;
            const ours = (found.times[i]?.end.at(-1) ?? 0) + (found.late[i] ?? 0);
            expect(Math.abs(ours - exact)).toBeLessThanOrEqual(1e-7 * exact);
          });
        },
      ),
      { numRuns: runs },
    );
    expect(answered).toBeGreaterThan(runs / 2);
  });

  it('are not left out if one arm would overtake another later', () => {
    // The slower arm starts at once, the faster one much later, so that it is last only for the first 10,000 rows.
    const arm = (rowCycles: number, fillCycles: number): RowProcess => ({
      ...{ rows: 40_000, rowCycles, fillCycles },
      inputs: [{ process: 0, stride: 1, offset: 0, early: false, lead: 0, tail: 0, bounded: false }],
    });
    const join: RowProcess = {
      ...{ rows: 40_000, rowCycles: 1, fillCycles: 0 },
      inputs: [1, 2].map((process) => ({
        ...{ process, stride: 1, offset: 0, early: false, lead: 1, tail: 0, bounded: false },
      })),
    };
    const source = { rows: 40_000, rowCycles: 1, fillCycles: 0, inputs: [] };
    const processes = [source, arm(10, 0), arm(9, 10_000), join];
    expect(repeatedRows(processes, 4096)).toBeUndefined();
    expect(repeatedRows([source, arm(10, 0), arm(10, 10_000), join], 4096)).toBeDefined();
  });

  it('are counted for images of any height, quickly', () => {
    const tall = 2_000_000_000;
    const layers = ['window', 'window', 'join'].map((kind): Layer => {
      return { kind: kind as Layer['kind'], cycles: 8, lead: 1, tail: 0, fill: 40, isBounded: true };
    });
    const { times, late } = rowTimes(pipeline(tall, layers, false)) ?? { times: [], late: [] };
    const end = (times.at(-1)?.end.at(-1) ?? 0) + (late.at(-1) ?? 0);
    expect(end).toBeGreaterThan(8 * tall);
    expect(end).toBeLessThan(8 * tall + 1000);
  });
});
