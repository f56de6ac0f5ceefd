import { expect, test } from 'vitest';
import { folded } from '../../../server/src/model/graph/fold';
import type { Value } from '../../../server/src/model/graph/value';
import { type OnnxAttribute, dataType } from '../../../server/src/onnx/index';

const value = (dims: number[], ...numbers: number[]): Value => ({
  type: dataType.int64,
  dims,
  constant: true,
  numbers: () => numbers,
});
const ints = (...list: number[]): OnnxAttribute => ({ kind: 'ints', value: list });

test.each<[string, Value[], number[], number[], Record<string, OnnxAttribute>?]>([
  // More than two lists, each smaller than the result in its own way: onnx/docs/Operators.md, Max and Broadcasting.md.
  ['Max', [value([2, 1], 1, 5), value([3], 0, 3, 9), value([], 2)], [2, 3], [2, 3, 9, 5, 5, 9]],
  ['Min', [value([2], 4, 1), value([2], 3, 7)], [2], [3, 1]],
  ['Add', [value([2, 1], 10, 20), value([1, 3], 1, 2, 3)], [2, 3], [11, 12, 13, 21, 22, 23]],
  ['Sub', [value([], 1), value([2], 1, 2)], [2], [0, -1]],
  ['Div', [value([2], 7, -7), value([], 2)], [2], [3, -3]],
  ['Expand', [value([2, 1], 1, 2), value([3], 2, 2, 3)], [2, 2, 3], [1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2]],
  ['Where', [value([2, 1], 1, 0), value([2], 1, 2), value([], 9)], [2, 2], [1, 2, 9, 9]],
  ['Transpose', [value([2, 3], 1, 2, 3, 4, 5, 6)], [3, 2], [1, 4, 2, 5, 3, 6]],
  ['Transpose', [value([2, 1, 3], 1, 2, 3, 4, 5, 6)], [3, 2, 1], [1, 4, 2, 5, 3, 6], { perm: ints(2, 0, 1) }],
  [
    'Slice',
    [value([2, 3], 1, 2, 3, 4, 5, 6), value([1], 2), value([1], -9), value([1], 1), value([1], -2)],
    [2, 2],
    [3, 1, 6, 4],
  ],
])('%s of constants: %#', (opType, inputs, dims, expected, attributes = {}) => {
  const node = {
    name: '',
    opType,
    domain: '',
    inputs: inputs.map((_, i) => `i${i}`),
    outputs: ['y'],
    attributes: new Map(Object.entries(attributes)),
  };
  expect(folded({ node, inputs, opset: 13 }, 0, dims)).toEqual(expected);
});
