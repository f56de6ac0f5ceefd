import { at, numberAt } from '../at';
import type { Layout } from './layout';
import type { ScheduleProblem } from '../problem/problem';
import type { Choice, PlacedModule } from '../problem/shares';

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
  /** Every way through all decisions; where a batch parts, every set of ways that its inputs can take. */
  readonly paths: readonly PathProgram[];
  /** Where a batch parts. */
  readonly parted: Parted | undefined;
}

/** One way through all decisions, or what a batch that parts passes in place of it. */
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
  /** Of an exit that a whole group of a batch leaves at, while others go on: the path if some had stayed. */
  readonly ahead: PathProgram | undefined;
}

export interface ProgramExit {
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
  readonly common: readonly Step[];
  /** The path that is most likely from here, if it is another one. */
  likeliest: PathProgram | undefined;
}

/** A batch that parts at switches. */
export interface Parted {
  /** As `paths`: sets of cases that are taken to the end. */
  readonly courses: readonly Course[];
  readonly outcomes: readonly PartedOutcome[];
}

export interface Course {
  readonly path: PathProgram;
  /** Every case that is taken. */
  readonly choices: readonly Choice[];
  /** The path once for each of its ways, `worstNs` being with all inputs on it but one for each other way. */
  readonly splits: readonly PathProgram[];
}

/** Which modules at least one input of a batch gets to. */
export interface PartedOutcome {
  readonly path: PathProgram;
  /** Last step that is taken; what follows are tasks that may have started in vain. */
  readonly step: number;
  /** Share of batches. */
  readonly share: number;
  /** Number of the course that it belongs to, as if nobody had left at an exit. */
  readonly course: number;
  readonly departures: readonly Departure[];
}

/** Where some of the inputs of a batch leave. */
export interface Departure {
  readonly choices: readonly Choice[];
  /** Undefined at the end of the network. */
  readonly exit: string | undefined;
  readonly step: number;
  /** Share of all inputs. */
  readonly share: number;
}

/** One module as a step of a path; `alive` is the share of all inputs that get to it. */
export function stepOf(
  problem: ScheduleProblem,
  layout: Layout,
  { name, kind, alive }: Pick<PlacedModule, 'name' | 'kind' | 'alive'>,
  index: number,
  decision?: ProgramDecision,
  ahead?: PathProgram,
): Step {
  const { batch } = problem;
  const module = layout.idOf.get(name) ?? -1;
  const { place, duration } = at(layout.modules, module);
  return {
    index,
    module,
    name,
    isCheck: kind !== 'compute',
    lane: numberAt(layout.moduleLane, module),
    region: numberAt(layout.moduleRegion, module),
    loadNs: place.kind === 'region' ? Math.round(problem.loadNs[place.region] ?? Number.NaN) : 0,
    worstNs: Math.round(duration.fixedNs + batch * duration.perInputNs),
    // A step that runs at all runs for one input at least.
    expectedNs: Math.round(duration.fixedNs + Math.max(1, batch * alive) * duration.perInputNs),
    decision,
    ahead,
  };
}
