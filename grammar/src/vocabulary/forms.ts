/** Types of the vocabulary's entries and of the values that its words take. */
import type { Block } from '../tree';

export type BlockKind = Block['kind'];

/** A word that links a block's header to something else, such as `after` to a layer. */
export type LinkWord = 'from' | 'after' | 'before' | 'in';

/** What a name refers to. `place` is a region, `static` or `cpu`; `target` is the network or stage of a switch's case. */
export type ReferenceKind =
  | 'layer'
  | 'network'
  | 'region'
  | 'place'
  | 'target'
  | 'board'
  | 'part'
  | 'path'
  | 'operator'
  | 'output'
  | 'subject'
  | 'text';

/** Form of one value. */
export type ValueForm =
  /** A number, with one of `units` unless the list is empty. */
  | { readonly form: 'number'; readonly units: readonly string[] }
  /** `3x3`, or one number for both sides. */
  | { readonly form: 'size' }
  | { readonly form: 'word'; readonly words: readonly string[] }
  | { readonly form: 'name'; readonly refers: ReferenceKind }
  | { readonly form: 'text'; readonly refers: ReferenceKind }
  /** A range of sites in Vivado's notation. */
  | { readonly form: 'site' };

/** A keyword and what may follow it. */
export interface SettingSpec {
  readonly word: string;
  readonly doc: string;
  /** The whole setting, as a user would write it. */
  readonly example: string;
  /** Alternatives for the first value; empty if only inner words follow. */
  readonly values: readonly ValueForm[];
  /** Words that may follow in any order, each with the form of its value. */
  readonly inner?: Readonly<Record<string, ValueForm>>;
  /** More values of the same form may follow, with or without commas. */
  readonly repeated?: true;
  /** Layers and outputs are often called so: where a name may stand, the word is one. */
  readonly mayBeName?: true;
  /** Concerns how a layer is built, not what it computes: the formatter gives it a column of its own. */
  readonly hardware?: true;
}

export interface BlockSpec {
  readonly word: BlockKind;
  readonly doc: string;
  /** The header, as a user would write it. */
  readonly example: string;
  /** Link words of the header, such as `after`. */
  readonly header: readonly LinkWord[];
  readonly layers: boolean;
  readonly settings: readonly SettingSpec[];
}

export const units = {
  frequency: ['MHz', 'GHz', 'kHz', 'Hz'],
  time: ['ns', 'us', 'µs', 'ms', 's'],
  memory: ['B', 'KiB', 'MiB', 'GiB', 'KB', 'MB', 'GB'],
  rate: ['MB/s', 'GB/s'],
  share: ['%'],
  throughput: ['/s'],
  bits: ['bits'],
  power: ['W', 'mW', 'uW', 'µW'],
  energy: ['mJ', 'uJ', 'µJ', 'J', 'nJ'],
  capacity: ['Wh', 'mWh', 'J'],
  lifetime: ['h', 'min', 'days'],
  temperature: ['C'],
  operations: ['GMAC/s', 'MMAC/s', 'GOPS', 'MOPS', 'TOPS'],
} as const;

/** All units as written. */
export const unitWords: ReadonlySet<string> = new Set(Object.values(units).flat());

/** `int2` … `int16`, and types that are not plain integers. */
export const numberTypes: readonly string[] = [
  ...Array.from({ length: 15 }, (_, i) => `int${i + 2}`),
  'binary',
  'ternary',
  'fp16',
  'fp32',
];

/** Memories that can hold a layer's weights. */
export const weightMemories = ['bram', 'lutram', 'uram', 'ddr'] as const;
export type WeightMemory = (typeof weightMemories)[number];

/** Orders in which a layer's weights stream from memory. */
export const loopOrders = ['weights', 'positions'] as const;
export type LoopOrder = (typeof loopOrders)[number];

export const comparisons: readonly string[] = ['>=', '<='];

export const count: ValueForm = { form: 'number', units: [] };
export const size: ValueForm = { form: 'size' };
export const share: ValueForm = { form: 'number', units: units.share };
export const onOff: ValueForm = { form: 'word', words: ['on', 'off'] };
export const numberType: ValueForm = { form: 'word', words: numberTypes };
export const rateOfTransfer: ValueForm = { form: 'number', units: units.rate };
export const duration: ValueForm = { form: 'number', units: units.time };
export const watts: ValueForm = { form: 'number', units: units.power };
export const degrees: ValueForm = { form: 'number', units: units.temperature };
export const shares = { lut: share, ff: share, bram: share, bram18: share, dsp: share, uram: share };
export const counts = { lut: count, ff: count, bram18: count, dsp: count, uram: count };

type FirstWord<E extends string> = E extends `${infer W} ${string}` ? W : E;

export const setting = <const E extends string>(
  example: E,
  doc: string,
  values: readonly ValueForm[],
  more: Partial<SettingSpec> = {},
): SettingSpec & { readonly word: FirstWord<E> } => ({
  ...more,
  word: example.split(' ')[0] as FirstWord<E>,
  example,
  doc,
  values,
});
