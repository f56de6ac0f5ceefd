import { at, numberAt } from './at';
import { commonLoads, keyOf, likeliestChoices } from './foresight';
import { layOut, type Layout } from './layout';
import { problemError, type ScheduleProblem } from './problem';
import { type Choice, type PlacedModule, type Way, waysOf } from './shares';

/**
 * A problem flattened for the scheduler: every module numbered once, and every way through the decisions as
 * a list of steps (computes and checks, in path order), so that one run is a single pass over that list.
 * A problem without decisions has one path, whose steps are its modules.
 *
 * Lanes are numbered: the regions from 0, then the port, the CPU, and one lane for each static module.
 */
export interface Program {
  /** By module. */
  readonly names: readonly string[];
  /** Of a module: the number of its region, -1 for a resident one. */
  readonly moduleRegion: readonly number[];
  readonly regions: readonly string[];
  readonly laneNames: readonly string[];
  readonly port: number;
  readonly serial: boolean;
  readonly speculate: boolean;
  readonly batch: number;
  readonly paths: readonly PathProgram[];
}

/** One way through all decisions. */
export interface PathProgram {
  readonly choices: readonly Choice[];
  readonly steps: readonly Step[];
  readonly exits: readonly ProgramExit[];
  /** Share of all inputs that go this way to its end. */
  readonly endShare: number;
  /** Share of batches whose last input goes this way to its end. */
  readonly endBatchShare: number;
}

export interface Step {
  /** Place on the path. */
  readonly index: number;
  readonly module: number;
  readonly name: string;
  /** Of an exit or a decision. */
  readonly isCheck: boolean;
  readonly lane: number;
  /** -1 for a resident module. */
  readonly region: number;
  /** Time to load the module, 0 for a resident one. */
  readonly loadNs: number;
  /** With every input still alive: the worst case. */
  readonly worstNs: number;
  /** With the expected number still alive. The same as worstNs for a batch of one. */
  readonly expectedNs: number;
  readonly decision: ProgramDecision | undefined;
}

interface ProgramExit {
  readonly name: string;
  readonly step: number;
  /** Share of all inputs that leave here and would have gone this way. */
  readonly share: number;
  /** Share of batches whose last input leaves here; equals `share` for a batch of one. */
  readonly batchShare: number;
}

/** What may be done for this path before a decision on it is known. */
export interface ProgramDecision {
  readonly name: string;
  /** Share of all inputs that the decision is made for and that go this way. */
  readonly share: number;
  /** Steps whose load every case needs as the next of its region, in the order in which they are issued. */
  readonly common: readonly number[];
  /** The path that is most likely from here, if it is another one. */
  likeliest: PathProgram | undefined;
}

/** Shares below this are rounding errors of summed rates. */
const SHARE_TOLERANCE = 1e-12;

/** @throws RangeError with the words of `problemError` */
export function compile(problem: ScheduleProblem): Program {
  const error = problemError(problem);
  if (error !== undefined) throw new RangeError(error);
  const machine = layOut(problem);
  const ways = waysOf(problem);
  const { decision } = problem;
  const early = decision === undefined ? undefined : commonLoads(problem, machine);
  const paths = ways.map((way) => pathProgram(problem, machine, way, early));
  if (decision !== undefined) setLikeliest(ways, paths, likeliestChoices(problem));
  return {
    names: machine.modules.map((m) => m.name),
    moduleRegion: machine.moduleRegion,
    regions: machine.regions,
    laneNames: machine.laneNames,
    port: machine.regions.length,
    serial: problem.policy === 'serial',
    speculate: problem.policy === 'speculate',
    batch: problem.batch,
    paths,
  };
}

function pathProgram(
  problem: ScheduleProblem,
  machine: Layout,
  way: Way,
  early: ReadonlyMap<string, readonly number[]> | undefined,
): PathProgram {
  const { batch } = problem;
  const { choices } = way;
  const ids = way.modules.map((m) => machine.idOf.get(m.name) ?? -1);
  const weights = early === undefined ? undefined : weightsAfter(way.modules);
  const exits: ProgramExit[] = [];
  let decided = 0;
  const steps = way.modules.map((placed, index): Step => {
    const { name, kind, alive } = placed;
    const share = weights?.[index] ?? 1;
    if (kind === 'check') exits.push(exitOf(placed, index, share, batch));
    let decision: ProgramDecision | undefined;
    if (kind === 'decision') {
      const loads = early?.get(keyOf(choices.slice(0, decided++), name)) ?? [];
      const common = loads.map((id) => ids.indexOf(id, index + 1));
      decision = { name, share: alive * share, common, likeliest: undefined };
    }
    const module = numberAt(ids, index);
    const { place, duration } = at(machine.modules, module);
    return {
      index,
      module,
      name,
      isCheck: kind !== 'compute',
      lane: numberAt(machine.moduleLane, module),
      region: numberAt(machine.moduleRegion, module),
      loadNs: place.kind === 'region' ? Math.round(problem.loadNs[place.region] ?? Number.NaN) : 0,
      worstNs: Math.round(duration.fixedNs + batch * duration.perInputNs),
      // A step that runs at all runs for one input at least.
      expectedNs: Math.round(duration.fixedNs + Math.max(1, batch * alive) * duration.perInputNs),
      decision,
    };
  });
  const end = way.modules.at(-1);
  const endShare = end === undefined ? 1 : goingOn(end);
  const endBatchShare = batch === 1 ? endShare : 1 - (1 - endShare) ** batch;
  return { choices, steps, exits, endShare, endBatchShare };
}

function exitOf(placed: PlacedModule, step: number, weight: number, batch: number): ProgramExit {
  const { name, alive, leaving } = placed;
  const share = leaving * weight;
  // A batch is done when its last input has left: the largest of n independent draws.
  const batchShare = batch === 1 ? share : (1 - goingOn(placed)) ** batch - (1 - alive) ** batch;
  return { name, step, share, batchShare };
}

function goingOn({ alive, leaving }: PlacedModule): number {
  const left = alive - leaving;
  return left < SHARE_TOLERANCE ? 0 : left;
}

/** What an earlier step lets go is split among the ways that part behind it. By step, what comes this way. */
function weightsAfter(modules: readonly PlacedModule[]): readonly number[] {
  const weights = new Array<number>(modules.length).fill(1);
  for (let i = modules.length - 2; i >= 0; i--) {
    weights[i] = at(weights, i + 1) * at(modules, i + 1).caseShare;
  }
  return weights;
}

/** Where a decision may go another way than its likeliest, the path that this would be. */
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
