/** Times one input along a path with every subset of its exits. */
import type { Share } from '../../base/units';
import { at, numberAt } from '../at';
import { compile } from '../program/compile';
import { type Step, forInputs } from '../program/program';
import { type ScheduleProblem, modulesOf } from '../problem/problem';
import { goingOn } from '../problem/shares';
import { type Run, begin, homeState, newRun, proceed, takeOver } from './run';

/** Most exits whose subsets are timed: there are 2^n of them. */
export const MOST_EXITS = 20;

/**
 * Times of one input from home, by the chosen exits as a bit mask with the first exit of the path in bit 0. The others are as
 * if they were not written; the stages stay.
 */
export interface SubsetTimes {
  /** Mean latency of an input, in whole nanoseconds: `Schedule.meanNs`. */
  readonly meanNs: Float64Array;
  /** Latency of the whole path with all inputs alive: `Schedule.worstNs`. */
  readonly worstNs: Float64Array;
}

/** A region holds the first module of the path that is placed in it: here, whichever comes to it first. */
const HOME = -2;

/**
 * Times all subsets. They share their beginnings, so each check is timed once for each choice of the exits before it.
 *
 * @param rateOf share of all inputs that leave at the last exit of a mask if the mask's others come before it
 * @throws RangeError for a decision between paths, for more than `MOST_EXITS` exits, and with the text of `problemError`
 */
export function everySubset(problem: ScheduleProblem, rateOf: (exits: number) => Share): SubsetTimes {
  const program = compile(problem);
  const path = at(program.paths, 0);
  const exits = path.exits.length;
  if (problem.decision !== undefined) throw new RangeError('paths that part have no common exits');
  if (exits > MOST_EXITS) throw new RangeError(`more than ${MOST_EXITS} exits`);
  const home = { ...homeState(program), contents: program.regions.map(() => HOME) };
  const durations = new Map(modulesOf(problem).map((m) => [m.name, m.duration]));
  const { batch } = problem;
  const runs = Array.from({ length: exits + 1 }, () => newRun(program, { ...path, steps: [] }));

  /** The rest of the path from a step on, in a run of its own for each exit that is chosen. */
  const goOn = (from: number, out: Run, before: Chosen, visit: Visit): void => {
    let { bit } = before;
    for (let i = from; i < path.steps.length; i++) {
      const step = at(path.steps, i);
      if (!step.isCheck) {
        take(out, step, before.alive);
        continue;
      }
      const fork = at(runs, ++bit);
      takeOver(out.machine, fork.machine);
      take(fork, step, before.alive);
      const mask = before.mask | (1 << (bit - 1));
      const leaving = before.rated ? Math.min(Math.max(0, rateOf(mask)), before.alive) : 0;
      goOn(i + 1, fork, { ...before, ...left(before, leaving, fork.machine.allEnd), mask, bit }, visit);
    }
    visit(before, out.machine.allEnd);
  };
  const take = (out: Run, step: Step, alive: Share): void => {
    const { contents } = out.machine;
    const { region, name, module } = step;
    if (region >= 0 && numberAt(contents, region) === HOME) contents[region] = module;
    const duration = durations.get(name);
    const own =
      batch === 1 || duration === undefined
        ? step
        : { ...step, ...forInputs(duration, Math.max(1, batch * alive)) };
    proceed(out, own, undefined, false);
  };
  const all = (rated: boolean, visit: Visit): void => {
    const first = at(runs, 0);
    begin(first, home);
    goOn(0, first, { mask: 0, bit: 0, alive: 1, meanNs: 0, rated }, visit);
  };

  const meanNs = new Float64Array(2 ** exits);
  const worstNs = new Float64Array(2 ** exits);
  all(true, (chosen, endNs) => {
    meanNs[chosen.mask] = Math.round(chosen.meanNs + chosen.alive * endNs);
    worstNs[chosen.mask] = endNs;
  });
  if (batch > 1) all(false, ({ mask }, endNs) => (worstNs[mask] = endNs));
  return { meanNs, worstNs };
}

/** The exits chosen so far. */
interface Chosen {
  readonly mask: number;
  /** How many exits of the path have been passed, chosen or not. */
  readonly bit: number;
  /** Share of all inputs that are left. */
  readonly alive: Share;
  /** Sum of share · latency over those that are not. */
  readonly meanNs: number;
  /** Whether inputs leave at exits at all. */
  readonly rated: boolean;
}

type Visit = (chosen: Chosen, endNs: number) => void;

function left(
  { alive, meanNs }: Chosen,
  leaving: Share,
  latencyNs: number,
): Pick<Chosen, 'alive' | 'meanNs'> {
  return { alive: goingOn({ alive, leaving }), meanNs: meanNs + leaving * latencyNs };
}
