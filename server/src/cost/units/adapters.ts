/** What stands between layers: words of another width, copies for several readers, beats to and from memory. */
import { channels, elements, type Shape } from '../../network';
import type { Parallelism } from '../../semantics/design';
import type { BandedTerms } from '../prices/band';
import { type CountedComponent, countedUncertainty, priced, type PriceRule } from '../prices/price';
import { times } from '../prices/term';

/** The words of a stream. */
export interface WordFormat {
  /** Values of a word. */
  readonly lanes: number;
  /** Values after which a new word begins; if the lanes divide it, all words are full. */
  readonly packet: number;
  /** Values per input. */
  readonly count: number;
}

/** Bits of a value in a stream: of the C++ type that holds it. */
export function storedBits(bits: number): 8 | 16 {
  return bits <= 8 ? 8 : 16;
}

/** Bits of a beat to or from memory. */
const beatBits = 64;

/** Values of `count` in memory, whole beats of them. */
export function beatFormat(count: number, bits: number): WordFormat {
  return { lanes: beatBits / storedBits(bits), packet: count, count };
}

/** The words that a layer writes. */
export function writtenFormat({ pe }: Parallelism, shape: Shape): WordFormat {
  return { lanes: pe, packet: channels(shape), count: elements(shape) };
}

/** Which process makes the words of one stream into those of another. */
export type Repacking = 'none' | 'widen' | 'narrow' | 'repack';

/** The one rule of that, for the cost and for the kernel. */
export function repacking(from: WordFormat, to: Pick<WordFormat, 'lanes' | 'packet'>): Repacking {
  const { lanes, packet } = to;
  const { count } = from;
  const isDense = (format: Pick<WordFormat, 'lanes' | 'packet'>): boolean =>
    format.packet % format.lanes === 0 || format.packet === count;
  const sameWords = packet === from.packet || (isDense(from) && isDense(to));
  if (from.lanes === lanes && sameWords) return 'none';
  const whole = from.packet % from.lanes === 0 && packet % lanes === 0;
  if (whole && lanes % from.lanes === 0 && count % lanes === 0) return 'widen';
  if (whole && from.lanes % lanes === 0 && count % from.lanes === 0) return 'narrow';
  return 'repack';
}

/** Words of `width` bits, of `parts` joined to or split from one. */
export interface WidthChange {
  readonly width: number;
  readonly parts: number;
}

const all = ({ width, parts }: WidthChange): number => width * parts;
const counter = ({ parts }: WidthChange): number => Math.ceil(Math.log2(parts));

export const widenRules: readonly PriceRule<WidthChange>[] = [
  { key: 'control', name: 'widen, handshake', of: 'lut', formula: '1', amount: () => 1 },
  { key: 'count', name: 'widen, count', of: 'lut', formula: '⌈log2(parts)⌉', amount: counter },
  { key: 'control', name: 'widen, handshake', of: 'ff', formula: '1', amount: () => 1 },
  { key: 'word', name: 'widen, word', of: 'ff', formula: 'parts·b', amount: all },
];

export const narrowRules: readonly PriceRule<WidthChange>[] = [
  { key: 'control', name: 'narrow, handshake', of: 'lut', formula: '1', amount: () => 1 },
  { key: 'word', name: 'narrow, word', of: 'lut', formula: 'parts·b', amount: all },
  { key: 'control', name: 'narrow, handshake', of: 'ff', formula: '1', amount: () => 1 },
  { key: 'word', name: 'narrow, word', of: 'ff', formula: 'parts·b', amount: all },
];

/** Between words of `from` and of `to` values. */
export interface Repack {
  readonly bits: number;
  readonly from: number;
  readonly to: number;
}

const capacity = ({ bits, from, to }: Repack): number => bits * (from + to);
const places = ({ from, to }: Repack): number => Math.ceil(Math.log2(from + to + 1));

export const repackRules: readonly PriceRule<Repack>[] = [
  { key: 'control', name: 'repack, counts', of: 'lut', formula: '1', amount: () => 1 },
  {
    key: 'crossbar',
    name: 'repack, places of values',
    of: 'lut',
    formula: 'b·(in + out)·⌈log2(in + out + 1)⌉',
    amount: (unit) => capacity(unit) * places(unit),
  },
  { key: 'control', name: 'repack, counts', of: 'ff', formula: '1', amount: () => 1 },
  { key: 'held', name: 'repack, values', of: 'ff', formula: 'b·(in + out)', amount: capacity },
];

export const copyRules: readonly PriceRule<{ readonly width: number }>[] = [
  { key: 'control', name: 'copy, handshakes', of: 'lut', formula: '1', amount: () => 1 },
  { key: 'control', name: 'copy, handshakes', of: 'ff', formula: '1', amount: () => 1 },
  { key: 'word', name: 'copy, word', of: 'ff', formula: 'b', amount: ({ width }) => width },
];

export const readBeatsRules: readonly PriceRule<unknown>[] = [
  { key: 'control', name: 'beats in, handshake', of: 'lut', formula: '1', amount: () => 1 },
  { key: 'control', name: 'beats in', of: 'ff', formula: '1', amount: () => 1 },
];

const beatCounter = ({ beats }: { readonly beats: number }): number => Math.ceil(Math.log2(beats + 1));

export const writeBeatsRules: readonly PriceRule<{ readonly beats: number }>[] = [
  { key: 'control', name: 'beats out, count of results', of: 'lut', formula: '1', amount: () => 1 },
  { key: 'count', name: 'beats out, count', of: 'lut', formula: '⌈log2(beats + 1)⌉', amount: beatCounter },
  { key: 'control', name: 'beats out', of: 'ff', formula: '1', amount: () => 1 },
  { key: 'count', name: 'beats out, count', of: 'ff', formula: '⌈log2(beats + 1)⌉', amount: beatCounter },
];

const terms = {
  widen: priced('widen', widenRules),
  narrow: priced('narrow', narrowRules),
  repack: priced('repack', repackRules),
  copy: priced('copy', copyRules),
  readBeats: priced('readBeats', readBeatsRules),
  writeBeats: priced('writeBeats', writeBeatsRules),
};

/** What makes the words of a stream into those that are wanted; nothing if they are the same. */
export function repackingParts(
  from: WordFormat,
  to: Pick<WordFormat, 'lanes' | 'packet'>,
  valueBits: number,
): readonly BandedTerms[] {
  const kind = repacking(from, to);
  if (kind === 'none') return [];
  const bits = storedBits(valueBits);
  if (kind === 'repack') {
    const symbols = { b: bits, in: from.lanes, out: to.lanes };
    return [parts('repack', terms.repack({ bits, from: from.lanes, to: to.lanes }, symbols))];
  }
  const [few, many] = [Math.min(from.lanes, to.lanes), Math.max(from.lanes, to.lanes)];
  const change = { width: few * bits, parts: many / few };
  return [parts(kind, terms[kind](change, { b: change.width, parts: change.parts }))];
}

/** Copies of a stream for `readers`. */
export function copyParts(readers: number, { lanes }: WordFormat, valueBits: number): readonly BandedTerms[] {
  if (readers < 2) return [];
  const width = lanes * storedBits(valueBits);
  return [
    parts(
      'copy',
      terms.copy({ width }, { b: width }).map((each) => times(readers - 1, each)),
    ),
  ];
}

export function readBeatsParts(): BandedTerms {
  return parts('readBeats', terms.readBeats({}, {}));
}

export function writeBeatsParts(count: number, valueBits: number): BandedTerms {
  const beats = Math.ceil((count * storedBits(valueBits)) / beatBits);
  return parts('writeBeats', terms.writeBeats({ beats }, { beats }));
}

function parts(component: CountedComponent, made: BandedTerms['terms']): BandedTerms {
  return { terms: made, uncertainty: countedUncertainty(component) };
}
