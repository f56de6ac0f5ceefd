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
    case 'learned':
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

test('equal logits are not certain', () => {
  for (const criterion of ['softmax', 'margin'] as const) {
    const unit = decisionUnit({ criterion, comparison: '>=', threshold: 0.9, logits: int8 });
    expect(decide(unit, [3, 3, 3])).toEqual({ label: 0, leaves: false });
  }
});

describe('a single score', () => {
  const logits = { scale: 1 / 16, zeroPoint: 5, min: -128, max: 127 };

  test.each(['softmax', 'softmax2', 'entropy', 'margin'] as const)(
    'decides by %s as two scores do, of which the first is 0',
    (criterion) => {
      const unit = decisionUnit({ criterion, comparison: '>=', threshold: 0.7, logits });
      for (let code = -128; code <= 127; code++)
        expect(decide(unit, [code]), String(code)).toEqual(decide(unit, [5, code]));
    },
  );

  test('is the second class above 0', () => {
    const unit = decisionUnit({ criterion: 'softmax', comparison: '>=', threshold: 0.75, logits });
    const labels = [-128, 4, 5, 6, 127].map((code) => decide(unit, [code]).label);
    expect(labels).toEqual([0, 0, 0, 1, 1]);
    // A sigmoid of 0.75 is at ln 3 = 1.0986, 17.6 steps of a sixteenth.
    const leaving = [5 + 17, 5 + 18, 5 - 17, 5 - 18].map((code) => decide(unit, [code]).leaves);
    expect(leaving).toEqual([false, true, false, true]);
  });
});

describe('a trained confidence', () => {
  const confidence = { scale: 1 / 8, zeroPoint: -3, min: -128, max: 127 };
  const rule = { criterion: 'learned', logits: int8, confidence } as const;

  test('is compared in front of its sigmoid, for every integer and threshold', () => {
    for (const threshold of [0, 0.001, 0.25, 0.5, 0.9, 0.999, 1]) {
      for (const comparison of ['>=', '<='] as const) {
        const unit = decisionUnit({ ...rule, comparison, threshold });
        for (let code = -128; code <= 127; code++) {
          const sigmoid = 1 / (1 + Math.exp(-(code + 3) / 8));
          expect(decide(unit, [1, 9, 4], code), `${code} ${comparison} ${threshold}`).toEqual({
            label: 1,
            leaves: comparison === '>=' ? sigmoid >= threshold : sigmoid <= threshold,
          });
        }
      }
    }
  });
});
