import { describe, expect, it, test } from 'vitest';
import { firstChoice, tryChoices, unseen } from '../../../server/src/inference/quantise/choices';
import { Range } from '../../../server/src/inference/quantise/ranges';
import { floats, model, node, valueInfo } from '../../support/onnx-writer';
import { int8Distance, randomRun } from '../../support/random-run';
import { seeded } from '../../support/seed';

describe('of the choices', () => {
  it('the one with most right answers over all exits is taken', async () => {
    const { taken, tried, made } = await tryChoices(
      (choice) => choice,
      (choice) => Promise.resolve(choice.steps === 'maximum' && !choice.correctsBias ? [3, 5] : [4, 3]),
    );
    expect(taken).toEqual({ steps: 'maximum', correctsBias: false });
    expect(made).toBe(taken);
    expect(tried).toHaveLength(6);
  });

  it('the first is taken where they are equal', async () => {
    const { taken } = await tryChoices(
      (choice) => choice,
      () => Promise.resolve([1]),
    );
    expect(taken).toEqual(firstChoice);
  });
});

test('samples to choose by are none that the scales have seen', () => {
  const taken = [0, 3, 6, 9];
  const others = unseen(10, taken, 4);
  expect(others).toEqual([1, 2, 5, 7]);
  expect(unseen(4, [0, 1, 2, 3], 5)).toEqual([]);
});

describe('a step', () => {
  const range = new Range(1);
  range.add(Float32Array.from({ length: 20_000 }, (_, i) => (i === 0 ? 64 : 0.5 + (i % 100) / 200)));

  it('by the maximum cuts nothing off', () => {
    expect(range.steps(127, 'maximum')[0]).toBeCloseTo(64 / 127, 6);
    const { scale, max } = range.codes({ min: -128, max: 127 }, 'maximum');
    expect(scale * max).toBeGreaterThanOrEqual(64 * (127 / 128));
  });

  it('by the percentile leaves out the rare largest ones, to a bin', () => {
    const inside = (range.steps(127, 'percentile')[0] ?? 0) * 127;
    expect(inside).toBeGreaterThanOrEqual(0.995);
    expect(inside).toBeLessThan(0.995 * 2 ** (2 / 16));
  });

  it('that is a power of two cuts a picture off at its white, not a bin above it', () => {
    const white = new Range(1);
    white.add(Float32Array.from({ length: 1000 }, (_, i) => (i < 100 ? 1 : i / 1000)));
    expect(white.codes({ min: -128, max: 127 }, 'least squared error').scale).toBe(1 / 128);
  });

  it('is 0 where there is nothing but zeros', () => {
    const none = new Range(1);
    none.add(new Float32Array(4));
    for (const rule of ['maximum', 'percentile', 'least squared error'] as const) {
      expect([...none.steps(127, rule)]).toEqual([0]);
    }
  });
});

it.each([
  ['least squared error', true],
  ['percentile', true],
  ['maximum', true],
  ['maximum', false],
] as const)('%s, biases corrected: %s, makes a model near the float one', async (steps, correctsBias) => {
  const random = seeded(53);
  const tensor = (name: string, dims: readonly number[]) =>
    floats(
      name,
      dims,
      Array.from({ length: dims.reduce((a, b) => a * b, 1) }, () => random() * 2 - 1),
    );
  const file = model({
    nodes: [
      node('Conv x w1 -> c'),
      node('Relu c -> r'),
      node('Flatten r -> f'),
      node('Gemm f w2 -> y', { transB: 1 }),
    ],
    initializers: [tensor('w1', [4, 1, 3, 3]), tensor('w2', [3, 64])],
    inputs: [valueInfo('x', [1, 1, 6, 6])],
    outputs: [valueInfo('y', [1, 3])],
  });
  const distance = await int8Distance(file, randomRun([1, 6, 6], 40, 54), 'y', { steps, correctsBias });
  expect(distance).toBeLessThan(0.03);
});
