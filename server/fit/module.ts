import type { PricedComponent, PriceRule } from '../src/cost/prices/price';

export type Kind = 'lut' | 'ff' | 'bram18' | 'dsp';
export const kinds: readonly Kind[] = ['lut', 'ff', 'bram18', 'dsp'];

/** A module as a row describes it. */
export interface Module {
  readonly component: PricedComponent;
  /** Rows of one shape are near copies of each other; so are those of one precision. */
  readonly shape: string;
  readonly precision: string;
  readonly rules: readonly PriceRule<never>[];
  readonly unit: unknown;
  /** What the range of the fit is told by. */
  readonly properties: Readonly<Record<string, number>>;
  /** What is counted and not priced. */
  readonly counted: { readonly bram18: number; readonly dsp: number };
  readonly finn: Readonly<Partial<Record<Kind, number>>>;
}

/** Amount of a rule for a module of its component. */
export function amountOf(rule: PriceRule<never>, module: Module): number {
  return (rule as PriceRule<unknown>).amount(module.unit);
}
