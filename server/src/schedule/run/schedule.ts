/** The result of timing one input or batch. */
import type { Nanoseconds, Share } from '../../base/units';
import { at } from '../at';
import type { MachineState } from './machine-state';
import type { DecisionTimes } from './mixture';
import type { ExitTimes, PathTimes, ScheduledTask } from './path-times';
import { percentiles, type Percentiles, type WeightedLatency } from './percentiles';
import type { Policy, ScheduleProblem } from '../problem/problem';

/**
 * The timeline of one input, or one batch, with nothing before or after it.
 *
 * In a batch, tasks and exits are timed with the expected number of inputs still alive, but `worstNs` with all alive to the
 * end; latencies are from the start of the batch to the end of an input's path. Means are rounded to whole nanoseconds.
 */
export interface Schedule {
  readonly policy: Policy;
  readonly batch: number;
  /** Tasks of the longest path, in order of start. */
  readonly tasks: readonly ScheduledTask[];
  /** Every path through the decisions; one if there are none. For a batch that splits, every set of paths. */
  readonly paths: readonly PathTimes[];
  /** In path order; times of an exit on several paths are means over the inputs that pass it. */
  readonly exits: readonly ExitTimes[];
  readonly decisions: readonly DecisionTimes[];
  /** Share of all inputs that go to the end of a path, and their mean latency. */
  readonly endRate: Share;
  readonly endLatencyNs: Nanoseconds;
  /** Latency of the longest path, however unlikely. */
  readonly worstNs: Nanoseconds;
  /** Mean latency of an input. */
  readonly meanNs: Nanoseconds;
  readonly percentilesNs: Percentiles;
  /** Mean time until the last input of a batch has left. The same as `meanNs` for a batch of one. */
  readonly batchMeanNs: Nanoseconds;
  readonly worstPerInputNs: Nanoseconds;
  readonly meanPerInputNs: Nanoseconds;
  /** Port time per input for loads that turned out to be useless to it. */
  readonly wastedPortNs: Nanoseconds;
  /** State after the longest path. */
  readonly finalState: MachineState;
}

/** The parts of a schedule, before means are rounded. */
interface Parts {
  readonly paths: readonly PathTimes[];
  readonly longest: PathTimes;
  readonly exits: readonly ExitTimes[];
  readonly decisions: readonly DecisionTimes[];
  readonly endLatencyNs: Nanoseconds;
  /** Latencies of all inputs. */
  readonly leaving: readonly WeightedLatency[];
  readonly batchMeanNs: number;
  /** Per batch. */
  readonly wastedPortNs: number;
  readonly finalState: MachineState;
}

export function scheduleOf(problem: ScheduleProblem, parts: Parts): Schedule {
  const { paths, longest, exits, decisions, endLatencyNs, leaving, batchMeanNs, wastedPortNs } = parts;
  const { policy, batch } = problem;
  let meanNs = 0;
  for (const { share, latencyNs } of leaving) meanNs += share * latencyNs;
  return {
    policy,
    batch,
    tasks: longest.tasks,
    paths,
    exits,
    decisions,
    endRate: paths.reduce((sum, p) => sum + p.endRate, 0),
    endLatencyNs,
    worstNs: longest.worstNs,
    meanNs: Math.round(meanNs),
    percentilesNs: percentiles(leaving),
    batchMeanNs: Math.round(batchMeanNs),
    worstPerInputNs: Math.round(longest.worstNs / batch),
    meanPerInputNs: Math.round(batchMeanNs / batch),
    wastedPortNs: Math.round(wastedPortNs / batch),
    finalState: parts.finalState,
  };
}

/** Index of the path with the longest worst case. */
export function longestOf(paths: readonly PathTimes[]): number {
  return paths.reduce((best, p, i) => (p.worstNs > at(paths, best).worstNs ? i : best), 0);
}

/**
 * The tasks of an input that leaves at an exit of a path: those it needs itself, and those already started for the
 * continuing path, which run to their end.
 */
export function tasksThroughExit(
  path: { readonly tasks: readonly ScheduledTask[] },
  exit: ExitTimes,
): readonly ScheduledTask[] {
  return path.tasks.filter((t) => t.step <= exit.step || t.startNs < exit.latencyNs);
}
