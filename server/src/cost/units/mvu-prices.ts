/** Price rules of matrix-vector units. */
import { romLutsPerBit, romSource } from '../prices/memory';
import type { MatrixVectorUnit } from './mvu-unit';
import { priced, type PriceRule } from '../prices/price';
import type { Symbols } from '../prices/term';

/** A unit with the quantities that its prices count. */
export interface PricedUnit {
  readonly unit: MatrixVectorUnit;
  /** MW, products per output value. */
  readonly columns: number;
  /** SF, words of SIMD values per output value. */
  readonly folds: number;
  /** NF, number of passes over the input for all outputs. */
  readonly passes: number;
  readonly lanes: number;
  /** Products in DSP blocks and in LUTs; products of two single bits count as neither. */
  readonly dspProducts: number;
  readonly lutProducts: number;
  /** Bits of all weights read in one cycle. */
  readonly weightWidth: number;
  readonly weightDepth: number;
  readonly weightsInLuts: boolean;
  readonly accumulatorBits: number;
}

const lutPerBit = 'UG474: one LUT a bit of a sum';
const registers = 'one flip-flop a bit';

/** Whether the input is buffered and read again, because the outputs take several passes. */
function kept({ passes, unit }: PricedUnit): boolean {
  return passes > 1 && unit.inputIn === 'registers';
}

export const mvuRules: readonly PriceRule<PricedUnit>[] = [
  { key: 'control', name: 'control', of: 'lut', formula: '1', amount: () => 1 },
  {
    key: 'inputControl',
    name: 'input buffer, write enables',
    of: 'lut',
    formula: 'SF',
    amount: (p) => (kept(p) ? p.folds : 0),
  },
  {
    key: 'inputChoice',
    name: 'input buffer, choice',
    of: 'lut',
    formula: 'MW·a',
    amount: (p) => (kept(p) && p.folds > 1 ? p.columns * p.unit.activationBits : 0),
  },
  {
    key: 'lanes',
    name: 'adder trees',
    of: 'lut',
    formula: 'PE·SIMD',
    amount: ({ lanes }) => lanes,
  },
  {
    key: 'dspSums',
    name: 'sums of DSP products',
    of: 'lut',
    formula: 'blocks·(w + a)',
    amount: ({ dspProducts, unit }) => dspProducts * (unit.weightBits + unit.activationBits),
  },
  {
    key: 'lutProducts',
    name: 'multipliers, each',
    of: 'lut',
    formula: 'products',
    amount: ({ lutProducts }) => lutProducts,
  },
  {
    key: 'partialProducts',
    name: 'multipliers',
    of: 'lut',
    formula: 'products·w·a',
    amount: ({ lutProducts, unit }) => lutProducts * unit.weightBits * unit.activationBits,
    known: {
      price: 1,
      source: 'one LUT a bit of a partial product (UG474: a carry chain adds what its LUTs multiply)',
    },
  },
  {
    key: 'accumulators',
    name: 'accumulators',
    of: 'lut',
    formula: 'PE·acc',
    amount: ({ unit, accumulatorBits }) => unit.pe * accumulatorBits,
    known: { price: 1, source: lutPerBit },
  },
  {
    key: 'thresholds',
    name: 'thresholds',
    of: 'lut',
    formula: 'PE·steps·max(1, acc − o)',
    amount: ({ unit, accumulatorBits }) =>
      unit.thresholds === undefined
        ? 0
        : unit.pe * unit.thresholds.steps * Math.max(1, accumulatorBits - unit.thresholds.bits),
  },
  {
    key: 'weightMemory',
    name: 'weights in LUTs',
    of: 'lut',
    formula: 'weights·r',
    amount: ({ weightWidth, weightDepth, weightsInLuts }) =>
      weightsInLuts ? weightWidth * romLutsPerBit(weightDepth) : 0,
    known: { price: 1, source: romSource },
  },
  { key: 'control', name: 'control', of: 'ff', formula: '1', amount: () => 1 },
  {
    key: 'inputBuffer',
    name: 'input buffer',
    of: 'ff',
    formula: 'MW·a',
    amount: (p) => (kept(p) ? p.columns * p.unit.activationBits : 0),
    known: { price: 1, source: registers },
  },
  {
    key: 'input',
    name: 'input stream',
    of: 'ff',
    formula: 'SIMD·a',
    amount: ({ unit }) => unit.simd * unit.activationBits,
  },
  {
    key: 'weights',
    name: 'weight stream',
    of: 'ff',
    formula: 'weights',
    amount: ({ weightWidth }) => weightWidth,
  },
  {
    key: 'weightMemory',
    name: 'weights, output of LUT memory',
    of: 'ff',
    formula: 'weights',
    amount: ({ weightWidth, weightsInLuts }) => (weightsInLuts ? weightWidth : 0),
    known: { price: 1, source: registers },
  },
  {
    key: 'lanes',
    name: 'adder trees',
    of: 'ff',
    formula: 'PE·SIMD',
    amount: ({ lanes }) => lanes,
  },
  {
    key: 'products',
    name: 'products',
    of: 'ff',
    formula: '(products + blocks)·(w + a)',
    amount: ({ lutProducts, dspProducts, unit }) =>
      (lutProducts + dspProducts) * (unit.weightBits + unit.activationBits),
  },
  {
    key: 'thresholds',
    name: 'thresholds',
    of: 'ff',
    formula: 'PE·steps',
    amount: ({ unit }) => unit.pe * (unit.thresholds?.steps ?? 0),
  },
];

const terms = priced('mvu', mvuRules);

export function mvuPrices(at: PricedUnit): ReturnType<typeof terms> {
  return terms(at, symbolsOf(at));
}

function symbolsOf(at: PricedUnit): Symbols {
  const { unit, columns, folds, passes } = at;
  return {
    MW: columns,
    NF: passes,
    SF: folds,
    PE: unit.pe,
    SIMD: unit.simd,
    w: unit.weightBits,
    a: unit.activationBits,
    acc: at.accumulatorBits,
    products: at.lutProducts,
    blocks: at.dspProducts,
    weights: at.weightWidth,
    r: romLutsPerBit(at.weightDepth),
    steps: unit.thresholds?.steps ?? 0,
    o: unit.thresholds?.bits ?? 0,
  };
}
