import type { Nanoseconds, Share } from '../base/units';
import { at } from './at';
import { decisionTimes, exitTimes, mean, type DecisionTimes } from './mixture';
import { type ExitTimes, type PathTimes, type ScheduledTask, timePath } from './path-times';
import { percentiles, type Percentiles, type WeightedLatency } from './percentiles';
import type { Policy, ScheduleProblem } from './problem';
import { compile, type Program } from './program';
import { homeState, type Run, stateAfter, type State } from './run';

/** What the machine holds and what is still under way, by name. */
export interface MachineState {
  readonly contents: Readonly<Record<string /* region */, string | null>>;
  readonly residualNs: Readonly<Record<string /* lane */, Nanoseconds>>;
}

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
  /** Every way through the decisions; one where there is none. */
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

/**
 * Times one input (or batch) issued at 0 on an otherwise idle machine.
 *
 * @param from what the machine holds; home if left out
 * @throws RangeError if `problemError(problem)` is not undefined
 */
export function scheduleOnce(problem: ScheduleProblem, from?: MachineState): Schedule {
  const program = compile(problem);
  const state = from === undefined ? homeState(program) : internState(program, from);
  const timed = program.paths.map((path) => timePath(program, path, state, from === undefined));
  const paths = timed.map(({ times }) => times);
  const longest = paths.reduce((best, p, i) => (p.worstNs > at(paths, best).worstNs ? i : best), 0);
  const shown = at(paths, longest);

  const leaving: WeightedLatency[] = [];
  for (const { exits, endLatencyNs, endRate } of paths) {
    for (const { latencyNs, rate } of exits) leaving.push({ latencyNs, share: rate });
    leaving.push({ latencyNs: endLatencyNs, share: endRate });
  }
  let batchMeanNs = 0;
  let wastedPortNs = 0;
  program.paths.forEach((path, p) => {
    const { exits, endLatencyNs, endVainLoadNs } = at(paths, p);
    batchMeanNs += path.endBatchShare * endLatencyNs;
    wastedPortNs += path.endBatchShare * endVainLoadNs;
    path.exits.forEach(({ batchShare }, i) => {
      batchMeanNs += batchShare * (exits[i]?.latencyNs ?? 0);
      wastedPortNs += batchShare * (exits[i]?.vainLoadNs ?? 0);
    });
  });
  const { batch } = program;
  return {
    policy: problem.policy,
    batch,
    tasks: shown.tasks,
    paths,
    exits: exitTimes(paths),
    decisions: decisionTimes(paths),
    endRate: paths.reduce((sum, p) => sum + p.endRate, 0),
    endLatencyNs: mean(paths.map((p) => ({ ns: p.endLatencyNs, share: p.endRate }))),
    worstNs: shown.worstNs,
    meanNs: Math.round(leaving.reduce((sum, p) => sum + p.share * p.latencyNs, 0)),
    percentilesNs: percentiles(leaving),
    batchMeanNs: Math.round(batchMeanNs),
    worstPerInputNs: Math.round(shown.worstNs / batch),
    meanPerInputNs: Math.round(batchMeanNs / batch),
    wastedPortNs: Math.round(wastedPortNs / batch),
    finalState: finalState(at(timed, longest).out, state),
  };
}

function finalState(out: Run, state: State): MachineState {
  const final = homeState(out.program);
  stateAfter(out, state, out.path.steps.length - 1, final);
  return nameState(out.program, final);
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

function internState(program: Program, named: MachineState): State {
  return {
    contents: program.regions.map((r) => program.names.indexOf(named.contents[r] ?? '')),
    residual: program.laneNames.map((l) => named.residualNs[l] ?? 0),
  };
}

export function nameState(program: Program, state: State): MachineState {
  const contents: Record<string, string | null> = {};
  program.regions.forEach((r, i) => (contents[r] = program.names[state.contents[i] ?? -1] ?? null));
  const residualNs: Record<string, number> = {};
  program.laneNames.forEach((l, i) => {
    const ns = state.residual[i] ?? 0;
    if (ns > 0) residualNs[l] = ns;
  });
  return { contents, residualNs };
}
