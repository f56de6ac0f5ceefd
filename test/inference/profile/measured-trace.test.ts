import { expect, test } from 'vitest';
import { neverCancelled } from '../../../server/src/base/checkpoint';
import type { ProfiledExit } from '../../../server/src/inference/profile/exits';
import { measuredTrace, rightIn } from '../../../server/src/inference/profile/measured-trace';
import { model, node, valueInfo } from '../../support/onnx-writer';
import { onnxruntime } from '../../support/trained';

const values = [
  [1, 3],
  [2, 0],
  [0, 1],
];
const run = {
  data: {
    name: 'x',
    count: 3,
    shape: [2],
    labels: Int32Array.of(1, 1, 1),
    most: undefined,
    sample: (i: number) => Promise.resolve(Float32Array.from(values[i] ?? [])),
  },
  prepare: (stored: ArrayLike<number>, into: Float32Array | Float64Array) => {
    into.set(stored);
  },
  shape: [2],
  samples: [0, 1, 2],
  checkpoint: neverCancelled,
};

test('a trace in memory is that of a file, what its confidences are included', async () => {
  const file = model({
    nodes: [node('Identity x -> y'), node('ReduceMax x -> c', { axes: [1], keepdims: 1 })],
    inputs: [valueInfo('x', ['N', 2])],
    outputs: [valueInfo('y', ['N', 2]), valueInfo('c', ['N', 1])],
  });
  const session = await onnxruntime(file, { optimise: true });
  const exits: readonly ProfiledExit[] = [
    {
      name: 'early',
      output: 'y',
      scores: 'logits',
      confidence: { output: 'c', scores: 'logits' },
      measure: 'learned',
    },
    { name: 'end', output: 'y', scores: 'logits' },
  ];
  const done: number[] = [];
  const trace = await measuredTrace(session, exits, run, (n) => done.push(n));
  await session.release();
  expect([trace.exits, trace.sampleCount, done]).toEqual([['early', 'end'], 3, [1, 2, 3]]);
  expect(trace.measures?.[0]).toBe('learned');
  expect(trace.confidence[0]).toBeCloseTo(1 / (1 + Math.exp(-3)), 5);
  expect(trace.confidence[3]).toBeCloseTo(1 / (1 + Math.exp(-2)), 5);
  expect([rightIn(trace, 0), rightIn(trace, 1)]).toEqual([2, 2]);
});
