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
 * In a batch, tasks and exits are timed with the expected number of inputs still alive, `worstNs` with all
 * of them alive to the end; latencies count from the start of the batch to the end of an input's path.
 * Means are rounded to whole nanoseconds.
 */
export interface Schedule {
  readonly policy: Policy;
  readonly batch: number;
  /** The longest path, in order of start. */
  readonly tasks: readonly ScheduledTask[];
  /** Every way through the decisions; one where there is none. For a batch, every set of ways it may part into. */
  readonly paths: readonly PathTimes[];
  /** In path order; times of an exit that several paths pass are means over the inputs that pass it. */
  readonly exits: readonly ExitTimes[];
  readonly decisions: readonly DecisionTimes[];
  /** Share of all inputs that go to the end of a path, and their latency, in the mean. */
  readonly endRate: Share;
  readonly endLatencyNs: Nanoseconds;
  /** Of the longest path, however unlikely. */
  readonly worstNs: Nanoseconds;
  /** Mean latency of an input. */
  readonly meanNs: Nanoseconds;
  readonly percentilesNs: Percentiles;
  /** Until the last input of a batch has left, in the mean. The same as `meanNs` for a batch of one. */
  readonly batchMeanNs: Nanoseconds;
  readonly worstPerInputNs: Nanoseconds;
  readonly meanPerInputNs: Nanoseconds;
  /** Port time per input for loads that turned out to be of no use to it. */
  readonly wastedPortNs: Nanoseconds;
  /** After the longest path. */
  readonly finalState: MachineState;
}

/** What a schedule is put together from; means are not rounded yet. */
interface Parts {
  readonly paths: readonly PathTimes[];
  readonly longest: PathTimes;
  readonly exits: readonly ExitTimes[];
  readonly decisions: readonly DecisionTimes[];
  readonly endLatencyNs: Nanoseconds;
  /** Of all inputs. */
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

/** The position of the path that takes longest at worst. */
export function longestOf(paths: readonly PathTimes[]): number {
  return paths.reduce((best, p, i) => (p.worstNs > at(paths, best).worstNs ? i : best), 0);
}

/**
 * The tasks of an input that leaves at an exit of a path: what it needs itself, and what had started for the
 * continuing path by then, which runs to its end.
 */
export function tasksThroughExit(
  path: { readonly tasks: readonly ScheduledTask[] },
  exit: ExitTimes,
): readonly ScheduledTask[] {
  return path.tasks.filter((t) => t.step <= exit.step || t.startNs < exit.latencyNs);
}
