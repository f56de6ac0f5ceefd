import { describe, expect, test } from 'vitest';
import { neverCancelled } from '../../../server/src/base/checkpoint';
import { withoutDecisions } from '../../../server/src/model/graph/decisions';
import { lowerModel } from '../../../server/src/model/lower/lower';
import { readModel } from '../../../server/src/onnx/index';
import { writeModel } from '../../../server/src/onnx/index';
import { profiledExits } from '../../../server/src/inference/profile/exits';
import { type Feed, feed, rowOf } from '../../../server/src/inference/profile/feed';
import { profile } from '../../../server/src/inference/profile/profile';
import { traceHeader } from '../../../server/src/inference/profile/trace-rows';
import { calibrate } from '../../../server/src/inference/quantise/calibrate';
import { quantiseModel } from '../../../server/src/inference/quantise/quantise';
import { writeQOperator } from '../../../server/src/inference/quantise/write-qoperator';
import { imported } from '../../support/imported';
import { floats, graph, model, node, valueInfo } from '../../support/onnx-writer';
import { onnxruntime } from '../../support/trained';

let state = 1;
const random = () => ((state = (state * 48_271) % 2_147_483_647) / 2_147_483_647) * 2 - 1;
const tensor = (name: string, dims: readonly number[], size = 1) =>
  floats(
    name,
    dims,
    Array.from({ length: dims.reduce((a, b) => a * b, 1) }, () => size * random()),
  );
const logits = (name: string) => valueInfo(name, [1, 4]);
const decide = (scores: string, threshold: string, go: string) => [
  node(`Softmax ${scores} -> ${go}_p`),
  node(`ReduceMax ${go}_p -> ${go}_m`, { keepdims: 0 }),
  node(`Greater ${go}_m ${threshold} -> ${go}`),
];

/** As exporters of early exits write them: decisions inside decisions, heads inside branches, equal names in both. */
const nested = model({
  nodes: [
    node('Conv x w1 -> c1', { pads: [1, 1, 1, 1] }),
    node('Relu c1 -> a1'),
    node('GlobalAveragePool a1 -> g1'),
    node('Flatten g1 -> f1'),
    node('Gemm f1 h1 -> s1'),
    ...decide('s1', 't1', 'go1'),
    node('If go1 -> y', {
      then_branch: { graph: graph({ nodes: [node('Identity s1 -> out')], outputs: [logits('out')] }) },
      else_branch: {
        graph: graph({
          nodes: [
            node('Conv a1 w2 -> c2', { strides: [2, 2] }),
            node('Relu c2 -> a2'),
            node('Flatten a2 -> f2'),
            node('Gemm f2 h2 -> s2'),
            ...decide('s2', 't1', 'go2'),
            node('If go2 -> out', {
              then_branch: {
                graph: graph({ nodes: [node('Gemm f2 h2 -> z')], outputs: [logits('z')] }),
              },
              else_branch: {
                graph: graph({
                  nodes: [
                    node('Conv a2 w -> c'),
                    node('Relu c -> a'),
                    node('Flatten a -> f'),
                    node('Gemm f h -> z'),
                  ],
                  initializers: [tensor('w', [6, 6, 2, 2], 0.5), tensor('h', [24, 4])],
                  outputs: [logits('z')],
                }),
              },
            }),
          ],
          initializers: [tensor('w2', [6, 6, 3, 3], 0.5), tensor('h2', [54, 4], 0.5)],
          outputs: [logits('out')],
        }),
      },
    }),
  ],
  initializers: [tensor('w1', [6, 3, 3, 3]), tensor('h1', [6, 4], 4), floats('t1', [], [0.6])],
  inputs: [valueInfo('x', [1, 3, 8, 8])],
  outputs: [logits('y')],
});

const samples = 60;
const data = Array.from({ length: samples }, () => Float32Array.from({ length: 192 }, random));
const run: Feed = {
  data: {
    name: 'random',
    count: samples,
    shape: [3, 8, 8],
    labels: new Int32Array(samples),
    most: undefined,
    sample: (i) => Promise.resolve(data[i] ?? new Float32Array()),
  },
  prepare: (stored, values) => values.set(stored),
  shape: [3, 8, 8],
  samples: data.map((_, i) => i),
  checkpoint: neverCancelled,
};

const column = (name: string) => traceHeader.split(',').indexOf(name);
const largest = (values: ArrayLike<number>) => Array.from(values).indexOf(Math.max(...Array.from(values)));

async function predictions(bytes: Uint8Array, output: string): Promise<number[]> {
  const session = await onnxruntime(bytes, { optimise: false });
  const found: number[] = [];
  await feed(session, run, (_, row, rows, results) => {
    const scores = results.get(output);
    if (scores) found.push(largest(rowOf(scores, row, rows)));
  });
  await session.release();
  return found;
}

describe('a model with one output that leaves early through nested `If`', () => {
  test("has every exit as an output; its profile, at the design's thresholds, decides as the model does", async () => {
    const { analysis } = await imported(nested);
    expect(analysis.design.exits.map((e) => e.when?.threshold)).toEqual([0.6, 0.6]);
    const whole = withoutDecisions(readModel(nested));
    const exits = profiledExits(analysis, 'm', whole);
    expect(exits.map((e) => e.name)).toHaveLength(3);
    const session = await onnxruntime(writeModel(whole), { optimise: true });
    const decided: number[] = [];
    const leaves = [0, 0, 0];
    await profile(session, exits, run, (_, lines) => {
      const rows = lines.map((line) => line.split(',').map(Number));
      const exit = rows.findIndex((row, i) => i === 2 || (row[column('confidence')] ?? 0) > 0.6);
      leaves[exit] = (leaves[exit] ?? 0) + 1;
      decided.push(rows[exit]?.[column('pred')] ?? -1);
    });
    await session.release();
    expect(decided).toEqual(await predictions(nested, 'y'));
    for (const count of leaves) expect(count).toBeGreaterThan(3);
  });

  test('is quantised with every exit', async () => {
    const whole = withoutDecisions(readModel(nested));
    const lowered = lowerModel(whole);
    expect(lowered.outputs).toHaveLength(3);
    const counted = await calibrate(onnxruntime, writeModel(whole), lowered, run);
    const written = writeQOperator(quantiseModel(lowered, counted), { batch: 1 }, new Map());
    for (const { name } of lowered.outputs) {
      const float = await predictions(writeModel(whole), name);
      const integers = await predictions(written, name);
      expect(integers.filter((label, i) => label !== float[i]).length).toBeLessThanOrEqual(3);
    }
  });
});

describe('withoutDecisions', () => {
  test('leaves a model alone that has none', () => {
    const plain = readModel(
      model({ nodes: [node('Relu x -> y')], inputs: [valueInfo('x', [1])], outputs: ['y'] }),
    );
    expect(withoutDecisions(plain)).toBe(plain);
  });

  test('takes the branch that a constant condition chooses, and that is no exit', () => {
    const yes = graph({
      nodes: [node('Gemm x w -> out')],
      initializers: [tensor('w', [4, 4])],
      outputs: ['out'],
    });
    const no = graph({ nodes: [node('Identity x -> out')], outputs: ['out'] });
    const { graph: whole } = withoutDecisions(
      readModel(
        model({
          nodes: [node('If t -> y', { then_branch: { graph: no }, else_branch: { graph: yes } })],
          initializers: [floats('t', [], [1])],
          inputs: [valueInfo('x', [1, 4])],
          outputs: ['y'],
        }),
      ),
    );
    expect(whole.nodes.map((n) => n.opType)).toEqual(['Identity', 'Identity']);
    expect(whole.outputs.map((o) => o.name)).toEqual(['y']);
    expect([...whole.initializers.keys()]).toEqual([]);
  });
});
