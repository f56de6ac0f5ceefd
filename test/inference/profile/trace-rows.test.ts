import { describe, expect, test } from 'vitest';
import {
  learnedConfidence,
  traceName,
  traceRow,
  verdictOf,
} from '../../../server/src/inference/profile/trace-rows';

describe('verdictOf', () => {
  test.each([
    ['logits', [5, 5], 1 / 2],
    ['logits', [2, 3, 0], 1 / (1 + 1 / 2 + 1 / 8)],
    // A straight line from 1/2 at a distance of 1 to 1/4 at 2.
    ['logits', [1.5, 3], 1 / (1 + 3 / 8)],
    ['probabilities', [0, 1], 1],
    ['log probabilities', [-1, 0], 1 / (1 + 1 / 2)],
  ] as const)('%s %j, with powers of two', (scores, values, expected) => {
    expect(verdictOf(values, 0, values.length, scores).softmax2).toBeCloseTo(expected, 6);
  });

  test.each([
    ['logits', [0, Math.log(3)], { pred: 1, confidence: 0.75, margin: Math.log(3), entropy: 0.562335 }],
    ['logits', [1000, 1000, -1000], { pred: 0, confidence: 0.5, margin: 0, entropy: Math.log(2) }],
    ['probabilities', [0.25, 0.75], { pred: 1, confidence: 0.75, margin: Math.log(3), entropy: 0.562335 }],
    ['probabilities', [0, 1], { pred: 1, confidence: 1, margin: -Math.log(Number.MIN_VALUE), entropy: 0 }],
    [
      'log probabilities',
      [Math.log(0.25), Math.log(0.75)],
      { pred: 1, confidence: 0.75, margin: Math.log(3), entropy: 0.562335 },
    ],
  ] as const)('%s %j', (scores, values, expected) => {
    const verdict = verdictOf(values, 0, values.length, scores);
    expect(verdict.pred).toBe(expected.pred);
    expect(verdict.confidence).toBeCloseTo(expected.confidence, 6);
    expect(verdict.margin).toBeCloseTo(expected.margin, 6);
    expect(verdict.entropy).toBeCloseTo(expected.entropy, 6);
  });
});

test('rows are those of the trace format, names with commas in quotes', () => {
  const verdict = { confidence: 1, entropy: 0, margin: 1, softmax2: 0.5, pred: 3 };
  expect(traceRow(7, traceName('a,"b'), verdict, 4)).toBe(
    '7,"a,""b",1.000000,0.000000,1.000000,0.500000,3,4,0',
  );
});

describe('a single score', () => {
  const quarter = { pred: 0, confidence: 0.75, margin: Math.log(3), entropy: 0.562335 };
  test.each([
    ['logits', [Math.log(3)], { ...quarter, pred: 1 }],
    ['logits', [-Math.log(3)], quarter],
    ['logits', [0], { pred: 0, confidence: 0.5, margin: 0, entropy: Math.log(2) }],
    ['sigmoids', [0.75], { ...quarter, pred: 1 }],
    ['sigmoids', [0.25], quarter],
    ['sigmoids', [1], { pred: 1, confidence: 1, margin: -Math.log(Number.MIN_VALUE), entropy: 0 }],
  ] as const)('%s %j is that of the second of two classes', (scores, values, expected) => {
    const verdict = verdictOf(values, 0, 1, scores);
    expect(verdict.pred).toBe(expected.pred);
    for (const figure of ['confidence', 'margin', 'entropy'] as const)
      expect(verdict[figure]).toBeCloseTo(expected[figure], 6);
  });
});

test('sigmoids of several classes are taken back to their logits', () => {
  const logits = [1.5, -2, 0.25];
  const sigmoids = logits.map((z) => 1 / (1 + Math.exp(-z)));
  const [given, expected] = [verdictOf(sigmoids, 0, 3, 'sigmoids'), verdictOf(logits, 0, 3, 'logits')];
  expect(given.pred).toBe(0);
  expect(given.confidence).toBeCloseTo(expected.confidence, 9);
  expect(given.entropy).toBeCloseTo(expected.entropy, 9);
});

test.each([
  [0, 'logits', 0.5],
  [Math.log(9), 'logits', 0.9],
  [0.9, 'sigmoids', 0.9],
  [0.9, 'probabilities', 0.9],
  [1000, 'logits', 1],
  [-1000, 'logits', 0],
] as const)('a trained confidence of %f as %s is %f', (value, scores, expected) => {
  expect(learnedConfidence(value, scores)).toBeCloseTo(expected, 9);
});
