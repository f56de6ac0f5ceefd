import { expect, it } from 'vitest';
import { inferShapes, makerOf } from '../../server/src/network';
import { layers } from '../support/layers';

const shaped = inferShapes(
  layers('input 1x8x8; conv 3x3 4; batchnorm; relu; maxpool 2x2; flatten; dense 10; relu'),
).layers;
const branch = inferShapes(layers('flatten from inflow; dense 10'), { c: 4, h: 2, w: 2 }).layers;

it.each([
  ['the input', 0, 0],
  ['what folds and what fuses', 3, 1],
  ['a layer that computes', 4, 4],
  ['a flatten', 5, 4],
  ['the relu at the end', 7, 6],
])('%s', (_, index, maker) => {
  expect(makerOf((i) => shaped[i], index)?.spec.index).toBe(maker);
});

it('stands outside of a branch that begins with a flatten', () => {
  expect(makerOf((i) => branch[i], 0)).toBeUndefined();
});
