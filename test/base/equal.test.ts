import { expect, it } from 'vitest';
import { isEqual } from '../../server/src/base/equal';

it.each([
  [{ a: 1, b: [{ c: 'x' }, null] }, { b: [{ c: 'x' }, null], a: 1 }, true],
  [{ a: Number.NaN }, { a: Number.NaN }, true],
  [{ a: Infinity }, { a: null }, false],
  [{ a: undefined }, { b: 1 }, false],
  [{ a: 1 }, { a: 1, b: undefined }, false],
  [[1, 2], [1, 2, 3], false],
  [[1, 2], { 0: 1, 1: 2 }, false],
  [{ a: { b: [1] } }, { a: { b: [2] } }, false],
])('compares %j with %j', (a, b, equal) => {
  expect([isEqual(a, b), isEqual(b, a)]).toEqual([equal, equal]);
});
