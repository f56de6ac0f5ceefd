/** The decision of an exit or switch in integers, as exported. */
import {
  exponent,
  exponentTable,
  type ExponentTable,
  fractionBits,
  logarithm,
  one,
  powerOfTwo,
} from './exponent';
import type { Criterion } from '../semantics/design';
import type { Quantisation } from './quantised';

/**
 * The criterion of an exit; `argmax` only labels, as a switch and the end of a network do. Nothing is exported that
 * decides over the positions of an image.
 */
export type DecisionCriterion = Exclude<Criterion, 'mean' | 'min'> | 'argmax';

/** Whether there is a kernel that decides so. */
export function isExported(criterion: Criterion): criterion is Exclude<Criterion, 'mean' | 'min'> {
  return Object.hasOwn(kinds, criterion);
}

export interface DecisionNumbers {
  readonly criterion: DecisionCriterion;
  readonly comparison: '>=' | '<=';
  readonly threshold: number;
  /** Code of the logits. */
  readonly logits: Quantisation;
  /** For `learned`: code of the confidence before its sigmoid. */
  readonly confidence?: Quantisation;
}

export interface Decision {
  /** Position of the largest logit, the first of equal ones. */
  readonly label: number;
  readonly leaves: boolean;
}

/** Constants of a decision unit, all integers, shared by the exported code and the reference. */
export interface DecisionUnit {
  readonly criterion: DecisionCriterion;
  readonly comparison: '>=' | '<=';
  /** With 24 fraction bits; for `margin`, in steps of the logits; for `learned`, the integer of the confidence. */
  readonly threshold: number;
  /** The integer that stands for 0: a single score is compared with it. */
  readonly zero: number;
  readonly table?: ExponentTable;
  /** For `softmax2`: number of fraction bits of the logits. */
  readonly logitShift?: number;
  /** For `entropy`: scale of the logits with 24 fraction bits. */
  readonly logitScale?: number;
}

/** Differences of logits below 2^−15 are negligible. */
const finestLogit = 15;

export function decisionUnit(numbers: DecisionNumbers): DecisionUnit {
  const { criterion, comparison, threshold, logits, confidence } = numbers;
  const zero = logits.zeroPoint;
  return { criterion, comparison, zero, ...kinds[criterion].unit(threshold, comparison, logits, confidence) };
}

/**
 * Decides without a division: shares are compared by cross-multiplication. A single score is that of the second of two
 * classes, of which the first has 0.
 *
 * @param confidence for `learned`: the integer of its layer
 */
export function decide(unit: DecisionUnit, scores: ArrayLike<number>, confidence = 0): Decision {
  const logits = scores.length === 1 ? [unit.zero, scores[0] ?? 0] : scores;
  let label = 0;
  for (let i = 1; i < logits.length; i++) if ((logits[i] ?? 0) > (logits[label] ?? 0)) label = i;
  const sides = kinds[unit.criterion].compared(unit, logits, label, confidence);
  if (sides === 'stays') return { label, leaves: false };
  const [measured, limit] = sides;
  return { label, leaves: unit.comparison === '>=' ? measured >= limit : measured <= limit };
}

/** What is measured and what it is compared with, both in the same steps. */
type Compared = (
  unit: DecisionUnit,
  logits: ArrayLike<number>,
  label: number,
  confidence: number,
) => readonly [measured: bigint, limit: bigint] | 'stays';

interface DecisionKind {
  /** What the unit holds beside its criterion and its comparison. */
  readonly unit: (
    threshold: number,
    comparison: '>=' | '<=',
    logits: Quantisation,
    confidence: Quantisation | undefined,
  ) => Omit<DecisionUnit, 'criterion' | 'comparison' | 'zero'>;
  readonly compared: Compared;
}

const fixed = (threshold: number): number => Math.round(threshold * one);
const exponentsOf = ({ scale, min, max }: Quantisation): ExponentTable => exponentTable(scale, max - min);

const kinds = {
  argmax: { unit: () => ({ threshold: 0 }), compared: () => 'stays' },
  margin: {
    unit: (threshold, comparison, { scale }) => ({ threshold: inward(threshold / scale, comparison) }),
    compared: ({ threshold }, logits, label) => {
      let second = -Infinity;
      for (let i = 0; i < logits.length; i++) if (i !== label) second = Math.max(second, logits[i] ?? 0);
      return [BigInt((logits[label] ?? 0) - second), BigInt(threshold)];
    },
  },
  softmax: {
    unit: (threshold, _comparison, logits) => ({
      threshold: fixed(threshold),
      table: exponentsOf(logits),
    }),
    compared: largestShare,
  },
  softmax2: {
    unit: (threshold, _comparison, { scale }) => ({
      threshold: fixed(threshold),
      logitShift: Math.min(Math.max(Math.round(-Math.log2(scale)), 0), finestLogit),
    }),
    compared: largestShare,
  },
  entropy: {
    unit: (threshold, _comparison, logits) => ({
      threshold: fixed(threshold),
      table: exponentsOf(logits),
      logitScale: Math.round(logits.scale * one),
    }),
    // H = ln S + scale · Σ d·e ÷ S, both sides times S.
    compared: (unit, logits, label) => {
      const { sum, weighted } = sharesOf(unit, logits, label);
      const entropy = BigInt(logarithm(sum)) * BigInt(sum) + BigInt(unit.logitScale ?? 0) * weighted;
      return [entropy, BigInt(unit.threshold) * BigInt(sum)];
    },
  },
  learned: {
    // The sigmoid grows, so the value in front of it is compared with ln(T ÷ (1 − T)); no integer reaches 0 or 1.
    unit: (threshold, comparison, logits, confidence = logits) => {
      const { scale, zeroPoint, min, max } = confidence;
      const code = zeroPoint + inward(Math.log(threshold / (1 - threshold)) / scale, comparison);
      return { threshold: Math.min(max + 1, Math.max(min - 1, code)) };
    },
    compared: ({ threshold }, _logits, _label, confidence) => [BigInt(confidence), BigInt(threshold)],
  },
} as const satisfies Readonly<Record<DecisionCriterion, DecisionKind>>;

/** The first whole step that meets a threshold. */
function inward(steps: number, comparison: '>=' | '<='): number {
  return comparison === '>=' ? Math.ceil(steps) : Math.floor(steps);
}

/** The largest logit's own share is 1 ÷ sum. */
function largestShare(
  unit: DecisionUnit,
  logits: ArrayLike<number>,
  label: number,
): readonly [bigint, bigint] {
  const { sum } = sharesOf(unit, logits, label);
  return [1n << BigInt(2 * fractionBits), BigInt(unit.threshold) * BigInt(sum)];
}

/** Sum of all shares, where the largest is 1, and of the shares times their distance from the largest. */
function sharesOf(
  unit: DecisionUnit,
  logits: ArrayLike<number>,
  label: number,
): { readonly sum: number; readonly weighted: bigint } {
  const largest = logits[label] ?? 0;
  let sum = 0;
  let weighted = 0n;
  for (const logit of Array.from(logits)) {
    const difference = largest - logit;
    const share = unit.table
      ? exponent(unit.table, difference)
      : powerOfTwo(difference, unit.logitShift ?? 0);
    sum += share;
    weighted += BigInt(difference) * BigInt(share);
  }
  return { sum, weighted };
}
