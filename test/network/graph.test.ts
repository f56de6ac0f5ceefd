import { expect, it } from 'vitest';
import { joins, outputs, successors } from '../../server/src/network';
import { layers } from '../support/layers';

const residual = layers('input 2x8x8; a: relu; b: conv 3x3 2 pad 1; add from a, b; dense 4');

it('finds the readers of a layer', () => {
  expect(successors(residual)).toEqual([[1], [2, 3], [3], [4], []]);
  expect(successors(layers('conv 1x1 2; relu'))).toEqual([[1], []]);
});

it('finds where branches rejoin and where the network ends', () => {
  expect(joins(residual)).toEqual([3]);
  expect(outputs(residual)).toEqual([4]);
});
