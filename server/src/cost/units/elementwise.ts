/** Element-wise layers: add, concat, relu and upsample. */
import { memoryTerms, type MemoryOptions } from '../prices/memory';
import type { BandedTerms } from '../prices/band';
import { countedUncertainty, priced, type PriceRule, type Uncertainty } from '../prices/price';
import { sources, term, times, type Term } from '../prices/term';

export interface Elementwise {
  /** The word for its kind of layer. */
  readonly name: string;
  readonly elements: number;
  readonly pe: number;
  readonly activationBits: number;
  /** Values that are added up to one; 1 where each is only brought to another scale. */
  readonly inputs: number;
  /** Words of an input row that is read once and written several times; 0 if each value is read as often as written. */
  readonly repeatedWords: number;
}

/** Loop counters and handshakes of a small HLS process. */
const controlLuts = 50;

/** A value of a result: the sum of `inputs` values of other scales, rounded and saturated. */
export interface Sum {
  readonly bits: number;
  readonly inputs: number;
}

const bitsOf = ({ bits }: Sum): number => bits;
const added = ({ bits, inputs }: Sum): number => bits * (inputs - 1);

export const sumRules: readonly PriceRule<Sum>[] = [
  { key: 'output', name: 'scale, rounding', of: 'lut', formula: 'a', amount: bitsOf },
  { key: 'sum', name: 'sum', of: 'lut', formula: '(inputs − 1)·a', amount: added },
  { key: 'output', name: 'scale, registers', of: 'ff', formula: 'a', amount: bitsOf },
  { key: 'sum', name: 'sum, registers', of: 'ff', formula: '(inputs − 1)·a', amount: added },
];

const sumTerms = priced('sum', sumRules);

export function elementwiseCycles({ elements, pe }: Elementwise): Term {
  const value = Math.ceil(elements / pe);
  return term(
    'elements',
    'cycles',
    '⌈elements ÷ PE⌉',
    { elements, PE: pe },
    value,
    'FINN, AddStreams and Thresholding get_exp_cycles',
  );
}

/** Values that are only repeated need a row buffer; all others lanes that bring them to the scale of the result. */
export function elementwiseResources(
  { name, pe, activationBits, inputs, repeatedWords }: Elementwise,
  options: Pick<MemoryOptions, 'family'>,
): readonly BandedTerms[] {
  const control = term(name, 'lut', String(controlLuts), {}, controlLuts, sources.assumed);
  if (repeatedWords > 0) {
    const row = memoryTerms('row buffer', 1, repeatedWords, pe * activationBits, {
      ...options,
      written: true,
    });
    return [{ terms: [control, ...row] }];
  }
  const unit: Sum = { bits: activationBits, inputs };
  const lanes = sumTerms(unit, { a: activationBits, inputs }).map((each) => times(pe, each));
  return [{ terms: [control] }, { terms: lanes, uncertainty: scalingUncertainty(unit) }];
}

/** A single input of the result's own scale goes through as it is; the text does not have the scales. */
function scalingUncertainty({ inputs }: Sum): Uncertainty {
  const counted = countedUncertainty('sum');
  if (inputs > 1) return counted;
  const { lut, ff } = counted.band;
  return { ...counted, band: { ...counted.band, lut: { ...lut, low: 1 }, ff: { ...ff, low: 1 } } };
}
