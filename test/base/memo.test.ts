import { expect, it, vi } from 'vitest';
import { createMemo, lazy, perItem, perObject, rememberLast } from '../../server/src/base/memo';

it('computes a lazy figure once, undefined too', () => {
  const compute = vi.fn((): number | undefined => undefined);
  const figure = lazy(compute);
  expect([figure(), figure()]).toEqual([undefined, undefined]);
  expect(compute).toHaveBeenCalledTimes(1);
});

it('keeps one result for each object, undefined too', () => {
  const compute = vi.fn((key: { n: number }) => (key.n > 1 ? key.n : undefined));
  const of = perObject(compute);
  const [one, two] = [{ n: 1 }, { n: 2 }];
  expect([of(one), of(two), of(one), of(two)]).toEqual([undefined, 2, undefined, 2]);
  expect(compute).toHaveBeenCalledTimes(2);
});

it('keeps the last result while its arguments are the same', () => {
  const make = vi.fn((a: number, b: number) => a + b);
  const sum = rememberLast(make);
  expect([sum(1, 2), sum(1, 2), sum(2, 2), sum(1, 2)]).toEqual([3, 3, 4, 3]);
  expect(make).toHaveBeenCalledTimes(3);
});

it('keeps at least the last results by key, and at most twice as many', () => {
  const memo = createMemo<{ key: string }>(2);
  const make = vi.fn((key: string) => ({ key }));
  const of = (key: string) => memo(key, () => make(key));
  const first = of('a');
  of('b');
  expect(of('a')).toBe(first);
  of('c');
  of('d');
  of('e');
  expect(of('a')).not.toBe(first);
  expect(of('e').key).toBe('e');
});

it('keeps the results of items that move within their list', () => {
  const compute = vi.fn(({ n }: { n: number }) => 10 * n);
  const of = perItem(compute);
  const [a, b, c] = [{ n: 1 }, { n: 2 }, { n: 3 }];
  expect([of([]), of([a, b, c]), of([a, c]), of([b, a]), of([a, b, c, { n: 4 }])]).toEqual([
    [],
    [10, 20, 30],
    [10, 30],
    [20, 10],
    [10, 20, 30, 40],
  ]);
  expect(compute).toHaveBeenCalledTimes(4);
});
