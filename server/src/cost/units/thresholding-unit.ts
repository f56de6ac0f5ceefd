/** The thresholding stage of a FINN matrix-vector unit. */
import type { PriceRule } from '../prices/price';

/**
 * A separate stage that reduces values to few bits by comparing them with thresholds, in one step per bit of the result.
 * The first step compares with the middle of the range, which gives one bit.
 */
export interface Thresholding {
  readonly pe: number;
  readonly activationBits: number;
  readonly steps: number;
}

/** Successive comparisons to find a value's position among the thresholds. */
function comparisons({ steps }: Thresholding): number {
  return Math.ceil(Math.log2(steps + 1));
}

const compared = (unit: Thresholding): number => unit.pe * unit.activationBits * (comparisons(unit) - 1);

export const thresholdingRules: readonly PriceRule<Thresholding>[] = [
  { key: 'control', name: 'control', of: 'lut', formula: '1', amount: () => 1 },
  { key: 'lanes', name: 'values', of: 'lut', formula: 'PE', amount: ({ pe }) => pe },
  {
    key: 'comparisons',
    name: 'comparisons',
    of: 'lut',
    formula: 'PE·a·(⌈log2(steps + 1)⌉ − 1)',
    amount: compared,
  },
  { key: 'control', name: 'control', of: 'ff', formula: '1', amount: () => 1 },
  { key: 'lanes', name: 'values', of: 'ff', formula: 'PE', amount: ({ pe }) => pe },
  {
    key: 'comparisons',
    name: 'comparisons',
    of: 'ff',
    formula: 'PE·a·(⌈log2(steps + 1)⌉ − 1)',
    amount: compared,
  },
];
