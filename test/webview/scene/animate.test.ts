import { expect, test } from 'vitest';
import { between } from '../../../webview/src/scene/animate';
import type { Layer, Shape } from '../../../webview/src/drawing/scene/shapes';

const rect = (key: string, x: number, w: number): Shape => ({ type: 'rect', key, x, y: 0, w, h: 10 });
const layer = (...shapes: Shape[]): Layer[] => [{ clip: null, shapes }];

test('what is in both moves and grows from the old place to the new', () => {
  const [half] = between(layer(rect('a', 0, 10)), layer(rect('a', 100, 50)), 0.5);
  const [shape] = half?.shapes ?? [];
  if (shape?.type !== 'rect') throw new Error('not a rectangle');
  expect(shape.x).toBeGreaterThan(50);
  expect(shape.x).toBeLessThan(100);
  expect(shape.w).toBeGreaterThan(10);
  expect(shape.w).toBeLessThan(50);
});

test('at its start it is the old, at its end the new', () => {
  const [old, now] = [layer(rect('a', 0, 10)), layer(rect('a', 100, 50))];
  expect(between(old, now, 0)[0]?.shapes[0]).toMatchObject({ x: 0, w: 10 });
  expect(between(old, now, 1)[0]?.shapes[0]).toMatchObject({ x: 100, w: 50 });
});

test('what is new fades in at its place, what is gone is gone', () => {
  const [half] = between(layer(rect('gone', 0, 10)), layer(rect('new', 100, 50)), 0.5);
  expect(half?.shapes).toHaveLength(1);
  expect(half?.shapes[0]).toMatchObject({ key: 'new', x: 100, w: 50 });
  expect(half?.shapes[0]?.alpha).toBeLessThan(1);
});
