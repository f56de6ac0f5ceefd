import { priced, type PriceRule } from '../prices/price';
import { times, type Term } from '../prices/term';

/** A running maximum and where it was: FINN's LabelSelect. */
export interface Largest {
  readonly bits: number;
}

export const largestRules: readonly PriceRule<Largest>[] = [
  { key: 'control', name: 'largest, count', of: 'lut', formula: '1', amount: () => 1 },
  { key: 'bits', name: 'largest, comparison', of: 'lut', formula: 'b', amount: ({ bits }) => bits },
  { key: 'control', name: 'largest, count', of: 'ff', formula: '1', amount: () => 1 },
  { key: 'bits', name: 'largest, value', of: 'ff', formula: 'b', amount: ({ bits }) => bits },
];

const terms = priced('largest', largestRules);

/** `units` of them beside each other. */
export function largestTerms(bits: number, units: number): readonly Term[] {
  return terms({ bits }, { b: bits }).map((each) => times(units, each));
}
