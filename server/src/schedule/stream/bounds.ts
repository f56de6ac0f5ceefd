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
  /** Infinite if no bound is known. */
  readonly most: number;
}

/**
 * Bounds of the period of a design that loads nothing. No lane, and no memory, works more than all of the time on what the
 * inputs need.
 *
 * Unless work begins before it is known to be needed, what earlier inputs leave behind can only delay: so an input hands on
 * its first lane no sooner than on an idle machine, and a stream of inputs that wait for all that the one before has begun
 * is no faster. Under `speculate` neither holds: a delay can spare an input work in vain, or bring it about.
 *
 * @throws RangeError if `problemError(problem)` is not undefined
 */
export function residentBounds(problem: ScheduleProblem): PeriodBounds {
  const program = compile(problem);
  const busy = program.laneNames.map(() => 0);
  const home = homeState(program);
  const next = homeState(program);
  let issue = 0;
  let needed = 0;
  let memory = 0;
  let most = 0;
  for (const { run: out, step: last, share } of outcomesOf(program)) {
    run(out, false, home);
    for (const { step } of out.timed.slice(0, last + 1)) {
      // How late a batch shrinks depends on what runs before it.
      busy[step.lane] = at(busy, step.lane) + share * step.expectedNs;
      needed += share * step.memoryNs;
    }
    const { nextNs, memoryNs } = handOver(out, home, last, next, { since: 0 });
    issue += share * nextNs;
    memory += share * memoryNs;
    most += share * Math.max(at(out.timed, last).left, ...next.residual, ...next.buffers);
  }
  const least = Math.max(needed, ...busy);
  return program.speculate
    ? { least, most: Number.POSITIVE_INFINITY }
    : { least: Math.max(least, issue), most: Math.max(most, memory) };
}
