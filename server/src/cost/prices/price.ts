/** Prices of hardware components, fitted to measured modules. */
import { around, type Interval } from '../../base/band';
import table from '../data/counted.json';
import fitted from '../data/fitted.json';
import { term, type Symbols, type Term } from './term';

/** Components with prices from measurements. */
export type PricedComponent = 'mvu' | 'window' | 'padding' | 'fifo' | 'thresholds' | 'largest';
export type PricedResource = 'lut' | 'ff';

/** Components of the exported kernels with prices from the synthesis of Verilog of our own. */
export type CountedComponent =
  | 'requantise'
  | 'requantiseFloat'
  | 'mean'
  | 'sum'
  | 'readBeats'
  | 'writeBeats'
  | 'widen'
  | 'narrow'
  | 'repack'
  | 'copy'
  | 'pool'
  | 'poolSum'
  | 'largestTwo'
  | 'decideMargin'
  | 'decideLearned'
  | 'decideLabel'
  | 'decideSoftmax'
  | 'decideSoftmax2'
  | 'decideEntropy'
  | 'writeVerdict';

/** One item of a component's cost: an amount times a price. */
export interface PriceRule<Unit> {
  /** Its name in the file of coefficients. */
  readonly key: string;
  readonly name: string;
  readonly of: PricedResource;
  /** Formula of the amount, in the field's symbols. */
  readonly formula: string;
  readonly amount: (unit: Unit) => number;
  /** The price, if it follows from the fabric and need not be fitted. */
  readonly known?: { readonly price: number; readonly source: string };
}

/** Fit of one resource of one component. */
export interface FittedResource {
  readonly prices: Readonly<Record<string, number>>;
  /** Half width of the interval that contains 80 % of the rows of shapes left out of the fit, as a share of the estimate. */
  readonly band: number;
}

export interface FittedComponent {
  readonly rows: number;
  readonly lut: FittedResource;
  readonly ff: FittedResource;
  /** Range of each property over the rows. */
  readonly range: Readonly<Record<string, readonly [number, number]>>;
}

export interface Coefficients {
  readonly source: { readonly name: string; readonly commit: string };
  /** Fitted shapes and precisions, by component. */
  readonly shapes: Readonly<Record<string, readonly string[]>>;
  readonly components: Readonly<Partial<Record<PricedComponent, FittedComponent>>>;
  /** Half width of the error that all parts of a network share, as a share of their sum: from whole networks. */
  readonly totals: { readonly lut: number; readonly ff: number };
}

/** Coefficients written by the fitting script. */
export const coefficients: Coefficients = fitted as unknown as Coefficients;

/** Fit of one resource of a counted component. */
export interface CountedResource {
  readonly prices: Readonly<Record<string, number>>;
  /** Largest share of a fitted price by which it is above the count. */
  readonly over: number;
}

export interface Counted {
  /** Name and version of the synthesis tool. */
  readonly tool: string;
  /** SHA-256 of the Verilog. */
  readonly verilog: string;
  readonly components: Readonly<
    Partial<Record<CountedComponent, { readonly lut: CountedResource; readonly ff: CountedResource }>>
  >;
}

/** Prices written by `npm run prices`. */
export const counted: Counted = table;

/** Where a counted price comes from. */
export const countedSource = `${counted.tool}, our Verilog: the lower end`;

/** HLS takes up to three times what is written in Verilog by hand, and up to twice the DSP blocks. */
const mostOverCount = { logic: 2, dsp: 1 };

/** Band of a counted component: hardly below its count, far above it, until reports calibrate it. */
export function countedUncertainty(component: CountedComponent): Uncertainty {
  const found = counted.components[component];
  const of = (resource: PricedResource): Interval => ({
    low: found?.[resource].over ?? 0,
    high: mostOverCount.logic,
  });
  return { band: { lut: of('lut'), ff: of('ff'), dsp: { low: 0, high: mostOverCount.dsp } }, beyond: [] };
}

const { name, commit } = coefficients.source;

/** Where a fitted price comes from. */
export const fittedSource = `fitted to Vivado's report of FINN's modules on a xc7z020 (${name}@${commit.slice(0, 7)})`;

/** Returns a function that makes the terms of a unit; prices and formulas are prepared once. */
export function priced<Unit>(
  component: PricedComponent | CountedComponent,
  rules: readonly PriceRule<Unit>[],
): (unit: Unit, symbols: Symbols) => Term[] {
  const fit = coefficients.components[component as PricedComponent];
  const found = fit ?? counted.components[component as CountedComponent];
  const source = fit === undefined ? countedSource : fittedSource;
  const known = rules.map((rule) => {
    const price = rule.known?.price ?? found?.[rule.of].prices[rule.key] ?? 0;
    const formula = price === 1 ? rule.formula : `${price}·${rule.formula}`;
    return { ...rule, price, text: rule.formula === '1' ? String(price) : formula };
  });
  return (unit, symbols) => {
    const terms: Term[] = [];
    for (const { name, of, price, text, amount, known: certain } of known) {
      const value = price * amount(unit);
      if (value > 0) terms.push(term(name, of, text, symbols, value, certain?.source ?? source));
    }
    return terms;
  };
}

/** Half width for each resource, and the properties outside the measured range. */
export interface Uncertainty {
  readonly band: Readonly<Record<PricedResource, Interval> & { dsp?: Interval }>;
  /** The band is that of residuals of a fit: as wide below as above, and independent from layer to layer. */
  readonly fitted?: true;
  /** As text: `weight bits 8 (measured: 1 to 6)`. */
  readonly beyond: readonly string[];
}

/** Band of anything not measured. */
export const assumedBand = 0.5;

/** Upper limit of bands: a wider one would carry no information. */
const widestBand = 0.95;

/** Increase of a band for each doubling beyond the measured range. */
const widerByDoubling = 0.35;

/** Band of a unit with properties `at`: that of the fit within the measured range, a wider one beyond it. */
export function uncertainty(
  component: PricedComponent,
  at: Readonly<Record<string, number>>,
  components = coefficients.components,
): Uncertainty {
  const found = components[component];
  if (found === undefined) return { band: { lut: around(assumedBand), ff: around(assumedBand) }, beyond: [] };
  let doublings = 0;
  const beyond: string[] = [];
  for (const property in at) {
    const range = found.range[property];
    const value = at[property];
    if (range === undefined || value === undefined || value <= 0) continue;
    const [least, most] = range;
    if (value >= least && value <= most) continue;
    doublings += value > most ? Math.log2(value / Math.max(most, 1)) : Math.log2(Math.max(least, 1) / value);
    beyond.push(`${property} ${value} (measured: ${least} to ${most})`);
  }
  const wide = (band: number): Interval =>
    around(Math.min(widestBand, band * (1 + widerByDoubling * doublings)));
  return { band: { lut: wide(found.lut.band), ff: wide(found.ff.band) }, fitted: true, beyond };
}
