/** Criteria of exits, loading policies and configuration ports, with their meanings. */

interface CriterionSpec {
  /** What it measures, as a short text. */
  readonly meaning: string;
  /** The side of a threshold on which an input counts as confident. */
  readonly sure: '>=' | '<=';
  /** Bounds of its values. */
  readonly min?: number;
  readonly max?: number;
  /** Read over all positions of an image, and written with `confidence` behind it. */
  readonly overPositions?: true;
  /** The value of a layer of the head, by whose name it is written. */
  readonly isLayer?: true;
}

const words = {
  softmax: { meaning: 'largest probability', sure: '>=', min: 0, max: 1 },
  softmax2: {
    meaning: 'softmax with powers of 2 instead of e: shifts, no exponential, no DSP',
    sure: '>=',
    min: 0,
    max: 1,
  },
  entropy: { meaning: 'spread of the probabilities; confident is low', sure: '<=', min: 0 },
  margin: {
    meaning: 'distance of the two largest outputs (logits); needs no exponential',
    sure: '>=',
  },
} as const satisfies Readonly<Record<string, CriterionSpec>>;

/** Written with `confidence` behind it. */
const positionWords = {
  mean: {
    meaning: 'largest probability at each position of an image, its mean over all',
    sure: '>=',
    min: 0,
    max: 1,
    overPositions: true,
  },
  min: {
    meaning: 'largest probability at each position of an image, the least of all',
    sure: '>=',
    min: 0,
    max: 1,
    overPositions: true,
  },
} as const satisfies Readonly<Record<string, CriterionSpec>>;

const measures = {
  ...words,
  ...positionWords,
  learned: {
    meaning: 'sigmoid of a layer with one unit, a trained confidence',
    sure: '>=',
    min: 0,
    max: 1,
    isLayer: true,
  },
} as const satisfies Readonly<Record<string, CriterionSpec>>;

/** A measure of confidence. Tables above `satisfies Record<Criterion, …>`. */
export type Criterion = keyof typeof measures;

export const criterionSpecs: Readonly<Record<Criterion, CriterionSpec>> = measures;

/** Those of a vector of scores that are words of the language; `learned` is written as a layer's name. */
export const criteria = Object.keys(words) as readonly (keyof typeof words)[];

/** Those of scores at every position of an image. */
export const positionCriteria = Object.keys(positionWords) as readonly (keyof typeof positionWords)[];

/** Behind `mean` and `min`. */
export const confidenceWord = 'confidence';

/** A criterion as it is written: `softmax`, `mean confidence`; of a layer, whose name is not known, what it is. */
export function criterionText(criterion: Criterion): string {
  const { overPositions, isLayer } = criterionSpecs[criterion];
  if (isLayer === true) return 'trained confidence';
  return overPositions === true ? `${criterion} ${confidenceWord}` : criterion;
}

const policyMeanings = {
  serial: 'load when needed',
  overlap: 'load beside the check',
  speculate: 'load and compute beside the check',
} as const;

/** Policy of loading modules. */
export type Policy = keyof typeof policyMeanings;
export const policies = Object.keys(policyMeanings) as readonly Policy[];

const portMeanings = { pcap: 'through the processing system', icap: 'through the fabric' } as const;

/** A port to the configuration memory. */
export type PortKind = keyof typeof portMeanings;
export const ports = Object.keys(portMeanings) as readonly PortKind[];

/** Meanings of these words as values. */
export const decisionMeanings: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries({ ...words, ...positionWords }).map(([word, { meaning }]) => [word, meaning]),
  ),
  ...policyMeanings,
  ...portMeanings,
};
