/** Thresholds moved to another trace. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { retuned } from '../../../server/src/inference/quantise/retune';
import { type ExitRule, parseTrace, traceRates } from '../../../server/src/schedule/index';
import '../../support/seed';

/** Each sample's confidence at two exits and the end, all different. */
function traceOf(confidences: readonly (readonly [number, number])[]) {
  const lines = confidences.flatMap(([a, b], s) =>
    [a, b, 1].map((c, exit) => `${s},${['a', 'b', 'end'][exit] ?? ''},${c},1,1,1`),
  );
  const { trace, error } = parseTrace(`sample_id,exit,confidence,pred,label,correct\n${lines.join('\n')}\n`);
  if (trace === undefined) throw new Error(error?.message);
  return trace;
}

const rule = (column: number, threshold: number): ExitRule => ({
  column,
  criterion: 'softmax',
  comparison: '>=',
  threshold,
});

/** Values that are all different. */
const confidences = fc
  .uniqueArray(fc.integer({ min: 1, max: 999_999 }), { minLength: 24, maxLength: 24 })
  .map((list) =>
    Array.from({ length: 12 }, (_, i) => [(list[2 * i] ?? 0) / 1e6, (list[2 * i + 1] ?? 0) / 1e6] as const),
  );

test('as many inputs leave at each exit as left the other model', () => {
  fc.assert(
    fc.property(confidences, confidences, (float, int8) => {
      const [theirs, ours] = [traceOf(float), traceOf(int8)];
      const rules = [rule(0, 0.5), rule(1, 0.5)];
      const before = traceRates(theirs, rules, 2).exits.map((e) => e.rate);
      const moved = retuned(theirs, ours, rules);
      const after = traceRates(ours, moved, 2).exits.map((e) => e.rate);
      const parts = moved.every((r, i) => r.threshold !== rules[i]?.threshold);
      // Where none or all are to leave, there is nothing to part.
      if (parts) expect(after).toEqual(before);
      expect(moved.map((r, i) => ({ ...r, threshold: rules[i]?.threshold }))).toEqual(rules);
    }),
  );
});

test('an exit at which none or all would leave keeps its threshold', () => {
  const low = traceOf([
    [0.1, 0.2],
    [0.3, 0.4],
  ]);
  expect(retuned(low, low, [rule(0, 0.9), rule(1, 0.05)])).toEqual([rule(0, 0.9), rule(1, 0.05)]);
});
