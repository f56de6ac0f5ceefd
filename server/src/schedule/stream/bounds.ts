/** Bounds of a period that need no states. */
import { at } from '../at';
import type { ScheduleProblem } from '../problem/problem';
import { compile } from '../program/compile';
import { handOver } from '../run/hand-over';
import { homeState, run } from '../run/run';
import { outcomesOf } from './explore-states';

/** Period of a batch, in nanoseconds that are not rounded. */
export interface PeriodBounds {
  readonly least: number;
  readonly most: number;
}

/**
 * Bounds of the period of a design that loads nothing. What earlier inputs leave behind can only delay: so an input hands on
 * its first lane no sooner than on an idle machine, and a stream of inputs that wait for all that the one before has begun
 * is no faster. No lane, and no memory, works more than all of the time.
 *
 * @throws RangeError if `problemError(problem)` is not undefined
 */
export function residentBounds(problem: ScheduleProblem): PeriodBounds {
  const program = compile(problem);
  const use = { busy: program.laneNames.map(() => 0), held: program.laneNames.map(() => 0) };
  const home = homeState(program);
  const next = homeState(program);
  let issue = 0;
  let memory = 0;
  let most = 0;
  for (const { run: out, step, share } of outcomesOf(program)) {
    run(out, false, home);
    const { nextNs, memoryNs } = handOver(out, home, step, next, { since: 0, use, weight: share });
    issue += share * nextNs;
    memory += share * memoryNs;
    most += share * Math.max(at(out.timed, step).left, ...next.residual, ...next.buffers);
  }
  const lanes = program.speculate || program.parted ? 0 : Math.max(...use.busy);
  return { least: Math.max(issue, memory, lanes), most: Math.max(most, memory) };
}
