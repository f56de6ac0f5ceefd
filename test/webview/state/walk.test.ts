import { expect, test } from 'vitest';
import { walk } from '../../../webview/src/state/walk';

const box = (id: string, x: number, y: number) => ({ id, x, y, w: 10, h: 10 });
const hits = [box('a', 0, 0), box('b', 40, 0), box('c', 0, 30), box('d', 40, 30), box('b', 80, 60)];

test.each([
  [null, 'right', 'a'],
  [null, 'last', 'd'],
  ['gone', 'left', 'a'],
  ['a', 'right', 'b'],
  ['b', 'right', 'c'],
  ['d', 'right', 'd'],
  ['a', 'left', 'a'],
  ['a', 'down', 'c'],
  ['c', 'up', 'a'],
  ['d', 'up', 'b'],
  ['d', 'down', 'b'],
  ['a', 'up', 'a'],
  ['d', 'first', 'a'],
] as const)('from %s %s is %s', (from, direction, expected) => {
  expect(walk(hits, from, direction)).toBe(expected);
});

test('there is nowhere to go among nothing', () => expect(walk([], null, 'right')).toBeNull());
