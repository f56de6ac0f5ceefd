import {
  exponent,
  exponentTable,
  type ExponentTable,
  fractionBits,
  logarithm,
  one,
  powerOfTwo,
} from './exponent';
import type { Quantisation } from './quantised';

/** How an exit decides; `argmax` only labels, as a switch and the end of a network do. */
export type DecisionCriterion = 'softmax' | 'softmax2' | 'entropy' | 'margin' | 'argmax';

export interface DecisionNumbers {
  readonly criterion: DecisionCriterion;
  readonly comparison: '>=' | '<=';
  readonly threshold: number;
  /** Code of the logits. */
  readonly logits: Quantisation;
}

export interface Decision {
  /** Position of the largest logit, the first of equal ones. */
  readonly label: number;
  readonly leaves: boolean;
}

/** What a decision unit holds, all of it whole numbers: the exported code and the reference use the same. */
export interface DecisionUnit {
  readonly criterion: DecisionCriterion;
  readonly comparison: '>=' | '<=';
  /** With 24 bits behind the point; of `margin`, in steps of the logits. */
  readonly threshold: number;
  readonly table?: ExponentTable;
  /** Of `softmax2`: logits have this many bits behind the point. */
  readonly logitShift?: number;
  /** Of `entropy`: the logits' scale with 24 bits behind the point. */
  readonly logitScale?: number;
}

/** Logits finer than 2^−15 differ by nothing that matters. */
const finestLogit = 15;

export function decisionUnit({ criterion, comparison, threshold, logits }: DecisionNumbers): DecisionUnit {
  const range = logits.max - logits.min;
  const fixed = Math.round(threshold * one);
  switch (criterion) {
    case 'argmax':
      return { criterion, comparison, threshold: 0 };
    case 'margin': {
      const steps = threshold / logits.scale;
      return { criterion, comparison, threshold: comparison === '>=' ? Math.ceil(steps) : Math.floor(steps) };
    }
    case 'softmax':
      return { criterion, comparison, threshold: fixed, table: exponentTable(logits.scale, range) };
    case 'softmax2': {
      const logitShift = Math.min(Math.max(Math.round(-Math.log2(logits.scale)), 0), finestLogit);
      return { criterion, comparison, threshold: fixed, logitShift };
    }
    case 'entropy': {
      const logitScale = Math.round(logits.scale * one);
      return {
        criterion,
        comparison,
        threshold: fixed,
        table: exponentTable(logits.scale, range),
        logitScale,
      };
    }
  }
}

/** Decides without a division: shares are compared by cross-multiplication. */
export function decide(unit: DecisionUnit, logits: ArrayLike<number>): Decision {
  let label = 0;
  for (let i = 1; i < logits.length; i++) if ((logits[i] ?? 0) > (logits[label] ?? 0)) label = i;
  if (unit.criterion === 'argmax') return { label, leaves: false };
  const largest = logits[label] ?? 0;
  const compare =
    unit.comparison === '>=' ? (a: bigint, b: bigint) => a >= b : (a: bigint, b: bigint) => a <= b;
  const threshold = BigInt(unit.threshold);
  if (unit.criterion === 'margin') {
    let second = -Infinity;
    for (let i = 0; i < logits.length; i++) if (i !== label) second = Math.max(second, logits[i] ?? 0);
    // A single class is sure.
    const margin = second === -Infinity ? Number.MAX_SAFE_INTEGER : largest - second;
    return { label, leaves: compare(BigInt(margin), threshold) };
  }
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
  if (unit.criterion === 'entropy') {
    // H = ln S + scale · Σ d·e ÷ S, both sides times S.
    const entropy = BigInt(logarithm(sum)) * BigInt(sum) + BigInt(unit.logitScale ?? 0) * weighted;
    return { label, leaves: compare(entropy, threshold * BigInt(sum)) };
  }
  // The largest logit's own share is 1 ÷ sum.
  return { label, leaves: compare(1n << BigInt(2 * fractionBits), threshold * BigInt(sum)) };
}
