/** Channels' factors, and what they may not pass. */
import { describe, expect, it } from 'vitest';
import { floats, model, node, valueInfo } from '../../support/onnx-writer';
import { int8Distance, randomRun } from '../../support/random-run';
import { numbered } from '../../support/seed';

// Numbers of its own: how near int8 comes to float depends on weights and inputs, and is held for these.
const random = numbered(51);
const tensor = (name: string, dims: readonly number[], scale: (i: number) => number = () => 1) =>
  floats(
    name,
    dims,
    Array.from({ length: dims.reduce((a, b) => a * b, 1) }, (_, i) => (random() * 2 - 1) * scale(i)),
  );

/** Filters of different sizes, so that their channels have different factors. */
const network = (between: readonly Uint8Array[], size: number) =>
  model({
    nodes: [
      node('Conv x w1 -> c', { pads: [1, 1, 1, 1] }),
      ...between,
      node('Flatten r -> f'),
      node('Gemm f w2 -> y', { transB: 1 }),
    ],
    initializers: [
      tensor('w1', [6, 1, 3, 3], (i) => 1.7 ** (Math.floor(i / 9) - 3)),
      tensor('w2', [5, 6 * size * size]),
      floats('zero', [], [0]),
      floats('cap', [], [0.6]),
    ],
    inputs: [valueInfo('x', [1, 1, 8, 8])],
    outputs: [valueInfo('y', [1, 5])],
  });

it.each([
  ['a maximum', [node('MaxPool c -> p', { kernel_shape: [2, 2], strides: [2, 2] })], 4],
  ['a mean', [node('AveragePool c -> p', { kernel_shape: [2, 2], strides: [2, 2] })], 4],
  ['a mean of all', [node('GlobalAveragePool c -> p')], 1],
] as const)('a cap behind %s cuts every channel at the same value', async (_what, pool, size) => {
  const file = network([...pool, node('Clip p zero cap -> r')], size);
  // A cap takes most of the values of the largest filters; cut at another value for each, 0.86 and more are lost.
  expect(await int8Distance(file, randomRun([1, 8, 8], 40, 52), 'y')).toBeLessThan(0.2);
});

it('a factor behind a relu is in the ranges once', async () => {
  const file = model({
    nodes: [
      node('Conv x w1 -> c'),
      node('Relu c -> r'),
      node('Mul r half -> m'),
      node('Conv m w2 -> d'),
      node('Relu d -> e'),
      node('Flatten e -> f'),
      node('Gemm f w3 -> y', { transB: 1 }),
    ],
    initializers: [
      tensor('w1', [6, 1, 3, 3]),
      tensor('w2', [8, 6, 3, 3]),
      tensor('w3', [5, 128]),
      floats('half', [], [0.5]),
    ],
    inputs: [valueInfo('x', [1, 1, 8, 8])],
    outputs: [valueInfo('y', [1, 5])],
  });
  expect(await int8Distance(file, randomRun([1, 8, 8], 40, 55), 'y')).toBeLessThan(0.03);
});

it('vectors that come from images of one pixel are joined as vectors', async () => {
  const file = model({
    nodes: [
      node('Conv x w1 -> c'),
      node('Relu c -> r'),
      node('GlobalAveragePool r -> g'),
      node('Flatten g -> a'),
      node('GlobalMaxPool r -> h'),
      node('Flatten h -> b'),
      node('Concat a b -> j', { axis: 1 }),
      node('Gemm j w2 -> y', { transB: 1 }),
    ],
    initializers: [tensor('w1', [6, 1, 3, 3]), tensor('w2', [5, 12])],
    inputs: [valueInfo('x', [1, 1, 8, 8])],
    outputs: [valueInfo('y', [1, 5])],
  });
  expect(await int8Distance(file, randomRun([1, 8, 8], 40, 56), 'y')).toBeLessThan(0.06);
});

it('three values are added at once', async () => {
  const file = model({
    nodes: [
      node('Conv x w1 -> a', { pads: [1, 1, 1, 1] }),
      node('Conv a w2 -> b', { pads: [1, 1, 1, 1] }),
      node('Conv a w3 -> c', { pads: [1, 1, 1, 1] }),
      node('Sum a b c -> s'),
      node('Relu s -> r'),
      node('Flatten r -> f'),
      node('Gemm f w4 -> y', { transB: 1 }),
    ],
    initializers: [
      tensor('w1', [4, 1, 3, 3]),
      tensor('w2', [4, 4, 3, 3]),
      tensor('w3', [4, 4, 3, 3]),
      tensor('w4', [5, 256]),
    ],
    inputs: [valueInfo('x', [1, 1, 8, 8])],
    outputs: [valueInfo('y', [1, 5])],
  });
  expect(await int8Distance(file, randomRun([1, 8, 8], 40, 57), 'y')).toBeLessThan(0.06);
});

it('weights that read nothing but zeros leave the codes to the others', async () => {
  // Half of the units are always negative, and what reads them is fifty times what reads the others.
  const file = model({
    nodes: [
      node('Gemm x w1 b1 -> h', { transB: 1 }),
      node('Relu h -> r'),
      node('Gemm r w2 -> y', { transB: 1 }),
    ],
    initializers: [
      tensor('w1', [8, 10]),
      floats('b1', [8], [0, 0, 0, 0, -20, -20, -20, -20]),
      tensor('w2', [5, 8], (i) => (i % 8 < 4 ? 1 : 50)),
    ],
    inputs: [valueInfo('x', [1, 10])],
    outputs: [valueInfo('y', [1, 5])],
  });
  expect(await int8Distance(file, randomRun([10], 40, 58), 'y')).toBeLessThan(0.03);
});

describe('channels of other sizes keep their integers', () => {
  const other = (i: number) => 2.4 ** (Math.floor(i / 9) % 6);
  /** From `c`, whose six channels differ by 80, to `r` of so many channels. */
  const file = (between: readonly Uint8Array[], channels: number) =>
    model({
      nodes: [
        node('Conv x w1 -> c', { pads: [1, 1, 1, 1] }),
        ...between,
        node('Flatten r -> f'),
        node('Gemm f w2 -> y', { transB: 1 }),
      ],
      initializers: [
        tensor('w1', [6, 1, 3, 3], other),
        tensor('w3', [6, 1, 3, 3], (i) => 2.4 ** (5 - (Math.floor(i / 9) % 6))),
        tensor('w4', [6, 6, 1, 1], (i) => 1 / other((i % 6) * 9)),
        // What reads a channel is smaller by as much as the channel is larger.
        tensor('w2', [5, channels * 64], (i) => {
          const channel = Math.floor((i % (channels * 64)) / 64);
          return 1 / 2.4 ** (channel % 12 < 6 ? channel % 6 : 5 - (channel % 6));
        }),
        floats('zero', [], [0]),
        floats('cap', [], [3]),
      ],
      inputs: [valueInfo('x', [1, 1, 8, 8])],
      outputs: [valueInfo('y', [1, 5])],
    });
  const padded = { pads: [1, 1, 1, 1] };

  it.each([
    ['through a join', [node('Conv x w3 -> d', padded), node('Concat c d -> r', { axis: 1 })], 12],
    [
      'through a join whose arm is read elsewhere',
      [node('Conv c w4 -> d'), node('Concat c d -> r', { axis: 1 })],
      12,
    ],
    [
      'through joins of joins',
      [
        node('Conv x w3 -> d', padded),
        node('Concat c d -> j', { axis: 1 }),
        node('MaxPool j -> m', { kernel_shape: [1, 1] }),
        node('Concat m c -> r', { axis: 1 }),
      ],
      18,
    ],
    ['through a sum', [node('Conv x w1 -> d', padded), node('Add c d -> r')], 6],
    [
      'through a relu behind a sum',
      [node('Conv x w1 -> d', padded), node('Add c d -> s'), node('Relu s -> r')],
      6,
    ],
    [
      'beside an arm that is capped',
      [node('Conv x w3 -> d', padded), node('Clip d zero cap -> e'), node('Concat c e -> r', { axis: 1 })],
      12,
    ],
  ] as const)('%s', async (_what, between, channels) => {
    const distance = await int8Distance(
      file(between, channels),
      randomRun([1, 8, 8], 40, 59, numbered(59)),
      'y',
    );
    // With one factor for all channels, 0.3 and more are lost.
    expect(distance).toBeLessThan(0.06);
  });
});
