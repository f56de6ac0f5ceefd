/** Element-wise layers: add, concat, relu and upsample. */
import { memoryTerms, type MemoryOptions } from '../prices/memory';
import { sources, term, type Term } from '../prices/term';

export interface Elementwise {
  /** The word for its kind of layer. */
  readonly name: string;
  readonly elements: number;
  readonly pe: number;
  readonly activationBits: number;
  /** Words of an input row that is read once and written several times; 0 if each value is read as often as written. */
  readonly repeatedWords: number;
}

/** Loop counters and handshakes of a small HLS process. */
const controlLuts = 50;
/** LUTs per bit of a sum, a multiplexer or a clamp. */
const lutsPerBit = 1;

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

export function elementwiseResources(
  { name, pe, activationBits, repeatedWords }: Elementwise,
  options: Pick<MemoryOptions, 'family'>,
): readonly Term[] {
  const symbols = { PE: pe, a: activationBits };
  const value = controlLuts + lutsPerBit * pe * activationBits;
  const logic = term(name, 'lut', `${controlLuts} + ${lutsPerBit}·PE·a`, symbols, value, sources.assumed);
  if (repeatedWords === 0) return [logic];
  return [
    logic,
    ...memoryTerms('row buffer', 1, repeatedWords, pe * activationBits, { ...options, written: true }),
  ];
}
