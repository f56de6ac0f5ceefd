import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DecisionCriterion, decide, decisionUnit } from '../../server/src/arithmetic';

const int8 = { scale: 1 / 16, zeroPoint: 0, min: -128, max: 127 };
const int16 = { scale: 1 / 1000, zeroPoint: 0, min: -32768, max: 32767 };

function shares(logits: readonly number[], scale: number, base = Math.E): number[] {
  const most = Math.max(...logits);
  const powers = logits.map((z) => base ** ((z - most) * scale));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((p) => p / sum);
}

function score(criterion: DecisionCriterion, logits: readonly number[], scale: number): number {
  const sorted = [...logits].sort((a, b) => b - a);
  switch (criterion) {
    case 'softmax':
      return Math.max(...shares(logits, scale));
    case 'softmax2':
      return Math.max(...shares(logits, scale, 2));
    case 'margin':
      return ((sorted[0] ?? 0) - (sorted[1] ?? 0)) * scale;
    case 'entropy':
      return -shares(logits, scale).reduce((sum, p) => sum + (p > 0 ? p * Math.log(p) : 0), 0);
    case 'argmax':
      return 0;
  }
}

describe.each([
  ['softmax', int8, 1e-5],
  ['softmax', int16, 1e-5],
  ['entropy', int8, 1e-4],
  ['entropy', int16, 1e-4],
  ['margin', int8, 1e-12],
  // Linear interpolation between whole powers is off by at most 6 %.
  ['softmax2', int8, 0.06],
] as const)('%s over logits of %o', (criterion, logits, tolerance) => {
  test('decides as real arithmetic does, except at the threshold itself', () => {
    const value = fc.integer({ min: logits.min, max: logits.max });
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 2, maxLength: 12 }),
        fc.double({ min: 0.05, max: criterion === 'entropy' || criterion === 'margin' ? 3 : 1, noNaN: true }),
        fc.constantFrom('>=' as const, '<=' as const),
        (values, threshold, comparison) => {
          const unit = decisionUnit({ criterion, comparison, threshold, logits });
          const { label, leaves } = decide(unit, values);
          expect(label).toBe(values.indexOf(Math.max(...values)));
          const exact = score(criterion, values, logits.scale);
          if (Math.abs(exact - threshold) <= tolerance) return;
          expect(leaves).toBe(comparison === '>=' ? exact >= threshold : exact <= threshold);
        },
      ),
      { numRuns: 300 },
    );
  });
});

test('a single class is certain, equal logits are not', () => {
  for (const criterion of ['softmax', 'margin'] as const) {
    const unit = decisionUnit({ criterion, comparison: '>=', threshold: 0.9, logits: int8 });
    expect(decide(unit, [3])).toEqual({ label: 0, leaves: true });
    expect(decide(unit, [3, 3, 3])).toEqual({ label: 0, leaves: false });
  }
});
