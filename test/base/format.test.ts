import { describe, expect, it } from 'vitest';
import {
  formatAccuracy,
  formatBytes,
  formatCount,
  formatNs,
  formatNumber,
  formatRate,
  formatShare,
  plural,
} from '../../server/src/base/format';

describe('figures are written with three significant digits', () => {
  it.each([
    [0, '0 µs'],
    [1, '1 ns'],
    [999, '999 ns'],
    [1_000, '1 µs'],
    [41_230, '41.2 µs'],
    [999_600, '1 ms'],
    [3_100_000, '3.1 ms'],
    [9_846_000, '9.85 ms'],
    [12_500_000, '12.5 ms'],
    [-5_000_000, '-5 ms'],
    [2_345_678_901, '2.35 s'],
    [1_234_567_000_000, '1,235 s'],
    [0.25, '0.25 ns'],
  ])('%d ns is %s', (ns, text) => {
    expect(formatNs(ns)).toBe(text);
  });

  it.each([
    [0, '0 %'],
    [1, '100 %'],
    [0.623, '62.3 %'],
    [0.5, '50 %'],
    [0.98444, '98.4 %'],
    [0.9999, '99.99 %'],
    [0.99999, '> 99.99 %'],
    [0.9996, '99.96 %'],
    [1.004, '100.4 %'],
    [1.00001, '> 100 %'],
    [0.00123, '0.123 %'],
    [0.00001, '< 0.01 %'],
    [1.2, '120 %'],
    [Infinity, 'more than there is'],
  ])('a share of %d is %s', (share, text) => {
    expect(formatShare(share)).toBe(text);
  });

  it.each([
    [0.82, '82.00 %'],
    [0.98444, '98.44 %'],
    [1, '100 %'],
    [0.99996, '> 99.99 %'],
    [0, '0 %'],
    [0.000_01, '< 0.01 %'],
  ])('an accuracy of %d is %s, to one of 10,000 samples', (accuracy, text) => {
    expect(formatAccuracy(accuracy)).toBe(text);
  });

  it('counts in the singular and the plural', () => {
    expect(plural(1, 'input')).toBe('1 input');
    expect(plural(14, 'input')).toBe('14 inputs');
  });

  it('writes counts and bytes in full', () => {
    expect(formatCount(0)).toBe('0');
    expect(formatCount(999)).toBe('999');
    expect(formatCount(53_200)).toBe('53,200');
    expect(formatCount(-1_234_567)).toBe('-1,234,567');
    expect(formatBytes(387_240)).toBe('387,240 B');
  });

  it('writes rates and plain numbers', () => {
    expect(formatRate(58.8235)).toBe('58.8 /s');
    expect(formatRate(12_345.6)).toBe('12,346 /s');
    expect(formatNumber(1.2345)).toBe('1.23');
    expect(formatNumber(Number.POSITIVE_INFINITY)).toBe('Infinity');
  });
});
