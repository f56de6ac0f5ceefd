import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ThresholdSearch, type TuningProblem } from '../../server/src/explore/thresholds';
import { type Trace, traceRates } from '../../server/src/schedule/index';

const LATENCIES = [100, 250, 600];

function problemOf(rows: readonly (readonly [number, boolean])[][]): TuningProblem {
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
  return {
    trace,
    exits: [
      { column: 0, criterion: 'softmax', comparison: '>=', latencyNs: LATENCIES[0] ?? 0 },
      { column: 1, criterion: 'entropy', comparison: '<=', latencyNs: LATENCIES[1] ?? 0 },
    ],
    end: { column: 2, latencyNs: LATENCIES[2] ?? 0 },
  };
}

/** What a design with these thresholds does, counted by the code that judges designs. */
function judged({ trace, exits, end }: TuningProblem, thresholds: readonly number[]) {
  const rules = exits.map((e, i) => ({ ...e, threshold: thresholds[i] ?? 0 }));
  const rates = traceRates(trace, rules, end.column);
  const mean = [...rates.exits, rates.end].reduce((sum, { rate }, i) => sum + rate * (LATENCIES[i] ?? 0), 0);
  return { accuracy: rates.accuracy, meanNs: Math.round(mean) };
}

/** Every pair of thresholds that differs, tried. */
function bruteForce(problem: TuningProblem, accuracy: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let a = 0; a <= 20; a++) {
    for (let b = 0; b <= 20; b++) {
      const found = judged(problem, [a / 20, b / 10]);
      if (found.accuracy >= accuracy - 1e-9) best = Math.min(best, found.meanNs);
    }
  }
  return best;
}

const column = fc.array(fc.tuple(fc.integer({ min: 2, max: 19 }), fc.boolean()), {
  minLength: 30,
  maxLength: 30,
});
const problems = fc.tuple(column, column, column).map((rows) => problemOf(rows));

describe('thresholds with the least mean latency', () => {
  test('keep what they promise, and come near the best of all pairs', () => {
    let ours = 0;
    let theirs = 0;
    fc.assert(
      fc.property(problems, fc.integer({ min: 0, max: 20 }), (problem, share) => {
        const accuracy = share / 20;
        const tuned = new ThresholdSearch(problem).atLeast(accuracy);
        const best = bruteForce(problem, accuracy);
        if (tuned === undefined) return;
        expect(tuned.accuracy).toBeGreaterThanOrEqual(accuracy - 1e-9);
        expect(judged(problem, tuned.thresholds)).toEqual({ accuracy: tuned.accuracy, meanNs: tuned.meanNs });
        expect(tuned.meanNs).toBeGreaterThanOrEqual(best);
        ours += tuned.meanNs;
        theirs += best;
      }),
      { numRuns: 60 },
    );
    // Random answers are the hardest case: confidence says nothing.
    expect(ours / theirs).toBeLessThan(1.05);
  });

  test('the curve is one of growing accuracy for growing latency', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const curve = new ThresholdSearch(problem).curve();
        expect(curve.length).toBeGreaterThan(0);
        curve.forEach((p, i) => {
          expect(judged(problem, p.thresholds)).toEqual({ accuracy: p.accuracy, meanNs: p.meanNs });
          const next = curve[i + 1];
          if (next) {
            expect(next.accuracy).toBeGreaterThan(p.accuracy);
            expect(next.meanNs).toBeGreaterThanOrEqual(p.meanNs);
          }
        });
      }),
      { numRuns: 50 },
    );
  });

  test('what cannot be reached has no thresholds', () => {
    const never = problemOf([[[10, false]], [[10, false]], [[10, false]]]);
    expect(new ThresholdSearch(never).atLeast(0.5)).toBeUndefined();
  });

  test('a threshold is no longer than it has to be', () => {
    const rows = (values: readonly number[]) => values.map((v) => [v, true] as const);
    const problem = problemOf([rows([19, 18, 4]), rows([3, 3, 3]), rows([3, 3, 3])]);
    expect(new ThresholdSearch(problem).atLeast(1)?.thresholds[0]).toBe(0);
  });
});
