import { describe, expect, test } from 'vitest';
import {
  bytes,
  count,
  duration,
  percent,
  plural,
  shortDuration,
  significant,
} from '../../../webview/src/ui/format';

test.each([
  [0, '0'],
  [6.708, '6.71'],
  [20.1, '20.1'],
  [857.4, '857'],
  [9.999, '10.0'],
  [0.04123, '0.0412'],
  [12_345, '12,300'],
  [-1.5, '-1.50'],
])('%d has three significant digits', (value, expected) => expect(significant(value)).toBe(expected));

test.each([
  [0, '0'],
  [null, '–'],
  [1, '1.00 ns'],
  [999, '999 ns'],
  [999_999, '1.00 ms'],
  [41_000, '41.0 µs'],
  [6_708_000, '6.71 ms'],
  [27_400_000_000, '27.4 s'],
])('%s ns is told with a unit', (ns, expected) => expect(duration(ns)).toBe(expected));

test.each([
  [22_000_000, '22 ms'],
  [1_500_000, '1.5 ms'],
  [100_000_000, '100 ms'],
  [41_200, '41.2 µs'],
])('a budget of %d ns is told as written', (ns, expected) => expect(shortDuration(ns)).toBe(expected));

describe('percent', () => {
  test.each([
    [0, '0 %'],
    [0.001, '<1 %'],
    [0.62, '62 %'],
    [0.9999, '>99 %'],
    [1, '100 %'],
    [1.001, '>100 %'],
    [1.12, '112 %'],
    [Infinity, 'none'],
  ])('%d', (share, expected) => expect(percent(share)).toBe(expected));
});

test('bytes and counts are told in full', () => {
  expect(bytes(857_740)).toBe('857,740 B');
  expect(count(1_234_567)).toBe('1,234,567');
  expect(count(3.5)).toBe('3.5');
  expect(plural(1, 'input')).toBe('1 input');
  expect(plural(14, 'input')).toBe('14 inputs');
});
