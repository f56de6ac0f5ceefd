/** Figures of a `paper`. `PublishedFigure` is derived from them; tables elsewhere `satisfies Record<PublishedFigure, …>`. */
import { share, units, type ValueForm } from './forms';

/** What a figure may be of. */
export type Subject = 'layer' | 'network' | 'stage' | 'exit' | 'switch' | 'region';

export interface PublishedSpec {
  readonly word: string;
  readonly doc: string;
  /** Words of which one must follow, as in `latency mean`. */
  readonly qualifiers: readonly string[];
  readonly units: readonly string[];
  readonly dimension:
    | 'time'
    | 'per-second'
    | 'share'
    | 'energy'
    | 'power'
    | 'count'
    | 'number'
    | 'bytes'
    | 'frequency'
    | 'operations';
  /** What may follow `of`. Without any the figure is the whole design's. */
  readonly subjects: readonly Subject[];
  /** `of` must be written. */
  readonly ofOne?: true;
  readonly example: string;
}

const modules = ['layer', 'stage', 'exit', 'switch'] as const;

const amountOf = <const W extends string>(word: W) =>
  ({
    word,
    doc: `Number of ${word.toUpperCase()}s: of the whole design (the static part and what each region must hold), or of a part of it.`,
    qualifiers: [],
    units: [],
    dimension: 'count',
    subjects: [...modules, 'region'],
    example: `${word} = 1200 within 30%`,
  }) as const satisfies PublishedSpec;

const words = [
  {
    word: 'latency',
    doc: 'Latency of one input: in the worst case, the mean over the rates, or the one that 50, 95 or 99 % of all inputs stay within.',
    qualifiers: ['worst', 'mean', 'p50', 'p95', 'p99'],
    units: units.time,
    dimension: 'time',
    subjects: [],
    example: 'latency mean = 1.2 ms within 5%',
  },
  {
    word: 'throughput',
    doc: 'Inputs per second with inputs back to back.',
    qualifiers: [],
    units: units.throughput,
    dimension: 'per-second',
    subjects: [],
    example: 'throughput = 632 /s within 10%',
  },
  {
    word: 'accuracy',
    doc: 'Share of inputs classified correctly, from the profile.',
    qualifiers: [],
    units: units.share,
    dimension: 'share',
    subjects: [],
    example: 'accuracy = 99.25% within 1%',
  },
  {
    word: 'rate',
    doc: 'Share of all inputs that leave at an exit, counted by the profile.',
    qualifiers: [],
    units: units.share,
    dimension: 'share',
    subjects: ['exit'],
    ofOne: true,
    example: 'rate of early = 94.3% within 3%',
  },
  {
    word: 'gain',
    doc: 'How many times the mean latency fits into that of the whole path: what the exits gain.',
    qualifiers: [],
    units: [],
    dimension: 'number',
    subjects: [],
    example: 'gain = 5.4 within 50%',
  },
  {
    word: 'cycles',
    doc: 'Cycles between two inputs, of a layer or a module.',
    qualifiers: [],
    units: [],
    dimension: 'count',
    subjects: modules,
    ofOne: true,
    example: 'cycles of conv1 = 5120 within 0%',
  },
  {
    word: 'macs',
    doc: 'Multiply-accumulates of one input through all layers.',
    qualifiers: [],
    units: [],
    dimension: 'count',
    subjects: ['layer', 'network', 'stage'],
    example: 'macs of conv1 = 414720 within 0%',
  },
  {
    word: 'params',
    doc: 'Weights and biases.',
    qualifiers: [],
    units: [],
    dimension: 'count',
    subjects: ['layer', 'network', 'stage'],
    example: 'params = 60000000 within 5%',
  },
  {
    word: 'multipliers',
    doc: 'Multiply-accumulates that can happen in one cycle.',
    qualifiers: [],
    units: [],
    dimension: 'count',
    subjects: modules,
    example: 'multipliers = 168',
  },
  {
    word: 'performance',
    doc: 'Multiply-accumulates a second; an operation (`GOPS`) is half of one.',
    qualifiers: [],
    units: units.operations,
    dimension: 'operations',
    subjects: ['layer', 'stage'],
    example: 'performance of conv1 = 120 GMAC/s within 1%',
  },
  {
    word: 'clock',
    doc: 'Clock of the fabric, or of the chip.',
    qualifiers: [],
    units: units.frequency,
    dimension: 'frequency',
    subjects: [],
    example: 'clock = 200 MHz',
  },
  {
    word: 'traffic',
    doc: 'Bytes to and from memory for one input.',
    qualifiers: [],
    units: units.memory,
    dimension: 'bytes',
    subjects: [],
    example: 'traffic = 3.85 MB',
  },
  {
    word: 'bitstream',
    doc: "A region's partial bitstream.",
    qualifiers: [],
    units: units.memory,
    dimension: 'bytes',
    subjects: ['region'],
    ofOne: true,
    example: 'bitstream of rp0 = 2082860 B within 0%',
  },
  {
    word: 'load',
    doc: 'Time to load a module into a region.',
    qualifiers: [],
    units: units.time,
    dimension: 'time',
    subjects: ['region'],
    ofOne: true,
    example: 'load of rp0 = 16 ms within 10%',
  },
  {
    word: 'energy',
    doc: 'Energy of one input, the mean of a stream.',
    qualifiers: ['mean'],
    units: units.energy,
    dimension: 'energy',
    subjects: [],
    example: 'energy mean = 5 mJ within 20%',
  },
  {
    word: 'power',
    doc: 'Mean power of a stream.',
    qualifiers: ['mean'],
    units: units.power,
    dimension: 'power',
    subjects: [],
    example: 'power mean = 278 mW',
  },
  amountOf('lut'),
  amountOf('ff'),
  amountOf('bram18'),
  amountOf('dsp'),
  amountOf('uram'),
] as const satisfies readonly PublishedSpec[];

export const publishedFigures: readonly PublishedSpec[] = words;

/** The word of a figure. */
export type PublishedFigure = (typeof words)[number]['word'];

const byWord = new Map<string, PublishedSpec>(publishedFigures.map((f) => [f.word, f]));

export const publishedSpec = (word: string): PublishedSpec | undefined => byWord.get(word);

export function isPublishedFigure(word: string): word is PublishedFigure {
  return byWord.has(word);
}

/** Words that may follow a figure's word or value, each with the form of what follows it. */
export const publishedInner = {
  of: { form: 'name', refers: 'subject' },
  to: { form: 'name', refers: 'subject' },
  within: share,
  because: { form: 'text', refers: 'text' },
} as const satisfies Readonly<Record<string, ValueForm>>;

/** What a sample or design of a published system can honestly show. */
const kinds = {
  reproduces: 'the published figures follow from the design',
  'shape-of': 'network and structure are theirs; figures are not published, or cannot be reached',
  'idea-of': 'the idea is theirs, on a network that stands in',
} as const;

export type PaperKind = keyof typeof kinds;
export const paperKinds = Object.keys(kinds) as readonly PaperKind[];
export const paperMeanings: Readonly<Record<string, string>> = kinds;
