/** From sums to the integers of the next layer: the units behind matrix-vector units and means. */
import { sumBits } from '../../network';
import type { BandedTerms } from '../prices/band';
import { tableLutsPerBit, tableSource } from '../prices/memory';
import { countedSource, countedUncertainty, priced, type PriceRule } from '../prices/price';
import { term, times, type Term } from '../prices/term';

/** One lane of requantisation. */
export interface Requantiser {
  readonly accumulatorBits: number;
  readonly multiplierBits: number;
  readonly outputBits: number;
}

/**
 * How a kernel multiplies by a scale: an integer product and a shift where that is proved equal to float32, as it is for
 * scales that are powers of two; else with the product rounded as in float32. The scales are the model's, not the text's.
 */
export type RequantiserForm = 'exact' | 'float';

/** Bits of the multipliers of the exact form that are counted; a power of two needs one. */
export const exactMultiplierBits = 8;

const shifted = ({ accumulatorBits, multiplierBits }: Requantiser): number =>
  accumulatorBits + multiplierBits;

export const requantiserRules: readonly PriceRule<Requantiser>[] = [
  { key: 'control', name: 'requantise, saturation', of: 'lut', formula: '1', amount: () => 1 },
  {
    key: 'shift',
    name: 'requantise, rounding shift',
    of: 'lut',
    formula: '(acc + m)·⌈log2(acc + m)⌉',
    amount: (unit) => shifted(unit) * Math.ceil(Math.log2(shifted(unit))),
  },
  {
    key: 'output',
    name: 'requantise, output',
    of: 'lut',
    formula: 'o',
    amount: ({ outputBits }) => outputBits,
  },
  { key: 'control', name: 'requantise, shift', of: 'ff', formula: '1', amount: () => 1 },
  { key: 'shift', name: 'requantise, steps', of: 'ff', formula: '(acc + m)', amount: shifted },
  {
    key: 'output',
    name: 'requantise, output',
    of: 'ff',
    formula: 'o',
    amount: ({ outputBits }) => outputBits,
  },
];

/** The rounding to 24 bits twice, which hardly depends on the sum's width. */
export const floatRequantiserRules: readonly PriceRule<Requantiser>[] = [
  { key: 'control', name: 'requantise as float32', of: 'lut', formula: '1', amount: () => 1 },
  {
    key: 'sum',
    name: 'requantise as float32, sum',
    of: 'lut',
    formula: 'acc',
    amount: ({ accumulatorBits }) => accumulatorBits,
  },
  {
    key: 'output',
    name: 'requantise as float32, output',
    of: 'lut',
    formula: 'o',
    amount: ({ outputBits }) => outputBits,
  },
  { key: 'control', name: 'requantise as float32', of: 'ff', formula: '1', amount: () => 1 },
  {
    key: 'sum',
    name: 'requantise as float32, sum',
    of: 'ff',
    formula: 'acc',
    amount: ({ accumulatorBits }) => accumulatorBits,
  },
  {
    key: 'output',
    name: 'requantise as float32, output',
    of: 'ff',
    formula: 'o',
    amount: ({ outputBits }) => outputBits,
  },
];

const forms = {
  exact: {
    component: 'requantise',
    terms: priced('requantise', requantiserRules),
    dsp: ({ accumulatorBits }: Requantiser): number => Math.ceil(accumulatorBits / 25),
    formula: '⌈acc ÷ 25⌉',
  },
  float: {
    component: 'requantiseFloat',
    terms: priced('requantiseFloat', floatRequantiserRules),
    dsp: (): number => 4,
    formula: '4',
  },
} as const;

/** DSP blocks of a lane, met by every row of the table of counts. */
export function requantiserDsp(form: RequantiserForm, unit: Requantiser): number {
  return forms[form].dsp(unit);
}

/** Requantisation of `lanes` sums at a time. */
export function requantiserParts(
  lanes: number,
  accumulatorBits: number,
  outputBits: number,
  form: RequantiserForm = 'exact',
): BandedTerms {
  const unit: Requantiser = { accumulatorBits, multiplierBits: exactMultiplierBits, outputBits };
  const { component, terms, dsp, formula } = forms[form];
  const symbols = { acc: accumulatorBits, m: exactMultiplierBits, o: outputBits };
  const blocks = term('requantise, product', 'dsp', formula, symbols, dsp(unit), countedSource);
  return {
    terms: [...terms(unit, symbols), blocks].map((each) => times(lanes, each)),
    uncertainty: countedUncertainty(component),
  };
}

/** Bits of a shift, of which the kernels take up to 62. */
const shiftBits = 6;

/** Bits of the multipliers of the float form: those of a float32. */
const floatMultiplierBits = 24;

const registerSource = 'what a kernel reads from a table is registered';

/**
 * Tables of bias, multiplier and shift: each lane has those of the filters that it takes in turn, in LUTs, as the kernel asks for.
 * What is the same for all filters takes nothing, down to the whole table; multipliers of the float form are wider.
 *
 * @param rows filters of a lane; of one, they are constants, and of two, each bit is constant, the address or its inverse
 */
export function scaleTables(lanes: number, rows: number, accumulatorBits: number): readonly BandedTerms[] {
  if (rows <= 2) return [];
  const tables = [
    { name: 'bias', bits: accumulatorBits },
    { name: 'multiplier', bits: exactMultiplierBits },
    { name: 'shift', bits: shiftBits },
  ];
  const bits = accumulatorBits + exactMultiplierBits + shiftBits;
  const wider = { low: 1, high: (floatMultiplierBits - exactMultiplierBits) / bits };
  const symbols = { n: lanes, b: bits };
  const k = tableLutsPerBit(rows);
  return [
    {
      terms: [
        ...tables.map(({ name, bits: b }) =>
          term(
            `requantise, table of ${name}, ${rows} words`,
            'lut',
            'n·b·k',
            { n: lanes, b, k },
            lanes * b * k,
            tableSource,
          ),
        ),
        term('requantise, read from tables', 'ff', 'n·b', symbols, lanes * bits, registerSource),
      ],
      uncertainty: { band: { lut: wider, ff: wider }, beyond: [] },
    },
  ];
}

/** One lane of a mean: the sum of `count` values, in `sumBits` bits, divided by it. */
export interface Mean {
  readonly sumBits: number;
  readonly count: number;
}

/** Bits of a sum that is multiplied by a reciprocal; 0 where a shift divides it. */
const reciprocalBits = ({ sumBits, count }: Mean): number =>
  Number.isInteger(Math.log2(count)) ? 0 : sumBits;

export const meanRules: readonly PriceRule<Mean>[] = [
  { key: 'sum', name: 'mean, rounding', of: 'lut', formula: 's', amount: ({ sumBits }) => sumBits },
  { key: 'control', name: 'mean', of: 'ff', formula: '1', amount: () => 1 },
  { key: 'sum', name: 'mean, sum', of: 'ff', formula: 's', amount: ({ sumBits }) => sumBits },
  { key: 'reciprocal', name: 'mean, division', of: 'ff', formula: 'd', amount: reciprocalBits },
];

const meanTerms = priced('mean', meanRules);

/** Blocks of the product with the reciprocal, and of the product that gives the rest; small ones are in LUTs. */
export function meanDsp(mean: Mean): number {
  const bits = reciprocalBits(mean);
  return bits === 0 ? 0 : Math.ceil((bits + 1) / 18) + (bits > 8 ? 1 : 0);
}

export function meanParts(lanes: number, valueBits: number, count: number): BandedTerms {
  const mean: Mean = { sumBits: sumBits(valueBits, count), count };
  const symbols = { s: mean.sumBits, d: reciprocalBits(mean) };
  const terms: Term[] = meanTerms(mean, symbols);
  const blocks = meanDsp(mean);
  const formula = `⌈(d + 1) ÷ 18⌉${symbols.d > 8 ? ' + 1' : ''}`;
  if (blocks > 0) terms.push(term('mean, products', 'dsp', formula, symbols, blocks, countedSource));
  return {
    terms: terms.map((each) => times(lanes, each)),
    uncertainty: countedUncertainty('mean'),
  };
}
