/** Times a batch whose inputs take different cases of switches. */
import type { Nanoseconds } from '../../base/units';
import { at } from '../at';
import { finalState } from './machine-state';
import { decisionTimes, exitTimes, mean, type DecisionTimes } from './mixture';
import { type ExitTimes, type PathTimes, timePath } from './path-times';
import type { ScheduleProblem } from '../problem/problem';
import type { Course, Departure, Parted, PartedOutcome, Program } from '../program/program';
import { leftAfter, newRun, run, vainLoadNs, type State } from './run';
import { longestOf, type Schedule, scheduleOf } from './schedule';

/**
 * Times a batch that splits at switches.
 *
 * A batch is at one module at a time. At a decision each of its inputs takes its case; the groups continue one after the
 * other, in text order, and a case that no input takes is skipped. A module that several groups need is loaded and run
 * once, for all of them, when all have reached it. Inputs leave at exits; if that empties a group, the batch continues
 * with the next group.
 *
 * The cases taken at a decision, and the inputs left after an exit, are known when its check ends. Until then, as for a
 * single input, `overlap` issues loads as if some input stayed at every exit, and after a decision only those that are
 * needed whatever is taken; `speculate` loads and computes for the set of cases that a batch most likely takes; `serial`
 * does nothing. Started tasks run to their end.
 *
 * Modules run for the expected number of inputs at them, at least one; the probability that a module runs at all is exact:
 * inputs take cases and exits independently of each other. In the worst case every input goes to the end of its path: the
 * longest over all sets of paths, with one input on each path of the set but one, and all others on that.
 */
export function scheduleParted(
  problem: ScheduleProblem,
  program: Program,
  parted: Parted,
  state: State,
  fromHome: boolean,
): Schedule {
  const timed = parted.courses.map(({ path }) => timePath(program, path, state, fromHome));
  const left = parted.outcomes.map((outcome) => leaveTimes(program, outcome, state));
  const paths = parted.courses.map((course, c) => {
    const own = left.filter((l) => l.outcome.course === c);
    return courseTimes(
      at(timed, c).times,
      worstOf(program, course, state),
      own.flatMap((l) => l.departures),
    );
  });
  const longest = longestOf(paths);
  const departures = left.flatMap((l) => l.departures);
  return scheduleOf(problem, {
    paths,
    longest: at(paths, longest),
    exits: exitTimes(paths).map((exit) => withMeans(exit, departures)),
    decisions: decisionTimes(paths).map((d) => withCases(d, parted.courses, paths, departures)),
    endLatencyNs: meanLatency(departures.filter((d) => d.exit === undefined)),
    leaving: departures,
    batchMeanNs: left.reduce((sum, l) => sum + l.outcome.share * l.leftNs, 0),
    wastedPortNs: left.reduce((sum, l) => sum + l.outcome.share * l.vainNs, 0),
    finalState: finalState(at(timed, longest).out, state),
  });
}

interface TimedDeparture extends Departure {
  readonly latencyNs: Nanoseconds;
  /** Port time of loads in vain if the batch ends here. */
  readonly vainNs: Nanoseconds;
}

interface LeaveTimes {
  readonly outcome: PartedOutcome;
  /** Time until the last input has left. */
  readonly leftNs: Nanoseconds;
  readonly vainNs: Nanoseconds;
  readonly departures: readonly TimedDeparture[];
}

function leaveTimes(program: Program, outcome: PartedOutcome, state: State): LeaveTimes {
  const out = newRun(program, outcome.path);
  run(out, false, state);
  const vainNs = vainLoadNs(out, outcome.step);
  const departures = outcome.departures.map((departure) => ({
    ...departure,
    latencyNs: leftAfter(out, departure.step),
    vainNs: departure.step === outcome.step ? vainNs : 0,
  }));
  return { outcome, leftNs: leftAfter(out, outcome.step), vainNs, departures };
}

function worstOf(program: Program, { splits }: Course, state: State): Nanoseconds {
  const times = splits.map((path) => {
    const out = newRun(program, path);
    run(out, true, state);
    return leftAfter(out, path.steps.length - 1);
  });
  return Math.max(...times);
}

/** Times of a course to its end, with the shares of the inputs that leave along it. */
function courseTimes(
  times: PathTimes,
  worstNs: Nanoseconds,
  departures: readonly TimedDeparture[],
): PathTimes {
  const leaving = (exit: string | undefined): number => shareOf(departures.filter((d) => d.exit === exit));
  return {
    ...times,
    worstNs,
    endRate: leaving(undefined),
    exits: times.exits.map((exit) => ({ ...exit, rate: leaving(exit.name), vainLoadNs: 0 })),
    decisions: times.decisions.map((decision) => ({
      ...decision,
      rate: shareOf(departures.filter((d) => d.choices.some((c) => c.decision === decision.name))),
    })),
  };
}

/** An exit with means over all outcomes of a batch. */
function withMeans(exit: ExitTimes, departures: readonly TimedDeparture[]): ExitTimes {
  const leaving = departures.filter((d) => d.exit === exit.name);
  if (leaving.length === 0) return exit;
  const vainLoadNs = mean(leaving.map((d) => ({ ns: d.vainNs, share: d.share })));
  return { ...exit, rate: shareOf(leaving), latencyNs: meanLatency(leaving), vainLoadNs };
}

/** Decision times with single cases instead of the sets that a batch takes. */
function withCases(
  decision: DecisionTimes,
  courses: readonly Course[],
  paths: readonly PathTimes[],
  departures: readonly TimedDeparture[],
): DecisionTimes {
  const cases = new Map<number, DecisionTimes['cases'][number]>();
  for (const { choices } of courses) {
    for (const { decision: name, case: taken, index } of choices) {
      if (name !== decision.name || cases.has(index)) continue;
      const isTaken = (made: Course['choices']): boolean =>
        made.some((c) => c.decision === name && c.index === index);
      const own = departures.filter((d) => isTaken(d.choices));
      const worst = paths.flatMap((p, i) => (isTaken(at(courses, i).choices) ? [p.worstNs] : []));
      cases.set(index, {
        name: taken,
        rate: shareOf(own),
        meanNs: meanLatency(own),
        worstNs: Math.max(...worst),
      });
    }
  }
  return { ...decision, cases: [...cases].sort(([a], [b]) => a - b).map(([, times]) => times) };
}

function meanLatency(departures: readonly TimedDeparture[]): Nanoseconds {
  return mean(departures.map((d) => ({ ns: d.latencyNs, share: d.share })));
}

/** Sum of the shares without rounding errors. */
function shareOf(departures: readonly Departure[]): number {
  return Math.round(departures.reduce((sum, d) => sum + d.share, 0) * 1e12) / 1e12;
}
