/** Criteria of exits, loading policies and configuration ports, with their meanings. */

interface CriterionSpec {
  /** What it measures, as a short text. */
  readonly meaning: string;
  /** The side of a threshold on which an input counts as confident. */
  readonly sure: '>=' | '<=';
  /** Bounds of its values. */
  readonly min?: number;
  readonly max?: number;
}

const measures = {
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

/** A measure of confidence. Tables above `satisfies Record<Criterion, …>`. */
export type Criterion = keyof typeof measures;

export const criterionSpecs: Readonly<Record<Criterion, CriterionSpec>> = measures;
export const criteria = Object.keys(measures) as readonly Criterion[];

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
  ...Object.fromEntries(Object.entries(measures).map(([word, { meaning }]) => [word, meaning])),
  ...policyMeanings,
  ...portMeanings,
};
