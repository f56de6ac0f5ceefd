/** Cost of decision units. */
import type { Resources } from '../../base/resources';
import type { Family } from '../../device/index';
import type { Criterion } from '../../semantics/design';
import { assumed, bandOf, type Band } from '../prices/band';
import { largestTerms } from './largest';
import { lutramDepth, memoryTerms } from '../prices/memory';
import { uncertainty } from '../prices/price';
import { flipFlopsPerLut, sources, term, total, type Term } from '../prices/term';

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
  readonly terms: readonly Term[];
  readonly notes: readonly string[];
}

/** ATHEENA's unit for 10 classes of 16 bit: 1,818 LUT, 1,498 FF, 8 DSP, interval 10, latency 180. */
const exponential = { lut: 1818, ff: 1498, dsp: 8, bits: 16, depth: 170 };

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
  const terms = [...unit.logic(bits)];
  // Logits wait for the sum. ATHEENA's figure already includes a few of them.
  if (unit.waits && n > lutramDepth) {
    terms.push(...memoryTerms('logits', 1, n, bits, { family, written: true }));
  }
  const all = n * positions;
  const cycles =
    positions === 1
      ? term('decision', 'cycles', 'n', { n }, n, sources.atheena)
      : term('decision', 'cycles', 'n·p', { n, p: positions }, all, sources.assumed);
  const lut = Math.ceil(total(terms, 'lut'));
  const ff = total(terms, 'ff');
  return {
    cycles: all,
    latency: all + unit.depth,
    resources: {
      lut,
      ff: Math.ceil(ff > 0 ? ff : flipFlopsPerLut * lut),
      dsp: total(terms, 'dsp'),
      bram18: total(terms, 'bram18'),
      uram: 0,
    },
    band: unit.measured
      ? bandOf([{ terms, uncertainty: uncertainty('largest', { 'bits of a value': bits }) }])
      : assumed,
    terms: [cycles, ...terms],
    notes: unit.notes,
  };
}

/** A softmax layer has the exponential and sum of such a unit; its flip-flops are counted as for any layer. */
export function softmaxLayerTerms(bits: number): readonly Term[] {
  return exponentialTerms('exponential and sum', bits, 1).filter((each) => each.of !== 'ff');
}

interface DecisionPrice {
  readonly logic: (bits: number) => readonly Term[];
  /** Cycles from the last logit to the decision. */
  readonly depth: number;
  /** The logits wait for their sum. */
  readonly waits: boolean;
  /** Its logic is fitted to synthesised units, not assumed. */
  readonly measured: boolean;
  readonly notes: readonly string[];
}

const positionPrice: DecisionPrice = {
  logic: (bits) => exponentialTerms('exponential, sum and share', bits, 1),
  depth: exponential.depth,
  waits: true,
  measured: false,
  notes: [
    'A decision over the positions of an image is taken as a softmax unit; no kernel is exported for it.',
  ],
};

/** Depths of comparator trees and shifters at one logit a cycle are assumed. */
const prices = {
  softmax: {
    logic: (bits) => exponentialTerms('exponential, sum and comparison', bits, 1),
    depth: exponential.depth,
    waits: true,
    measured: false,
    notes: [],
  },
  softmax2: { logic: shiftTerms, depth: 12, waits: false, measured: false, notes: [] },
  entropy: {
    logic: (bits) => exponentialTerms('exponential, sum and logarithm', bits, 2),
    depth: 2 * exponential.depth,
    waits: true,
    measured: false,
    notes: ['Entropy is taken as a softmax unit and a logarithm of the same size.'],
  },
  margin: { logic: (bits) => largestTerms(bits, 2), depth: 4, waits: false, measured: true, notes: [] },
  learned: { logic: (bits) => largestTerms(bits, 1), depth: 2, waits: false, measured: true, notes: [] },
  mean: positionPrice,
  min: positionPrice,
  argmax: { logic: (bits) => largestTerms(bits, 1), depth: 2, waits: false, measured: true, notes: [] },
} as const satisfies Readonly<Record<DecisionKind, DecisionPrice>>;

/** A barrel shifter, a sum and a product with the threshold by shifts and additions. */
function shiftTerms(bits: number): readonly Term[] {
  const value = 60 + 2 * bits * Math.ceil(Math.log2(Math.max(2, bits))) + 4 * bits;
  const formula = '60 + 2·b·⌈log2(b)⌉ + 4·b';
  return [
    term('shift, sum and comparison', 'lut', formula, { b: Math.max(2, bits) }, value, sources.assumed),
  ];
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
