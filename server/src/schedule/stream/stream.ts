/** Steady state of a stream of inputs: period, throughput, states, and queueing at a fixed arrival period. */
import { at } from '../at';
import type { Nanoseconds, Share } from '../../base/units';
import { lazy } from '../../base/memo';
import { longRunShares } from './chain';
import { exploreStates, outcomesOf, type StateSpace } from './explore-states';
import { laneLoads, type LaneLoad } from './lanes';
import { isContended, memoryDemand } from './memory-demand';
import { nameState, type MachineState } from '../run/machine-state';
import { percentiles, type Percentiles } from '../run/percentiles';
import type { ScheduleProblem } from '../problem/problem';
import { compile } from '../program/compile';
import type { Program } from '../program/program';
import { estimate, simulate, type Estimate, type Sample } from './simulate';

/** With more states than this, the stream is simulated instead of solved. */
const STATE_LIMIT = 10_000;
/** With arrivals the backlog is part of the state, and takes either few or unboundedly many values. */
const ARRIVAL_STATE_LIMIT = 1_000;
/** Number of states listed; the others are only counted in `stateCount`. */
const NAMED_STATES = 64;
/** Sums of shares times whole nanoseconds are accurate to well below this. */
const PERIOD_TOLERANCE_NS = 1e-3;

/**
 * Steady state of a stream. All that runs at once shares the memory: the period is at least the mean traffic of an input,
 * loads included, at the memory's rate. Tasks that compete for it at some moment are not slowed down one by one; where they
 * can (`contended`), the figures are lower bounds, but for work that a delay spares under `speculate`. Times are rounded to whole nanoseconds; with a batch of n, a period is
 * that of batches and has n inputs.
 */
export interface Stream {
  /** Mean time between starts at full speed, whatever the arrival. */
  readonly periodNs: Nanoseconds;
  readonly periodPerInputNs: Nanoseconds;
  /** Inputs per second at full speed. */
  readonly throughputPerSecond: number;
  /** Share of the time during which the port is loading. */
  readonly portShare: Share;
  /** Neither simulated nor contended. */
  readonly exact: boolean;
  /** There are too many states, so that the figures come from a seeded simulation. */
  readonly simulated: boolean;
  /** Tasks may compete for the memory, which takes longer than the figures say. */
  readonly contended: boolean;
  /** Contended, and no delay spares work: periods and latencies are lower bounds, throughput is an upper one. */
  readonly atLeast: boolean;
  /** The most of the memory's rate that may be asked for at one moment. */
  readonly memoryDemand: Share;
  /** 95 % interval of `periodNs`; both ends are `periodNs` if it is not simulated. */
  readonly interval95Ns: Interval;
  /** Number of recurrent states. 0 if simulated. */
  readonly stateCount: number;
  /** The most frequent states at the start of an input, most frequent first. */
  readonly states: readonly StreamState[];
  readonly latency: StreamLatency;
  /** How the lanes and the memory are used at full speed. Computed on first access. */
  readonly lanes: readonly LaneLoad[];
  /** Whether the shared memory limits the period, rather than a lane. */
  readonly memoryBound: boolean;
  /** Only if inputs arrive at a fixed period. */
  readonly arrival?: ArrivalFigures;
}

type Interval = readonly [Nanoseconds, Nanoseconds];

interface StreamState extends MachineState {
  readonly share: Share;
}

/** Latency from the start of a batch until it has left, given the state left by earlier ones. */
interface StreamLatency {
  readonly meanNs: Nanoseconds;
  readonly percentilesNs: Percentiles;
}

/**
 * Figures of inputs that arrive at a fixed period. Loads for a batch may start as soon as it is issued, before it has arrived; its
 * first step also waits for the arrival of its own last input.
 */
type ArrivalFigures =
  | {
      readonly sustainable: true;
      readonly everyNs: Nanoseconds;
      readonly shortestEveryNs: Nanoseconds;
      /** False if the backlog takes too many values, so that these figures are simulated, or if tasks may compete for the memory. */
      readonly exact: boolean;
      /** From the arrival of the batch to its start. */
      readonly meanWaitNs: Nanoseconds;
      /** Mean number of inputs that wait. */
      readonly meanQueued: number;
      /** From the arrival of the batch until it has left. */
      readonly latency: StreamLatency;
      /** 95 % interval of the mean latency. */
      readonly interval95Ns: Interval;
      /** Time per input during which the port loads. */
      readonly portNs: number;
    }
  | {
      readonly sustainable: false;
      readonly everyNs: Nanoseconds;
      /** The shortest arrival period at which the queue does not grow without bound. */
      readonly shortestEveryNs: Nanoseconds;
    };

/** @throws RangeError if `problemError(problem)` is not undefined */
export function scheduleStream(problem: ScheduleProblem): Stream {
  const program = compile(problem);
  const { batch } = program;
  const saturated = longRun(program, undefined, (s) => s.timeNs);
  const { memoryNs } = saturated;
  const memoryBound = memoryNs > saturated.time.mean;
  const demand = memoryDemand(problem);
  const contended = isContended(demand);
  const period = Math.max(memoryNs, saturated.time.mean);
  const lanes = lazy(() => laneLoads(program, period, memoryNs, STATE_LIMIT));
  return {
    periodNs: Math.round(period),
    periodPerInputNs: Math.round(period / batch),
    throughputPerSecond: (batch * 1e9) / period,
    portShare: period > 0 ? saturated.portNs / period : 0,
    exact: saturated.exact && !contended,
    simulated: !saturated.exact,
    contended,
    atLeast: contended && problem.policy !== 'speculate',
    memoryDemand: demand,
    interval95Ns: memoryBound ? [Math.round(period), Math.round(period)] : interval(saturated.time),
    stateCount: saturated.stateCount,
    states: saturated.states,
    latency: { meanNs: Math.round(saturated.latency.mean), percentilesNs: saturated.percentilesNs },
    get lanes() {
      return lanes();
    },
    memoryBound,
    ...(problem.arrival !== 'back-to-back' && {
      arrival: arrivalFigures(program, Math.round(problem.arrival.everyNs), period, contended),
    }),
  };
}

function arrivalFigures(
  program: Program,
  everyNs: number,
  period: number,
  contended: boolean,
): ArrivalFigures {
  const { batch } = program;
  const shortestEveryNs = shortestArrival(period / batch, outcomesOf(program).length === 1);
  if (everyNs < shortestEveryNs) return { sustainable: false, everyNs, shortestEveryNs };
  const figures = longRun(program, everyNs * batch, (s) => s.lagNs + s.timeNs);
  return {
    sustainable: true,
    everyNs,
    shortestEveryNs,
    exact: figures.exact && !contended,
    meanWaitNs: Math.round(figures.waitNs),
    // Little's law; a batch counts as its inputs.
    meanQueued: figures.waitNs / everyNs,
    latency: { meanNs: Math.round(figures.latency.mean), percentilesNs: figures.percentilesNs },
    interval95Ns: interval(figures.latency),
    portNs: figures.portNs / batch,
  };
}

/** If paths vary, the queue grows without bound even if inputs arrive exactly as fast as they can leave. */
function shortestArrival(periodPerInput: number, onePath: boolean): number {
  const exact = Math.abs(periodPerInput - Math.round(periodPerInput)) < PERIOD_TOLERANCE_NS;
  if (!exact) return Math.ceil(periodPerInput);
  return Math.round(periodPerInput) + (onePath ? 0 : 1);
}

function interval({ mean, halfWidth }: Estimate): Interval {
  return [Math.round(mean - halfWidth), Math.round(mean + halfWidth)];
}

interface LongRun {
  readonly exact: boolean;
  readonly time: Estimate;
  readonly portNs: number;
  readonly memoryNs: number;
  readonly waitNs: number;
  readonly latency: Estimate;
  readonly percentilesNs: Percentiles;
  readonly stateCount: number;
  readonly states: readonly StreamState[];
}

function longRun(program: Program, everyNs: number | undefined, latency: (s: Sample) => number): LongRun {
  const space = exploreStates(program, everyNs, everyNs === undefined ? STATE_LIMIT : ARRIVAL_STATE_LIMIT);
  const shares = space && longRunShares(space.chain);
  return space && shares
    ? exactFigures(program, space, shares, latency)
    : simulatedFigures(simulate(program, everyNs), latency);
}

function exactFigures(
  program: Program,
  space: StateSpace,
  shares: Float64Array,
  latency: (s: Sample) => number,
): LongRun {
  const { probability } = space.chain;
  const byLatency = new Map<number, number>();
  const sum = { time: 0, port: 0, memory: 0, wait: 0, latency: 0 };
  shares.forEach((stateShare, s) => {
    if (stateShare === 0) return;
    const lagNs = at(space.lagNs, s);
    sum.wait += stateShare * Math.max(0, lagNs);
    probability.forEach((p, o) => {
      const cell = s * probability.length + o;
      const share = stateShare * p;
      const sample = {
        lagNs,
        timeNs: at(space.timeNs, cell),
        nextNs: at(space.nextNs, cell),
        portNs: at(space.portNs, cell),
        memoryNs: at(space.memoryNs, cell),
      };
      sum.time += share * sample.nextNs;
      sum.port += share * sample.portNs;
      sum.memory += share * sample.memoryNs;
      const ns = latency(sample);
      sum.latency += share * ns;
      byLatency.set(ns, (byLatency.get(ns) ?? 0) + share);
    });
  });
  const order = [...shares.keys()].filter((s) => (shares[s] ?? 0) > 0);
  order.sort((a, b) => (shares[b] ?? 0) - (shares[a] ?? 0) || a - b);
  return {
    exact: true,
    time: { mean: sum.time, halfWidth: 0 },
    portNs: sum.port,
    memoryNs: sum.memory,
    waitNs: sum.wait,
    latency: { mean: sum.latency, halfWidth: 0 },
    percentilesNs: weightedPercentiles(byLatency),
    stateCount: order.length,
    states: order.slice(0, NAMED_STATES).flatMap((s) => {
      const state = space.states[s];
      return state ? [{ ...nameState(program, state), share: shares[s] ?? 0 }] : [];
    }),
  };
}

function simulatedFigures(samples: readonly Sample[], latency: (s: Sample) => number): LongRun {
  const byLatency = new Map<number, number>();
  for (const s of samples) byLatency.set(latency(s), (byLatency.get(latency(s)) ?? 0) + 1 / samples.length);
  return {
    exact: false,
    time: estimate(samples, (s) => s.nextNs),
    portNs: estimate(samples, (s) => s.portNs).mean,
    memoryNs: estimate(samples, (s) => s.memoryNs).mean,
    waitNs: estimate(samples, (s) => Math.max(0, s.lagNs)).mean,
    latency: estimate(samples, latency),
    percentilesNs: weightedPercentiles(byLatency),
    stateCount: 0,
    states: [],
  };
}

function weightedPercentiles(shareByLatency: ReadonlyMap<number, number>): Percentiles {
  return percentiles([...shareByLatency].map(([latencyNs, share]) => ({ latencyNs, share })));
}
