/** Cost of decision units. */
import type { Band } from '../../base/band';
import type { Resources } from '../../base/resources';
import type { Family } from '../../device/index';
import type { Criterion } from '../../semantics/design';
import { type BandedTerms, bandOf, type Spread, spreadOf } from '../prices/band';
import {
  type CountedComponent,
  countedSource,
  countedUncertainty,
  priced,
  type PriceRule,
} from '../prices/price';
import { fifoTerms, fifoUncertainty } from '../prices/fifo-prices';
import { named, resourcesOf, sources, term, type Term } from '../prices/term';
import { storedBits } from './adapters';

/**
 * The criterion of an exit or switch. With `softmax`, an input leaves if max exp(z) > T·Σ exp(z); `softmax2` is the same
 * with powers of two, by shifts; `margin` compares top-1 minus top-2; `entropy` the entropy of the softmax; `learned`
 * compares another layer's value and picks the largest; `mean` and `min` take a softmax at each position of an image;
 * `argmax` only picks the largest, as in a switch without a criterion.
 */
export type DecisionKind = Criterion | 'argmax';

export interface DecisionCost {
  /** Cycles between two inputs: one logit per cycle. */
  readonly cycles: number;
  /** Cycles from the first logit to the decision. */
  readonly latency: number;
  readonly resources: Resources;
  readonly band: Band;
  readonly spread: Spread;
  readonly parts: readonly BandedTerms[];
  /** Of the cycles, and all of `parts`. */
  readonly terms: readonly Term[];
  readonly notes: readonly string[];
}

/** ATHEENA's unit for 10 classes of 16 bit: 1,818 LUT, 1,498 FF, 8 DSP, interval 10, latency 180. */
const exponential = { lut: 1818, ff: 1498, dsp: 8, bits: 16, depth: 170 };

/** Logits of a decision, and their bits. */
export interface Logits {
  readonly bits: number;
  readonly classes: number;
}

const bitsOf = ({ bits }: Logits): number => bits;
const labelBits = ({ classes }: Logits): number => Math.ceil(Math.log2(classes));

const logitRules = (name: string): readonly PriceRule<Logits>[] =>
  (['lut', 'ff'] as const).flatMap((of): PriceRule<Logits>[] => [
    { key: 'control', name, of, formula: '1', amount: () => 1 },
    { key: 'bits', name: `${name}, logits`, of, formula: 'b', amount: bitsOf },
    { key: 'label', name: `${name}, count`, of, formula: '⌈log2(n)⌉', amount: labelBits },
  ]);

export const largestTwoRules = logitRules('two largest');
export const decideRules = logitRules('decision');
export const writeVerdictRules = logitRules('verdict and logits out');

const largestTwo = priced('largestTwo', largestTwoRules);
const writeVerdict = priced('writeVerdict', writeVerdictRules);

/** DSP blocks of a decision and RAMB18 of its tables, met by every row of the table of counts. */
export interface DecisionBlocks {
  readonly dsp: (logits: Logits) => number;
  readonly formula: string;
  readonly bram18: number;
}

export const decisionBlocks: Readonly<Partial<Record<CountedComponent, DecisionBlocks>>> = {
  decideSoftmax: { dsp: () => 8, formula: '8', bram18: 0 },
  decideEntropy: { dsp: () => 13, formula: '13', bram18: 0 },
};

/**
 * Cost of deciding over `classes` logits of `bits` bits, where an image has so many at each of `positions`. A single
 * logit is one of two classes.
 */
export function decisionCost(
  kind: DecisionKind,
  classes: number,
  bits: number,
  { family = '7series', positions = 1 }: { readonly family?: Family; readonly positions?: number } = {},
): DecisionCost {
  const n = Math.max(2, classes);
  const unit: DecisionPrice = prices[kind];
  const logits: Logits = { bits: storedBits(bits), classes: n };
  const symbols = { b: logits.bits, n };
  const parts: BandedTerms[] = [
    ...unit.logic(logits),
    { terms: largestTwo(logits, symbols), uncertainty: countedUncertainty('largestTwo') },
    { terms: writeVerdict(logits, symbols), uncertainty: countedUncertainty('writeVerdict') },
    // Logits wait for the largest, and for the verdict in front of them.
    ...waiting('logits to the decision', n, logits.bits, family),
    ...waiting('logits to memory', 2 * n, logits.bits, family),
  ];
  const terms = parts.flatMap((part) => part.terms);
  const all = n * positions;
  const cycles =
    positions === 1
      ? term('decision', 'cycles', 'n', { n }, n, sources.atheena)
      : term('decision', 'cycles', 'n·p', { n, p: positions }, all, sources.assumed);
  const spread = spreadOf(parts);
  return {
    cycles: all,
    latency: all + unit.depth,
    resources: resourcesOf(terms),
    band: bandOf(spread),
    spread,
    parts,
    terms: [cycles, ...terms],
    notes: unit.notes,
  };
}

function waiting(name: string, depth: number, width: number, family: Family): readonly BandedTerms[] {
  const terms = fifoTerms(1, depth, width, family).map((each) => named((own) => `${name}: ${own}`, each));
  return [{ terms, uncertainty: fifoUncertainty({ depth, width }) }];
}

/** A softmax layer has the exponential and sum of such a unit; its flip-flops are counted as for any layer. */
export function softmaxLayerTerms(bits: number): readonly Term[] {
  return exponentialTerms('exponential and sum', bits, 1).filter((each) => each.of !== 'ff');
}

interface DecisionPrice {
  readonly logic: (logits: Logits) => readonly BandedTerms[];
  /** Cycles from the last logit to the decision. */
  readonly depth: number;
  readonly notes: readonly string[];
}

const positionPrice: DecisionPrice = {
  logic: ({ bits }) => [{ terms: exponentialTerms('exponential, sum and share', bits, 1) }],
  depth: exponential.depth,
  notes: [
    'A decision over the positions of an image is taken as a softmax unit; no kernel is exported for it.',
  ],
};

/** Depths of comparator trees and shifters at one logit a cycle are assumed. */
const prices = {
  softmax: { logic: decided('decideSoftmax'), depth: exponential.depth, notes: [] },
  softmax2: { logic: decided('decideSoftmax2'), depth: 12, notes: [] },
  entropy: { logic: decided('decideEntropy'), depth: 2 * exponential.depth, notes: [] },
  margin: { logic: decided('decideMargin'), depth: 4, notes: [] },
  learned: { logic: decided('decideLearned'), depth: 2, notes: [] },
  mean: positionPrice,
  min: positionPrice,
  argmax: { logic: decided('decideLabel'), depth: 2, notes: [] },
} as const satisfies Readonly<Record<DecisionKind, DecisionPrice>>;

type DecisionComponent = Extract<CountedComponent, `decide${string}`>;

function decided(component: DecisionComponent): DecisionPrice['logic'] {
  const made = priced(component, decideRules);
  const blocks = decisionBlocks[component];
  return (logits) => {
    const symbols = { b: logits.bits, n: logits.classes };
    const terms = [...made(logits, symbols)];
    if (blocks) {
      const { dsp, formula, bram18 } = blocks;
      terms.push(term('decision, products', 'dsp', formula, symbols, dsp(logits), countedSource));
      if (bram18 > 0)
        terms.push(term('decision, tables', 'bram18', String(bram18), {}, bram18, countedSource));
    }
    return [{ terms, uncertainty: countedUncertainty(component) }];
  };
}

function exponentialTerms(name: string, bits: number, units: number): readonly Term[] {
  const symbols = { b: bits, units };
  const lut = (units * exponential.lut * bits) / exponential.bits;
  const ff = (units * exponential.ff * bits) / exponential.bits;
  const dsp = units * exponential.dsp * Math.ceil(bits / exponential.bits);
  return [
    term(name, 'lut', `units·${exponential.lut}·b ÷ ${exponential.bits}`, symbols, lut, sources.atheena),
    term(name, 'ff', `units·${exponential.ff}·b ÷ ${exponential.bits}`, symbols, ff, sources.atheena),
    term(name, 'dsp', `units·${exponential.dsp}·⌈b ÷ ${exponential.bits}⌉`, symbols, dsp, sources.atheena),
  ];
}
