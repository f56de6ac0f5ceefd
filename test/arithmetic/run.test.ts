import { describe, expect, test } from 'vitest';
import {
  type LayerNumbers,
  accumulatorBounds,
  alignmentOf,
  isWire,
  outputFloor,
  randomNumbers,
  runList,
} from '../../server/src/arithmetic';
import { inferShapes, type Inflow } from '../../server/src/network';
import { layers } from '../support/layers';

const int8 = { scale: 1, zeroPoint: 0, min: -128, max: 127 };

function run(
  text: string,
  numbers: readonly (readonly [number, LayerNumbers])[],
  input: readonly number[],
  inflow?: Inflow,
): number[] {
  const { layers: shaped, problems } = inferShapes(layers(text), inflow);
  expect(problems).toEqual([]);
  const list = { kind: 'network' as const, name: 'n', layers: new Map(numbers) };
  return [...(runList(shaped, list, Int32Array.from(input)).at(-1) ?? [])];
}

const identity = (values: readonly number[], filters: number): LayerNumbers['matrix'] => ({
  weights: Int8Array.from(values),
  bias: new Int32Array(filters),
  scales: new Float32Array(filters).fill(1),
});

describe('layers against results computed by hand', () => {
  test('a convolution with padding, stride and relu', () => {
    const matrix = identity([1, 1, 1, 1, -1, 1, 1, 1, 1], 1);
    const input = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    expect(
      run(
        'input 1x3x3; conv 3x3 1 pad 1 stride 2; relu',
        [[1, { inputs: [int8], output: int8, matrix: matrix as never }]],
        input,
      ),
    ).toEqual([1 * -1 + 2 + 4 + 5, -3 + 2 + 5 + 6, -7 + 4 + 5 + 8, -9 + 5 + 6 + 8]);
  });

  test('padding stands for zero where zero is not the integer 0', () => {
    const uint8 = { scale: 1, zeroPoint: 10, min: 0, max: 255 };
    const matrix = identity([1, 1, 1, 1, 1, 1, 1, 1, 1], 1);
    const result = run(
      'input 1x1x1; conv 3x3 1 pad 1',
      [[1, { inputs: [uint8], output: uint8, matrix: matrix as never }]],
      [13],
    );
    expect(result).toEqual([13]);
  });

  test('groups see their own channels only', () => {
    const matrix = identity([1, 10], 2);
    const numbers: LayerNumbers = { inputs: [int8], output: int8, matrix: matrix as never };
    expect(run('input 2x1x2; conv 1x1 2 groups 2', [[1, numbers]], [1, 2, 3, 4])).toEqual([1, 20, 3, 40]);
    expect(run('input 2x1x2; depthwise 1x1', [[1, numbers]], [1, 2, 3, 4])).toEqual([1, 20, 3, 40]);
  });

  test('maximum, mean and global pooling', () => {
    const plain: LayerNumbers = { inputs: [int8], output: int8 };
    expect(run('input 1x2x2; maxpool 2x2', [[1, plain]], [1, 4, 3, 2])).toEqual([4]);
    expect(run('input 1x2x2; avgpool 2x2', [[1, plain]], [1, 4, 3, 2])).toEqual([2]);
    expect(run('input 1x2x2; globalpool', [[1, plain]], [1, 4, 3, 3])).toEqual([3]);
    expect(run('input 1x1x1; avgpool 3x3 pad 1', [[1, plain]], [9])).toEqual([9]);
    const counted: LayerNumbers = { ...plain, countPadding: true };
    expect(run('input 1x1x1; avgpool 3x3 pad 1', [[1, counted]], [9])).toEqual([1]);
  });

  test('add and concat bring their inputs to one scale', () => {
    const half = { ...int8, scale: 0.5 };
    const plain: LayerNumbers = { inputs: [int8, half], output: int8 };
    expect(alignmentOf(plain)).toEqual({ factors: [2, 1], shift: 1, exact: true });
    const recode: LayerNumbers = { inputs: [int8], output: half };
    const text = 'a: input 2; b: relu from a;';
    expect(
      run(
        `${text} add from a, b`,
        [
          [1, recode],
          [2, plain],
        ],
        [-3, 5],
      ),
    ).toEqual([-3, 10]);
    expect(
      run(
        `${text} concat from a, b`,
        [
          [1, recode],
          [2, plain],
        ],
        [-3, 5],
      ),
    ).toEqual([-3, 5, 0, 5]);
  });

  test('upsampling repeats positions', () => {
    expect(run('input 1x1x2; upsample 2', [], [1, 2])).toEqual([1, 1, 2, 2, 1, 1, 2, 2]);
  });
});

test('the accumulator bound is reached by the worst input', () => {
  const matrix = {
    weights: Int8Array.from([3, -4]),
    bias: Int32Array.from([7]),
    scales: new Float32Array(1),
  };
  expect([...accumulatorBounds(matrix, int8)]).toEqual([3 * 127 + 4 * 128 + 7]);
});

test('random numbers are the same for the same design, and fit their types', () => {
  const text =
    'input 2x6x6; conv 3x3 4 weights int4 activations int5; relu; flatten; dense 3 weights ternary';
  const { layers: shaped } = inferShapes(layers(text));
  const lists = [
    { kind: 'network' as const, name: 'n', spec: { name: 'n' }, layers: shaped.map((s) => ({ shaped: s })) },
  ];
  const [first, again, other] = [1, 1, 2].map((seed) => randomNumbers(lists, seed));
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
  const numbers = first?.lists[0]?.layers;
  expect([...(numbers?.keys() ?? [])]).toEqual([1, 4]);
  expect(new Set(numbers?.get(4)?.matrix?.weights)).toEqual(new Set([-1, 0, 1]));
  expect(Math.max(...(numbers?.get(1)?.matrix?.weights ?? []))).toBeLessThanOrEqual(7);
  expect(numbers?.get(1)?.output).toMatchObject({ min: -16, max: 15 });
  expect(numbers?.get(4)?.inputs).toMatchObject([{ min: -16, max: 15 }]);
  expect(shaped.filter(isWire).map((s) => s.spec.kind)).toEqual(['input', 'relu', 'flatten']);
  const conv = shaped[1];
  expect(conv && outputFloor(conv, shaped, { output: int8 })).toBe(0);
});
