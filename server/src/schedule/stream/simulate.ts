/** Simulates a stream whose states are too many for the exact solution. */
import { at } from '../at';
import type { Program } from '../program/program';
import { outcomesOf, type Outcome } from './explore-states';
import { handOver } from '../run/hand-over';
import { homeState, leftAfter, run } from '../run/run';

/** Number of groups of consecutive batches whose means give the interval (method of batch means). */
const GROUPS = 40;
const BATCHES_PER_GROUP = 500;
const WARM_UP = 1000;
/** Student's t, 97.5 %, for GROUPS − 1 = 39 degrees of freedom. */
const T_975 = 2.023;
/** Arbitrary but fixed: the same design always gives the same figures. */
const SEED = 0x5eed;

/** One batch of a simulated stream. */
export interface Sample {
  /** Issue minus arrival, 0 back to back. */
  readonly lagNs: number;
  /** Issue to departure. */
  readonly timeNs: number;
  /** Issue to the issue of the next. */
  readonly nextNs: number;
  readonly portNs: number;
}

/** A mean and the half width of its 95 % interval. */
export interface Estimate {
  readonly mean: number;
  readonly halfWidth: number;
}

/** Simulates a seeded stream from home, without the warm-up; the same program gives the same samples. */
export function simulate(program: Program, everyNs: number | undefined): readonly Sample[] {
  const random = seededRandom(SEED);
  const outcomes = outcomesOf(program);
  const samples: Sample[] = [];
  let state = homeState(program);
  let next = homeState(program);
  let lagNs = 0;
  for (let n = 0; n < WARM_UP + GROUPS * BATCHES_PER_GROUP; n++) {
    const { run: out, step } = draw(outcomes, random());
    run(out, false, state, Math.max(0, -lagNs));
    const timeNs = leftAfter(out, step);
    const { nextNs, portNs } = handOver(out, state, step, next);
    if (n >= WARM_UP) samples.push({ lagNs, timeNs, nextNs, portNs });
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

/** The outcome selected by a uniform number in [0, 1). */
function draw(outcomes: readonly Outcome[], uniform: number): Outcome {
  let below = 0;
  let drawn = at(outcomes, 0);
  for (const outcome of outcomes) {
    below += outcome.share;
    drawn = outcome;
    if (uniform < below) break;
  }
  return drawn;
}

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
