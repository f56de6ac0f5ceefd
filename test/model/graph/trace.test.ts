/** Models whose graphs and functions go deep, round in circles, or grow. */
import { describe, expect, test } from 'vitest';
import { withoutDecisions } from '../../../server/src/model/graph/decisions';
import { traceGraph } from '../../../server/src/model/graph/trace';
import { OnnxError, readModel, writeModel } from '../../../server/src/onnx/index';
import { floats, graph, message, model, node, rawTensor, valueInfo } from '../../support/onnx-writer';

const traced = (bytes: Uint8Array) =>
  traceGraph(
    readModel(bytes),
    new Map([
      ['x', [1, 4]],
      ['c', []],
    ]),
  );

const weights = floats('w', [4, 4], new Array<number>(16).fill(0.5));

/** Each branch decides again, and at last multiplies. */
function nested(depth: number): Uint8Array {
  let inner = graph({ nodes: [node('MatMul x w -> y')], outputs: ['y'] });
  for (let i = 1; i < depth; i++) {
    const leave = graph({ nodes: [node('Identity x -> y')], outputs: ['y'] });
    const decide = node('If c -> y', { then_branch: { graph: inner }, else_branch: { graph: leave } });
    inner = graph({ nodes: [decide], outputs: ['y'] });
  }
  const leave = graph({ nodes: [node('Identity x -> y')], outputs: ['y'] });
  return model({
    nodes: [node('If c -> y', { then_branch: { graph: inner }, else_branch: { graph: leave } })],
    initializers: [weights],
    inputs: [valueInfo('x', [1, 4]), valueInfo('c', [], 9)],
    outputs: ['y'],
  });
}

/** `domain:name` with a body of one input and one output. */
const called = (name: string, ...nodes: readonly Uint8Array[]) =>
  [
    25,
    message(
      [1, name],
      [4, 'a'],
      [5, 'b'],
      ...nodes.map((n) => [7, n] as const),
      [9, message([2, 13])],
      [10, 'own'],
    ),
  ] as const;
const call = (line: string, attributes = {}) => node(line, attributes, { domain: 'own' });
const caller = (name: string, ...functions: readonly ReturnType<typeof called>[]) =>
  model(
    { nodes: [call(`${name} x -> y`)], inputs: [valueInfo('x', [1, 4])], outputs: ['y'] },
    13,
    ...functions,
  );

describe('decisions within decisions', () => {
  test('work to the depth that a file may have', () => {
    const bytes = nested(50);
    expect(traced(bytes).early.length).toBe(50);
    const unrolled = withoutDecisions(readModel(bytes));
    expect(unrolled.graph.outputs.length).toBe(51);
    expect(readModel(writeModel(unrolled))).toEqual(unrolled);
    expect(readModel(writeModel(readModel(bytes)))).toEqual(readModel(bytes));
  });

  test.each([51, 100, 1000])('%i of them are one clear error', (depth) => {
    expect(() => traced(nested(depth))).toThrow(OnnxError);
    expect(() => traced(nested(depth))).toThrow(
      /nests more than 50 graphs.*each exit as an output of its own/,
    );
  });

  test('read any number of values from outside', () => {
    const count = 200_000;
    const values = Array.from({ length: count }, (_, i) => `v${i}`).join(' ');
    const sum = (line: string) => graph({ nodes: [node(line)], outputs: ['s'] });
    const bytes = model({
      nodes: [
        node('If c -> y', {
          then_branch: { graph: sum(`Sum ${values} -> s`) },
          else_branch: { graph: sum('Sum x -> s') },
        }),
      ],
      inputs: [valueInfo('x', [1, 4]), valueInfo('c', [], 9)],
      outputs: ['y'],
    });
    // Shapes are known; what nothing makes is found, and the stack holds.
    expect(withoutDecisions(readModel(bytes)).graph.nodes.length).toBe(1);
    expect(() => traced(bytes)).not.toThrow(RangeError);
  });
});

describe('functions', () => {
  test.each([
    ['itself', [called('F', call('F a -> b'))], /function F calls itself \(F → F\).*without functions/],
    [
      'each other',
      [called('F', call('G a -> b')), called('G', call('F a -> b'))],
      /function F calls itself \(F → G → F\)/,
    ],
  ])('that call %s are refused', (_, functions, reason) => {
    expect(() => traced(caller('F', ...functions))).toThrow(OnnxError);
    expect(() => traced(caller('F', ...functions))).toThrow(reason);
  });

  test('that double with every call are refused, before memory is gone', () => {
    const doubling = Array.from({ length: 40 }, (_, i) =>
      called(`F${i}`, call(`F${i + 1} a -> m`), call(`F${i + 1} m -> b`)),
    );
    const bytes = caller('F0', ...doubling, called('F40', node('Relu a -> b')));
    expect(() => traced(bytes)).toThrow(/functions and loops expand to more than 200,000 nodes/);
  });

  test('that go deep are refused, and those that do not are expanded', () => {
    const chain = (length: number) =>
      caller(
        'F0',
        ...Array.from({ length }, (_, i) => called(`F${i}`, call(`F${i + 1} a -> b`))),
        called(`F${length}`, node('Relu a -> b')),
      );
    expect(traced(chain(60)).nodes.some(({ node }) => node.opType === 'Relu')).toBe(true);
    expect(() => traced(chain(5000))).toThrow(/more than 100 graphs and functions deep, in function F99/);
  });

  test('are of the versions that they import themselves', () => {
    // Of opset 9, Upsample takes its scales as an input; `Resize` of opset 10 has them second, and later third.
    const scales = rawTensor('', 1, [4], new Uint8Array(Float32Array.of(1, 1, 2, 2).buffer));
    const body = [
      [7, node('Constant -> s', { value: { tensor: scales } })],
      [7, node('Resize a s -> b')],
    ] as const;
    const own = [
      25,
      message([1, 'R'], [4, 'a'], [5, 'b'], ...body, [9, message([2, 10])], [10, 'own']),
    ] as const;
    const bytes = model(
      { nodes: [call('R x -> y')], inputs: [valueInfo('x', [1, 1, 3, 3])], outputs: ['y'] },
      13,
      own,
    );
    const found = traceGraph(readModel(bytes), new Map([['x', [1, 1, 3, 3]]]));
    expect(found.values.get('y')?.dims).toEqual([1, 1, 6, 6]);
  });
});

test.each([
  [[node('Tile x r -> y')], [1, 2 ** 52], /the Tile that makes y: its result would be 1x18014398509481984/],
  [
    [node('Expand x r -> y')],
    [2 ** 51, 1],
    /the Expand that makes y: its result would be 2251799813685248x4/,
  ],
  [[node('ConstantOfShape r -> k'), node('Add x k -> y')], [2 ** 30, 2 ** 30], /no size that memory has/],
  [[node('ConstantOfShape r -> k'), node('Add x k -> y')], [-1, 4], /its result would be -1x4/],
  [[node('Pad x r -> y')], [0, 2 ** 62, 0, 0], /the Pad that makes y: its result would be 1x46/],
  [[node('Pad x r -> y')], [0, -5, 0, 0], /its result would be 1x-1/],
  [[node('OneHot x d v -> y')], [0, 0], /the OneHot that makes y: its result would be 1x4x46/],
])('sizes that a model makes up are refused at the node: %#', (nodes, sizes, reason) => {
  const whole = (name: string, dims: number[], ...values: number[]) =>
    rawTensor(name, 7, dims, new Uint8Array(BigInt64Array.from(values, BigInt).buffer));
  const bytes = model({
    nodes,
    inputs: [valueInfo('x', [1, 4])],
    initializers: [whole('r', [sizes.length], ...sizes), whole('d', [], 2 ** 62), floats('v', [2], [0, 1])],
    outputs: ['y'],
  });
  expect(() => traced(bytes)).toThrow(OnnxError);
  expect(() => traced(bytes)).toThrow(reason);
});
