/** The compiled form of a schedule problem, on which all timing runs. */
import { at, numberAt } from '../at';
import type { Layout } from './numbering';
import type { Nanoseconds } from '../../base/units';
import type { Duration, ScheduleProblem } from '../problem/problem';
import type { Choice, PlacedModule } from '../problem/shares';

/**
 * A problem flattened for the scheduler: every module has a number, and every path through the decisions is a list of
 * steps (computes and checks, in path order), so that a run is a single pass over that list. A problem without decisions
 * has one path, whose steps are its modules.
 *
 * Lanes are numbered: the regions from 0, then the port, the CPU, and one lane for each static module.
 */
export interface Program {
  /** Names of the modules. */
  readonly names: readonly string[];
  /** For each module, the number of its region, -1 if it is resident. */
  readonly moduleRegion: readonly number[];
  readonly regions: readonly string[];
  readonly laneNames: readonly string[];
  /** Time of the memory for a load, by region. */
  readonly loadMemoryNs: readonly number[];
  readonly port: number;
  readonly serial: boolean;
  readonly speculate: boolean;
  readonly batch: number;
  /** A batch of one path whose stages run ahead of checks: it shrinks later than inputs leave. */
  readonly shrinksLate: boolean;
  /** Every path through all decisions; if a batch splits, one for every set of paths that its inputs can take. */
  readonly paths: readonly PathProgram[];
  /** Present if a batch splits at switches. */
  readonly parted: Parted | undefined;
}

/** One path through all decisions or, for a batch that splits, the merged path of a set of them. */
export interface PathProgram {
  readonly choices: readonly Choice[];
  readonly steps: readonly Step[];
  readonly exits: readonly ProgramExit[];
  /** Share of all inputs that take this path to its end. */
  readonly endShare: number;
  /** Share of batches whose last input takes this path to its end. */
  readonly endBatchShare: number;
  /** The last module that computes, whose result is read when the input leaves. */
  readonly lastCompute: number;
}

export interface Step {
  /** Position on the path. */
  readonly index: number;
  readonly module: number;
  readonly name: string;
  /** Whether the module is an exit or a decision. */
  readonly isCheck: boolean;
  readonly lane: number;
  /** -1 for a resident module. */
  readonly region: number;
  /** Values that it reads: the modules that make them, or `inputOf` for the network's input. */
  readonly reads: readonly number[];
  /** Time to load the module, 0 for a resident one. */
  readonly loadNs: number;
  /** Duration if every input is still alive: the worst case. */
  readonly worstNs: number;
  /** Expected number of inputs still alive; a step that runs at all runs for at least one. */
  readonly inputs: number;
  readonly duration: Duration;
  /** Duration for so many. The same as worstNs for a batch of one. */
  readonly expectedNs: number;
  /** Time of the memory for the traffic of so many. */
  readonly memoryNs: number;
  readonly decision: ProgramDecision | undefined;
  /** For an exit at which a whole group of a batch leaves while others go on: the path if some of the group had stayed. */
  readonly ahead: PathProgram | undefined;
}

export interface ProgramExit {
  readonly name: string;
  readonly step: number;
  /** Share of all inputs that leave here and would have taken this path. */
  readonly share: number;
  /** Share of batches whose last input leaves here; equals `share` for a batch of one. */
  readonly batchShare: number;
}

/** Work that may be done for this path before a decision on it is known. */
export interface ProgramDecision {
  readonly name: string;
  /** Share of all inputs that reach the decision and take this path. */
  readonly share: number;
  /** Steps whose load every case needs next in its region, in the order of issue. */
  readonly common: readonly Step[];
  /** The most likely path from here, if it is another one. */
  likeliest: PathProgram | undefined;
}

/** The paths of a batch that splits at switches. */
export interface Parted {
  /** For each of `paths`: the cases taken by inputs that go to the end. */
  readonly courses: readonly Course[];
  readonly outcomes: readonly PartedOutcome[];
}

export interface Course {
  readonly path: PathProgram;
  /** Every case taken. */
  readonly choices: readonly Choice[];
  /** The path once for each of its ways, with `worstNs` for all inputs on that way except one on each other way. */
  readonly splits: readonly PathProgram[];
}

/** A set of modules that at least one input of a batch reaches. */
export interface PartedOutcome {
  readonly path: PathProgram;
  /** Last step taken; later steps are tasks that may have started in vain. */
  readonly step: number;
  /** Share of batches. */
  readonly share: number;
  /** Number of its course, as if no input had left at an exit. */
  readonly course: number;
  readonly departures: readonly Departure[];
}

/** A point at which some inputs of a batch leave. */
export interface Departure {
  readonly choices: readonly Choice[];
  /** Undefined at the end of the network. */
  readonly exit: string | undefined;
  readonly step: number;
  /** Share of all inputs. */
  readonly share: number;
}

/** Number of the network's input among the values that have buffers; those of modules have the modules' numbers. */
export function inputOf({ names }: Program): number {
  return names.length;
}

/** One module as a step of a path; `alive` is the share of all inputs that reach it. */
export function stepOf(
  problem: ScheduleProblem,
  layout: Layout,
  { name, kind, alive }: Pick<PlacedModule, 'name' | 'kind' | 'alive'>,
  index: number,
  { reads = [], decision, ahead }: Partial<Pick<Step, 'reads' | 'decision' | 'ahead'>> = {},
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
    reads,
    loadNs: place.kind === 'region' ? Math.round(problem.loadNs[place.region] ?? Number.NaN) : 0,
    worstNs: Math.round(duration.fixedNs + batch * duration.perInputNs),
    ...forInputs(duration, Math.max(1, batch * alive)),
    decision,
    ahead,
  };
}

/** What each module of a path reads. */
export function readsOf(
  { idOf }: Layout,
  modules: readonly Pick<PlacedModule, 'name' | 'kind' | 'reads'>[],
): readonly (readonly number[])[] {
  const input = idOf.size;
  let before = input;
  return modules.map(({ name, kind, reads }) => {
    const own = reads?.map((value) => (value === null ? input : (idOf.get(value) ?? input))) ?? [before];
    if (kind === 'compute') before = idOf.get(name) ?? -1;
    return own;
  });
}

export function lastComputeOf(steps: readonly Step[]): number {
  return steps.findLast((s) => !s.isCheck)?.module ?? -1;
}

/** What a step takes for a number of inputs, which need not be whole. */
export function forInputs(
  duration: Duration,
  inputs: number,
): Pick<Step, 'inputs' | 'duration' | 'expectedNs' | 'memoryNs'> {
  const { memoryNs = 0 } = duration;
  return { inputs, duration, expectedNs: timeFor(duration, inputs), memoryNs: inputs * memoryNs };
}

export function timeFor({ fixedNs, perInputNs }: Duration, inputs: number): Nanoseconds {
  return Math.round(fixedNs + inputs * perInputNs);
}
