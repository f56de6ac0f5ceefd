import { describe, expect, test } from 'vitest';
import { preparation } from '../../server/src/datasets/preprocess';

const numbers = (count: number) => Uint8Array.from({ length: count }, (_, i) => i);

function prepared(shape: readonly number[], input: readonly number[], how = {}) {
  const size = input.reduce((a, b) => a * b, 1);
  const into = new Float32Array(size);
  preparation({ shape, most: 255 }, input, { scale: 1, ...how })(numbers(size), into);
  return Array.from(into);
}

describe('preparation', () => {
  test.each([
    ['as it is', [2, 2], [1, 2, 2], [0, 1, 2, 3]],
    ['flat', [4], [1, 2, 2], [0, 1, 2, 3]],
    ['channels last for a model that wants them first', [2, 1, 3], [3, 2, 1], [0, 3, 1, 4, 2, 5]],
    ['a sheet of colour pixels', [4, 3], [3, 2, 2], [0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11]],
    [
      'channels first for a model that wants them last',
      [3, 2, 2],
      [2, 2, 3],
      [0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11],
    ],
  ])('%s', (_, shape, input, expected) => {
    expect(prepared(shape, input)).toEqual(expected);
  });

  test('bytes are divided by 255, then shifted and scaled by channel', () => {
    const into = new Float32Array(3);
    preparation({ shape: [3, 1, 1], most: 255 }, [3, 1, 1], { mean: [0.5, 0, 1], std: [0.5, 2, 1] })(
      Uint8Array.of(255, 255, 255),
      into,
    );
    expect(Array.from(into)).toEqual([1, 0.5, 0]);
  });

  test.each([
    [[2, 2], [1, 3, 3], {}, /samples are 2x2, the model takes 1x3x3/],
    [[3, 2, 2], [3, 2, 2], { mean: [1, 2] }, /2 values of mean for 3 channels/],
    [[2, 2], [1, 2, 2], { std: [0] }, /deviation is not above zero/],
    [[2, 2], [1, 2, 2], { scale: 0 }, /scale 0/],
  ])('%j for %j is reported', (shape, input, how, reason) => {
    expect(() => prepared(shape, input, how)).toThrow(reason);
  });
});
