/** Simulates a stream whose states are too many for the exact solution. */
import { hashOf } from '../../base/hash';
import { at } from '../at';
import type { Program } from '../program/program';
import { outcomesOf, type Outcome } from './explore-states';
import { handOver, type LaneUse } from '../run/hand-over';
import { homeState, leftAfter, run } from '../run/run';

/** Number of groups of consecutive batches whose means give the interval (method of batch means). */
const GROUPS = 40;
const BATCHES_PER_GROUP = 500;
const WARM_UP = 1000;
/** Student's t, 97.5 %, for GROUPS − 1 = 39 degrees of freedom. */
const T_975 = 2.023;
/** One batch of a simulated stream. */
export interface Sample {
  /** Issue minus arrival, 0 back to back. */
  readonly lagNs: number;
  /** Issue to departure. */
  readonly timeNs: number;
  /** Issue to the issue of the next. */
  readonly nextNs: number;
  readonly portNs: number;
  readonly memoryNs: number;
}

/** A mean and the half width of its 95 % interval. */
export interface Estimate {
  readonly mean: number;
  readonly halfWidth: number;
}

/**
 * Simulates a stream from home, without the warm-up. The seed is the program's own: the same design always gives the same
 * figures, and designs that are compared do not share the error of one drawing. Every outcome is drawn in its share of
 * all batches, so that only their order is left to chance.
 *
 * @param use to which the mean use of the lanes by a batch is added
 */
export function simulate(program: Program, everyNs: number | undefined, use?: LaneUse): readonly Sample[] {
  const outcomes = outcomesOf(program);
  const random = seededRandom(seedOf(outcomes));
  const drawn = [
    ...drawnInShares(outcomes, WARM_UP, random),
    ...drawnInShares(outcomes, GROUPS * BATCHES_PER_GROUP, random),
  ];
  const samples: Sample[] = [];
  let state = homeState(program);
  let next = homeState(program);
  let lagNs = 0;
  for (const [n, { run: out, step }] of drawn.entries()) {
    run(out, false, state, Math.max(0, -lagNs));
    const timeNs = leftAfter(out, step);
    const isCounted = n >= WARM_UP;
    const { nextNs, portNs, memoryNs } = handOver(out, state, step, next, {
      ...(use && isCounted && { use, weight: 1 / (GROUPS * BATCHES_PER_GROUP) }),
    });
    if (isCounted) samples.push({ lagNs, timeNs, nextNs, portNs, memoryNs });
    [state, next] = [next, state];
    if (everyNs !== undefined) lagNs += nextNs - everyNs;
  }
  return samples;
}

export function estimate(samples: readonly Sample[], figure: (sample: Sample) => number): Estimate {
  const means: number[] = [];
  for (let g = 0; g < GROUPS; g++) {
    let sum = 0;
    for (let i = 0; i < BATCHES_PER_GROUP; i++) sum += figure(at(samples, g * BATCHES_PER_GROUP + i));
    means.push(sum / BATCHES_PER_GROUP);
  }
  const mean = means.reduce((a, b) => a + b, 0) / GROUPS;
  const variance = means.reduce((a, m) => a + (m - mean) ** 2, 0) / (GROUPS - 1);
  return { mean, halfWidth: T_975 * Math.sqrt(variance / GROUPS) };
}

/** As many outcomes, each as often as its share says, in random order. */
function drawnInShares(
  outcomes: readonly Outcome[],
  count: number,
  random: () => number,
): readonly Outcome[] {
  const offset = random();
  const drawn = Array.from({ length: count }, (_, i) => outcomeAt(outcomes, (i + offset) / count));
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const swapped = at(drawn, i);
    drawn[i] = at(drawn, j);
    drawn[j] = swapped;
  }
  return drawn;
}

/** The outcome selected by a uniform number in [0, 1). */
function outcomeAt(outcomes: readonly Outcome[], uniform: number): Outcome {
  let below = 0;
  let drawn = at(outcomes, 0);
  for (const outcome of outcomes) {
    below += outcome.share;
    drawn = outcome;
    if (uniform < below) break;
  }
  return drawn;
}

function seedOf(outcomes: readonly Outcome[]): number {
  const parts = outcomes.map(({ run: { path }, step, share }) => [
    ...[step, share],
    ...path.steps.map((s) => [s.module, s.lane, s.loadNs, s.expectedNs]),
  ]);
  return Number.parseInt(hashOf(JSON.stringify(parts)).slice(-SEED_DIGITS), 16);
}

/** Hexadecimal digits of 32 bits. */
const SEED_DIGITS = 8;

/** mulberry32: 32 bits of state, uniform in [0, 1). */
function seededRandom(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
