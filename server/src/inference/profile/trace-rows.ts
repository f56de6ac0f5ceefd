import { powerOfTwoLine } from '../../arithmetic';
import type { Scores } from '../../model/lower/lowered';

/** What a network says of one sample at one exit. */
export interface Verdict {
  /** Largest class probability. */
  readonly confidence: number;
  /** In nats. */
  readonly entropy: number;
  /** Between the two largest logits. */
  readonly margin: number;
  /** Largest share with powers of two in place of those of e, as exits decide by `softmax2`. */
  readonly softmax2: number;
  readonly pred: number;
}

export const traceHeader = 'sample_id,exit,confidence,entropy,margin,softmax2,pred,label,correct';

/** Behind the header where the confidence of some exit may be a trained one: rows say which it is. */
export const measureColumn = ',measure';

/**
 * Softmax in double precision over `count` values from `start` on; the first of equal ones is the prediction. Sigmoids
 * are taken back to their logits. A single logit is that of the second of two classes, of which the first has 0.
 */
export function verdictOf(values: ArrayLike<number>, start: number, count: number, scores: Scores): Verdict {
  if (scores === 'sigmoids' || count === 1) {
    const found = Array.from({ length: count }, (_, k) => logitOf(value(values, start + k), scores));
    const logits = count === 1 ? [0, ...found] : found;
    return verdictOf(logits, 0, logits.length, 'logits');
  }
  let pred = 0;
  for (let k = 1; k < count; k++) if (value(values, start + k) > value(values, start + pred)) pred = k;
  const top = value(values, start + pred);
  const share = (k: number): number => {
    const v = value(values, start + k);
    return scores === 'probabilities' ? v : Math.exp(scores === 'logits' ? v - top : v);
  };
  let total = 0;
  for (let k = 0; k < count; k++) total += share(k);
  let entropy = 0;
  let second = 0;
  let powers = 0;
  for (let k = 0; k < count; k++) {
    const p = share(k) / total;
    if (p > 0) entropy -= p * Math.log(p);
    if (k !== pred && p > second) second = p;
    powers += powerOfTwoLine(distance(share(pred), share(k)));
  }
  const confidence = share(pred) / total;
  const margin = distance(confidence, second);
  return { confidence, entropy: Math.max(0, entropy), margin, softmax2: 1 / powers, pred };
}

/** A trained confidence, 0..1: its logit goes through a sigmoid. */
export function learnedConfidence(value: number, scores: Scores): number {
  return 1 / (1 + Math.exp(-logitOf(value, scores)));
}

/** Of a single value; a probability is that of the second of two classes. */
function logitOf(value: number, scores: Scores): number {
  if (scores === 'logits') return value;
  const p = scores === 'log probabilities' ? Math.exp(value) : value;
  return Math.max(-MOST_MARGIN, Math.min(MOST_MARGIN, Math.log(p / (1 - p))));
}

/** Logits differ by the logarithm of their shares' ratio. */
function distance(most: number, share: number): number {
  return share > 0 ? Math.max(0, Math.min(MOST_MARGIN, Math.log(most / share))) : MOST_MARGIN;
}

/** Of a share that is the smallest double, so that behind it the second largest counts as none. */
const MOST_MARGIN = -Math.log(Number.MIN_VALUE);

function value(values: ArrayLike<number>, index: number): number {
  return values[index] ?? Number.NEGATIVE_INFINITY;
}

/**
 * @param exit its name as it stands in the trace, see `traceName`
 * @param measure what its confidence is, for a trace with that column
 */
export function traceRow(
  sample: number,
  exit: string,
  verdict: Verdict,
  label: number,
  measure?: string,
): string {
  const { confidence, entropy, margin, softmax2, pred } = verdict;
  const figures = [confidence, entropy, margin, softmax2].map((v) => v.toFixed(DIGITS)).join(',');
  return `${sample},${exit},${figures},${pred},${label},${pred === label ? 1 : 0}${measure === undefined ? '' : `,${measure}`}`;
}

/** A millionth: finer than any threshold that somebody writes. */
const DIGITS = 6;

/** Names with commas or quotes are quoted (RFC 4180). */
export function traceName(name: string): string {
  return /[",\s]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}
