/** The unit that finds the largest logit. */
import { priced, type PriceRule } from '../prices/price';
import { times, type Term } from '../prices/term';

/** A running maximum with its position: FINN's LabelSelect. */
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

/** Terms for `units` of them side by side. */
export function largestTerms(bits: number, units: number): readonly Term[] {
  return terms({ bits }, { b: bits }).map((each) => times(units, each));
}
