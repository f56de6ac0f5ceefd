import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runAtOnce } from '../../server/src/base/steps';
import { ThresholdSearch, type TuningProblem } from '../../server/src/explore/thresholds';
import { type Trace, traceRates } from '../../server/src/schedule/index';
import { seeded } from '../support/seed';

const LATENCIES = [100, 250, 600, 800, 1000];

/** One list a place: exits, then the end. Every second exit decides by entropy. */
function problemOf(
  rows: readonly (readonly [number, boolean])[][],
  written: readonly number[] = [],
): TuningProblem {
  const flat = rows.flat();
  const trace: Trace = {
    exits: rows.map((_, i) => String(i)),
    numbered: true,
    sampleCount: rows[0]?.length ?? 0,
    confidence: Float64Array.from(flat, ([c]) => c / 20),
    entropy: Float64Array.from(flat, ([c]) => (20 - c) / 10),
    margin: undefined,
    softmax2: undefined,
    correct: Uint8Array.from(flat, ([, right]) => (right ? 1 : 0)),
    predicted: Int32Array.from(flat, ([, right]) => (right ? 1 : 0)),
  };
  const exits = rows.slice(0, -1).map((_, column) => {
    const by =
      column % 2 === 0
        ? ({ criterion: 'softmax', comparison: '>=' } as const)
        : ({ criterion: 'entropy', comparison: '<=' } as const);
    const never = column % 2 === 0 ? 1 : 0;
    return { ...by, column, latencyNs: LATENCIES[column] ?? 0, threshold: written[column] ?? never };
  });
  return { trace, exits, end: { column: exits.length, latencyNs: LATENCIES[exits.length] ?? 0 } };
}

/** What a design with these thresholds does, counted by the code that judges designs. */
function judged({ trace, exits, end }: TuningProblem, thresholds: readonly number[]) {
  const rules = exits.map((e, i) => ({ ...e, threshold: thresholds[i] ?? 0 }));
  const rates = traceRates(trace, rules, end.column);
  const mean = [...rates.exits, rates.end].reduce((sum, { rate }, i) => sum + rate * (LATENCIES[i] ?? 0), 0);
  return { accuracy: rates.accuracy, meanNs: Math.round(mean) };
}

/** The least mean of all thresholds that differ, and how few thresholds have to change for it. */
function bruteForce(problem: TuningProblem, accuracy: number) {
  const { exits, trace } = problem;
  const choices = exits.map((e): number[] => {
    const source = e.criterion === 'softmax' ? trace.confidence : (trace.entropy ?? new Float64Array());
    const own = source.subarray(e.column * trace.sampleCount, (e.column + 1) * trace.sampleCount);
    return [...new Set([...own, e.criterion === 'softmax' ? 1 : 0, e.threshold])];
  });
  let meanNs = Number.POSITIVE_INFINITY;
  let changes = 0;
  const walk = (chosen: readonly number[]): void => {
    const options = choices[chosen.length];
    if (options) {
      for (const option of options) walk([...chosen, option]);
      return;
    }
    const found = judged(problem, chosen);
    if (found.accuracy < accuracy - 1e-9 || found.meanNs > meanNs) return;
    const differ = chosen.filter((t, e) => t !== exits[e]?.threshold).length;
    changes = found.meanNs < meanNs ? differ : Math.min(changes, differ);
    meanNs = found.meanNs;
  };
  walk([]);
  return { meanNs, changes };
}

/** Places of few samples, so that all thresholds can be tried; few values, so that there are ties. */
function problems(exits: number, samples: number) {
  const column = fc.array(fc.tuple(fc.integer({ min: 2, max: 19 }), fc.boolean()), {
    minLength: samples,
    maxLength: samples,
  });
  const rows = fc.array(column, { minLength: exits + 1, maxLength: exits + 1 });
  const written = fc.array(
    fc.integer({ min: 1, max: 19 }).map((t) => t / 20),
    {
      minLength: exits,
      maxLength: exits,
    },
  );
  return fc.tuple(rows, written).map(([r, w]) => problemOf(r, w));
}

const share = fc.integer({ min: 0, max: 20 }).map((n) => n / 20);

function least(problem: TuningProblem, accuracy: number) {
  return runAtOnce(new ThresholdSearch(problem).atLeast(accuracy));
}

describe('thresholds with the lowest mean latency', () => {
  test.each([
    [1, 40, 80],
    [2, 30, 60],
    [3, 10, 30],
    [4, 6, 12],
  ])('of %i exits are the least of all that there are', (exits, samples, numRuns) => {
    fc.assert(
      fc.property(problems(exits, samples), share, (problem, accuracy) => {
        const tuned = least(problem, accuracy);
        const best = bruteForce(problem, accuracy);
        if (tuned === undefined) {
          expect(best.meanNs).toBe(Number.POSITIVE_INFINITY);
          return;
        }
        const { thresholds, meanNs, boundNs, gap } = tuned;
        expect(judged(problem, thresholds)).toEqual({ accuracy: tuned.accuracy, meanNs });
        expect(tuned.accuracy).toBeGreaterThanOrEqual(accuracy - 1e-9);
        expect(boundNs).toBeLessThanOrEqual(best.meanNs);
        expect({ meanNs, gap }).toEqual({ meanNs: best.meanNs, gap: 0 });
        const changes = thresholds.filter((t, e) => t !== problem.exits[e]?.threshold).length;
        expect(changes).toBeGreaterThanOrEqual(best.changes);
        if (exits <= 2) expect(changes).toBe(best.changes);
      }),
      { numRuns },
    );
  });

  test('are found where every start of the search is right too seldom', () => {
    const confidence = [
      [2, 2, 2, 2, 2, 2, 7, 2, 2, 3],
      [2, 4, 2, 2, 14, 2, 2, 2, 2, 2],
      [17, 2, 4, 2, 4, 2, 4, 2, 3, 3],
      [2, 2, 2, 2, 2, 2, 2, 2, 2, 2],
    ];
    const right = ['0000001000', '1001001110', '0010000011', '0100010000'];
    const rows = confidence.map((column, e) =>
      column.map((c, s): [number, boolean] => [c, right[e]?.[s] === '1']),
    );
    const problem = problemOf(rows, [0.05, 0.05, 0.05]);
    expect(least(problem, 0.55)?.meanNs).toBe(bruteForce(problem, 0.55).meanNs);
    expect(bruteForce(problem, 0.55).meanNs).toBe(595);
  });

  test('of many samples are the best over all pairs of cuts', () => {
    fc.assert(
      fc.property(problems(2, 400), share, (problem, accuracy) => {
        const tuned = least(problem, accuracy);
        expect(tuned?.meanNs ?? Number.POSITIVE_INFINITY).toBe(bruteForce(problem, accuracy).meanNs);
      }),
      { numRuns: 15 },
    );
  });

  test('move both exits at once if one alone is not enough', () => {
    // Either threshold alone, lowered, is wrong too often.
    const first = [0.889, 0.863, 0.851, 0.799, 0.768, 0.762, 0.753, 0.677, 0.656, 0.654, 0.536, 0.476];
    const second = [0.9, 0.72, 0.748, 0.965, 0.964, 0.833, 0.8, 0.744, 0.719, 0.708, 0.692, 0.515];
    const rows = [
      first.map((c, i) => [c * 20, ![8, 10, 11].includes(i)] as const),
      second.map((c, i) => [c * 20, i !== 11] as const),
      second.map(() => [20, true] as const),
    ];
    const problem = problemOf(rows, [0.9, 0.1]);
    const tuned = least(problem, 0.906);
    expect(tuned?.meanNs).toBe(bruteForce(problem, 0.906).meanNs);
    expect(tuned?.gap).toBe(0);
  });

  test('have a lower bound if there are too many to prove', () => {
    const random = seeded();
    const rows = Array.from({ length: 5 }, (_, place) =>
      Array.from({ length: 600 }, () => {
        const sure = random();
        return [sure * 20, random() < 0.3 + 0.5 * sure + 0.04 * place] as const;
      }),
    );
    const problem = problemOf(rows);
    const tuned = least(problem, 0.62);
    expect(tuned?.gap).toBeGreaterThanOrEqual(0);
    expect(tuned?.boundNs).toBe(Math.round((tuned?.meanNs ?? 0) * (1 - (tuned?.gap ?? 0))));
    // Whatever thresholds are tried that are right often enough, they lie above the bound.
    for (let i = 0; i < 2000; i++) {
      const found = judged(problem, [random(), random() * 2, random(), random() * 2]);
      if (found.accuracy >= 0.62) expect(found.meanNs).toBeGreaterThanOrEqual(tuned?.boundNs ?? 0);
    }
  });

  test('accuracy grows with latency along the curve, and each point is the lowest latency', () => {
    fc.assert(
      fc.property(problems(2, 30), (problem) => {
        const curve = runAtOnce(new ThresholdSearch(problem).curve(undefined));
        expect(curve.length).toBeGreaterThan(0);
        curve.forEach((p, i) => {
          expect(judged(problem, p.thresholds)).toEqual({ accuracy: p.accuracy, meanNs: p.meanNs });
          expect(p.meanNs).toBe(bruteForce(problem, p.accuracy).meanNs);
          const next = curve[i + 1];
          if (next) {
            expect(next.accuracy).toBeGreaterThan(p.accuracy);
            expect(next.meanNs).toBeGreaterThanOrEqual(p.meanNs);
          }
        });
      }),
      { numRuns: 30 },
    );
  });

  test('an accuracy that cannot be reached has no thresholds', () => {
    const never = problemOf([[[10, false]], [[10, false]], [[10, false]]]);
    expect(least(never, 0.5)).toBeUndefined();
    expect(runAtOnce(new ThresholdSearch(never).mostAccurate()).accuracy).toBe(0);
  });

  test('a threshold is a value of the trace, 0 if all leave, or the written one', () => {
    const rows = (values: readonly number[]) => values.map((v) => [v, true] as const);
    const all = problemOf([rows([19, 18, 4]), rows([3, 3, 3]), rows([3, 3, 3])]);
    expect(least(all, 1)?.thresholds).toEqual([0, 0]);
    const wrong = problemOf(
      [
        [
          [19, true],
          [18, true],
          [4, false],
        ],
        rows([3, 3, 3]),
      ],
      [0.95],
    );
    expect(least(wrong, 1)?.thresholds).toEqual([0.9]);
    const written = problemOf(
      [
        [
          [19, true],
          [18, true],
          [4, false],
        ],
        rows([3, 3, 3]),
      ],
      [0.5],
    );
    expect(least(written, 1)?.thresholds).toEqual([0.5]);
  });
});
