/** Times a single input or batch. */
import { at } from '../at';
import { compile } from '../program/compile';
import { finalState, internState, type MachineState } from './machine-state';
import { decisionTimes, exitTimes, mean } from './mixture';
import { scheduleParted } from './parted-once';
import { timePath } from './path-times';
import type { WeightedLatency } from './percentiles';
import type { ScheduleProblem } from '../problem/problem';
import { homeState } from './run';
import { longestOf, type Schedule, scheduleOf } from './schedule';

/**
 * Times one input (or batch) issued at time 0 on an otherwise idle machine.
 *
 * @param from initial state of the machine; home by default
 * @throws RangeError if `problemError(problem)` is not undefined
 */
export function scheduleOnce(problem: ScheduleProblem, from?: MachineState): Schedule {
  const program = compile(problem);
  const fromHome = from === undefined;
  const state = fromHome ? homeState(program) : internState(program, from);
  if (program.parted !== undefined) return scheduleParted(problem, program, program.parted, state, fromHome);
  const timed = program.paths.map((path) => timePath(program, path, state, fromHome));
  const paths = timed.map(({ times }) => times);
  const longest = at(timed, longestOf(paths));

  const leaving: WeightedLatency[] = [];
  let batchMeanNs = 0;
  let wastedPortNs = 0;
  for (const { times, out } of timed) {
    const { exits, endLatencyNs, endRate, endVainLoadNs } = times;
    const { path } = out;
    batchMeanNs += path.endBatchShare * endLatencyNs;
    wastedPortNs += path.endBatchShare * endVainLoadNs;
    exits.forEach(({ latencyNs, rate, vainLoadNs }, i) => {
      const { batchShare } = at(path.exits, i);
      batchMeanNs += batchShare * latencyNs;
      wastedPortNs += batchShare * vainLoadNs;
      leaving.push({ latencyNs, share: rate });
    });
    leaving.push({ latencyNs: endLatencyNs, share: endRate });
  }
  return scheduleOf(problem, {
    paths,
    longest: longest.times,
    exits: exitTimes(paths),
    decisions: decisionTimes(paths),
    endLatencyNs: mean(paths.map((p) => ({ ns: p.endLatencyNs, share: p.endRate }))),
    leaving,
    batchMeanNs,
    wastedPortNs,
    finalState: finalState(longest.out, state),
  });
}
