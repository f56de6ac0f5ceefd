import type { LayerKind } from '../semantics/design';
import { memoryTerms, type MemoryOptions } from './memory';
import { sources, term, type Term } from './term';

export interface Elementwise {
  readonly kind: LayerKind;
  readonly elements: number;
  readonly pe: number;
  readonly activationBits: number;
  /** Of an upsampling: the words of an input row, which is read once and written several times. */
  readonly rowWords: number;
}

/** Loop counters and handshakes of a small HLS process. */
const controlLuts = 50;
/** A bit of a sum, a choice or a clamp is a LUT. */
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
  { kind, pe, activationBits, rowWords }: Elementwise,
  options: Pick<MemoryOptions, 'family'>,
): readonly Term[] {
  const symbols = { PE: pe, a: activationBits };
  const value = controlLuts + lutsPerBit * pe * activationBits;
  const logic = term(kind, 'lut', `${controlLuts} + ${lutsPerBit}·PE·a`, symbols, value, sources.assumed);
  if (kind !== 'upsample') return [logic];
  return [
    logic,
    ...memoryTerms('row buffer', 1, rowWords, pe * activationBits, { ...options, written: true }),
  ];
}
