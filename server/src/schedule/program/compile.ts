/** Compiles a schedule problem into a program. */
import { at } from '../at';
import { commonLoads, keyOf, likeliestChoices } from './foresight';
import { layOut, type Layout } from './numbering';
import { partedPaths } from './parted-paths';
import type { ScheduleProblem } from '../problem/problem';
import { problemError } from '../problem/problem-error';
import {
  lastComputeOf,
  type PathProgram,
  type Program,
  type ProgramExit,
  readsOf,
  type Step,
  stepOf,
} from './program';
import { goingOn, type PlacedModule, type Way, waysOf } from '../problem/shares';

/** @throws RangeError with the text of `problemError` */
export function compile(problem: ScheduleProblem): Program {
  const error = problemError(problem);
  if (error !== undefined) throw new RangeError(error);
  const layout = layOut(problem);
  const ways = waysOf(problem);
  const { decision, batch } = problem;
  const isParted = decision !== undefined && batch > 1;
  const early = decision === undefined || isParted ? undefined : commonLoads(problem, layout);
  const parted = isParted ? partedPaths(problem, layout, ways) : undefined;
  const paths = parted
    ? parted.courses.map((c) => c.path)
    : ways.map((way) => pathProgram(problem, layout, way, early));
  if (decision !== undefined && !isParted) setLikeliest(ways, paths, likeliestChoices(problem));
  return {
    names: layout.modules.map((m) => m.name),
    moduleRegion: layout.moduleRegion,
    regions: layout.regions,
    laneNames: layout.laneNames,
    loadMemoryNs: layout.regions.map((r) => problem.loadMemoryNs?.[r] ?? 0),
    port: layout.regions.length,
    serial: problem.policy === 'serial',
    speculate: problem.policy === 'speculate',
    batch,
    shrinksLate: problem.policy === 'speculate' && batch > 1 && decision === undefined,
    paths,
    parted,
  };
}

function pathProgram(
  problem: ScheduleProblem,
  layout: Layout,
  way: Way,
  early: ReadonlyMap<string, readonly number[]> | undefined,
): PathProgram {
  const { batch } = problem;
  const { choices } = way;
  const weights = early === undefined ? undefined : weightsAfter(way.modules);
  const exits: ProgramExit[] = [];
  let decided = 0;
  const reads = readsOf(layout, way.modules);
  const steps = way.modules.map((placed, index): Step => {
    const { name, kind, alive } = placed;
    const share = weights?.[index] ?? 1;
    if (kind === 'check') exits.push(exitOf(placed, index, share, batch));
    const read = at(reads, index);
    if (kind !== 'decision') return stepOf(problem, layout, placed, index, { reads: read });
    const loads = early?.get(keyOf(choices.slice(0, decided++), name)) ?? [];
    const common = loads.map((id) => {
      const i = way.modules.findIndex((m, place) => place > index && layout.idOf.get(m.name) === id);
      return stepOf(problem, layout, at(way.modules, i), i);
    });
    const decision = { name, share: alive * share, common, likeliest: undefined };
    return stepOf(problem, layout, placed, index, { reads: read, decision });
  });
  const end = way.modules.at(-1);
  const endShare = end === undefined ? 1 : goingOn(end);
  const endBatchShare = batch === 1 ? endShare : 1 - (1 - endShare) ** batch;
  return { choices, steps, exits, endShare, endBatchShare, lastCompute: lastComputeOf(steps) };
}

function exitOf(placed: PlacedModule, step: number, weight: number, batch: number): ProgramExit {
  const { name, alive, leaving } = placed;
  const share = leaving * weight;
  // A batch is done when its last input has left: the largest of n independent draws.
  const batchShare = batch === 1 ? share : (1 - goingOn(placed)) ** batch - (1 - alive) ** batch;
  return { name, step, share, batchShare };
}

/** For each step, the share of its leaving inputs that belongs to this path; paths that split later divide them. */
function weightsAfter(modules: readonly PlacedModule[]): readonly number[] {
  const weights = new Array<number>(modules.length).fill(1);
  for (let i = modules.length - 2; i >= 0; i--) {
    weights[i] = at(weights, i + 1) * at(modules, i + 1).caseShare;
  }
  return weights;
}

/** Sets the most likely path of each decision at which this path takes a different case. */
function setLikeliest(
  ways: readonly Way[],
  paths: readonly PathProgram[],
  likely: ReadonlyMap<string, number>,
): void {
  paths.forEach((path, p) => {
    const { choices } = at(ways, p);
    let made = 0;
    for (const { decision } of path.steps) {
      if (decision === undefined) continue;
      const level = made++;
      if (choices[level]?.index === likely.get(decision.name)) continue;
      const other = ways.findIndex((way) =>
        way.choices.every((c, i) =>
          i < level
            ? c.index === choices[i]?.index && c.decision === choices[i].decision
            : c.index === likely.get(c.decision),
        ),
      );
      decision.likeliest = paths[other];
    }
  });
}
