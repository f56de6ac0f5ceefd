/** Metrics that a budget can limit. `BudgetMetric` is derived from them; tables elsewhere `satisfies Record<BudgetMetric, …>`. */
import { units } from './forms';

export interface MetricSpec {
  readonly word: string;
  readonly doc: string;
  /** Words of which one must follow, as in `latency worst`. */
  readonly qualifiers: readonly string[];
  readonly units: readonly string[];
  readonly dimension: 'time' | 'per-second' | 'share' | 'energy' | 'power' | 'lifetime';
  /** Units of a quantity before the comparison, on which the figure depends: a battery's capacity. */
  readonly of?: readonly string[];
  /** The only comparison that makes sense: an upper or a lower limit. */
  readonly comparison: '<=' | '>=';
  readonly example: string;
}

const shareOf = <const W extends string>(word: W) =>
  ({
    word,
    doc: `Share of the ${word.toUpperCase()}s of each region, and of the static part, that may be used.`,
    qualifiers: [],
    units: units.share,
    dimension: 'share',
    comparison: '<=',
    example: `${word} <= 80%`,
  }) as const satisfies MetricSpec;

const words = [
  {
    word: 'latency',
    doc: 'Latency of one input: in the worst case, the mean over the rates, or the one that 50, 95 or 99 % of all inputs stay within.',
    qualifiers: ['worst', 'mean', 'p50', 'p95', 'p99'],
    units: units.time,
    dimension: 'time',
    comparison: '<=',
    example: 'latency worst <= 20 ms',
  },
  {
    word: 'throughput',
    doc: 'Inputs per second with inputs back to back.',
    qualifiers: [],
    units: units.throughput,
    dimension: 'per-second',
    comparison: '>=',
    example: 'throughput >= 60 /s',
  },
  {
    word: 'accuracy',
    doc: 'Share of inputs classified correctly.',
    qualifiers: [],
    units: units.share,
    dimension: 'share',
    comparison: '>=',
    example: 'accuracy >= 98%',
  },
  {
    word: 'energy',
    doc: 'Energy of one input: the mean of a stream, inputs back to back or as they arrive, loads included; or in the worst case, alone on the longest path.',
    qualifiers: ['mean', 'worst'],
    units: units.energy,
    dimension: 'energy',
    comparison: '<=',
    example: 'energy mean <= 5 mJ',
  },
  {
    word: 'power',
    doc: 'Mean power of a stream, inputs back to back or as they arrive.',
    qualifiers: ['mean'],
    units: units.power,
    dimension: 'power',
    comparison: '<=',
    example: 'power mean <= 1.8 W',
  },
  {
    word: 'battery',
    doc: 'How long a battery of this capacity lasts at the mean power of a stream. Needs `idle` in `device`: a battery feeds the board, not the chip.',
    qualifiers: [],
    of: units.capacity,
    units: units.lifetime,
    dimension: 'lifetime',
    comparison: '>=',
    example: 'battery 10 Wh >= 6 h',
  },
  shareOf('lut'),
  shareOf('ff'),
  shareOf('bram'),
  shareOf('bram18'),
  shareOf('dsp'),
  shareOf('uram'),
] as const satisfies readonly MetricSpec[];

export const metrics: readonly MetricSpec[] = words;

/** What may be written for another metric. */
const synonyms = { bram: 'bram18', latency: 'latency worst' } as const;

type Qualified<M> = M extends {
  readonly word: infer W extends string;
  readonly qualifiers: readonly (infer Q extends string)[];
}
  ? [Q] extends [never]
    ? W
    : `${W} ${Q}`
  : never;

/** A metric with its qualifier: `latency worst`. */
export type BudgetMetric = Exclude<Qualified<(typeof words)[number]>, keyof typeof synonyms>;

export const budgetMetrics = metrics
  .flatMap(({ word, qualifiers }) => (qualifiers.length > 0 ? qualifiers.map((q) => `${word} ${q}`) : [word]))
  .filter((metric) => !Object.hasOwn(synonyms, metric)) as readonly BudgetMetric[];

/** The metric that is meant by words as written. */
export function budgetMetric(written: string): BudgetMetric | undefined {
  const meant = (synonyms as Readonly<Record<string, string>>)[written] ?? written;
  return budgetMetrics.find((metric) => metric === meant);
}
