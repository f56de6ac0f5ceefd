/** The input of the scheduler: modules with places, durations and rates. */
import type { Nanoseconds, Share } from '../../base/units';
import type { Policy } from '../../semantics/design';

export type { Policy };

/** Where a stage or exit runs. Each static module has its own hardware; all CPU modules share the CPU. */
export type Place =
  | { readonly kind: 'region'; readonly region: string }
  | { readonly kind: 'static' }
  | { readonly kind: 'cpu' };

/** A batch of n takes fixedNs + n · perInputNs: invocation and pipeline fill, then one interval per input. */
export interface Duration {
  readonly fixedNs: Nanoseconds;
  readonly perInputNs: Nanoseconds;
  /** Time that the memory, which all share, takes for the traffic of one input; 0 if absent. */
  readonly memoryNs?: Nanoseconds;
  /** The duration is a lower bound: something is not modelled. */
  readonly atLeast?: true;
}

/** What a module reads, which stays in its buffer until then. */
interface Reading {
  /** Stages whose results it takes, null for the network's input; by default that of the stage before it. */
  readonly reads?: readonly (string | null)[];
}

export interface ScheduledExit extends Reading {
  readonly name: string;
  readonly place: Place;
  /** Includes branch layers and decision unit. */
  readonly duration: Duration;
  /** Share of all inputs that leave here, 0..1. */
  readonly rate: Share;
}

export interface ScheduledStage extends Reading {
  readonly name: string;
  readonly place: Place;
  readonly duration: Duration;
  /** Checked one after the other after the stage; an input leaves at the first whose criterion it meets. */
  readonly exits?: readonly ScheduledExit[];
}

export type ScheduledModule = Pick<ScheduledStage, 'name' | 'place' | 'duration'>;

/** A sequence of stages, optionally followed by a decision between paths. */
export interface ScheduledPath {
  /** Exits on the network's input, checked before the first stage. */
  readonly exits?: readonly ScheduledExit[];
  /** In path order. */
  readonly stages: readonly ScheduledStage[];
  readonly decision?: ScheduledDecision;
}

/** A decision between paths. Paths that join again are written out separately, with the same modules. */
export interface ScheduledDecision extends Reading {
  readonly name: string;
  readonly place: Place;
  /** Includes decision layers and decision unit. */
  readonly duration: Duration;
  /** At least one, in text order. */
  readonly cases: readonly ScheduledCase[];
}

export interface ScheduledCase extends ScheduledPath {
  readonly name: string;
  /** Share of the inputs that reach the decision. Scaled so that all cases add up to 1. */
  readonly rate: Share;
}

type Arrival = 'back-to-back' | { readonly everyNs: Nanoseconds };

/** Everything the scheduler needs to know about a design: what runs where and for how long. */
export interface ScheduleProblem extends ScheduledPath {
  readonly policy: Policy;
  /** Inputs that go through a stage together, at least 1. */
  readonly batch: number;
  readonly arrival: Arrival;
  /** Time to load any module of a region, by region name. */
  readonly loadNs: Readonly<Record<string, Nanoseconds>>;
  /** Time that the memory takes to hand over a partial bitstream, by region name; 0 if absent. */
  readonly loadMemoryNs?: Readonly<Record<string, Nanoseconds>>;
  /** Load times are lower bounds: something about the modules that determine the regions' sizes is not modelled. */
  readonly loadsAtLeast?: true;
}

/**
 * Whether the times of a schedule are lower bounds, as they are if one of its tasks is: tasks keep their order on every
 * lane, so none starts earlier because another takes longer.
 */
export function isAtLeast(problem: ScheduleProblem): boolean {
  let found = problem.loadsAtLeast === true;
  visitModules(problem, ({ duration }) => {
    found ||= duration.atLeast === true;
  });
  return found;
}

/** Every module of a problem once, in path order, with the cases of a decision in text order. */
export function modulesOf(path: ScheduledPath): readonly ScheduledModule[] {
  const found = new Map<string, ScheduledModule>();
  visitModules(path, (module) => {
    if (!found.has(module.name)) found.set(module.name, module);
  });
  return [...found.values()];
}

/** Visits every occurrence of every module in path order, with the cases of a decision in text order. */
export function visitModules(
  { exits, stages, decision }: ScheduledPath,
  visit: (module: ScheduledModule) => void,
): void {
  exits?.forEach(visit);
  for (const stage of stages) {
    visit(stage);
    stage.exits?.forEach(visit);
  }
  if (decision === undefined) return;
  visit(decision);
  for (const way of decision.cases) visitModules(way, visit);
}

/** The same paths with other modules; an exit for which `each` returns nothing is left out. */
export function mapModules(
  path: ScheduledPath,
  each: <M extends ScheduledExit | ScheduledStage | ScheduledDecision>(
    module: M,
    kind: 'stage' | 'exit' | 'switch',
  ) => M | undefined,
): ScheduledPath {
  const exitsOf = ({ exits = [] }: Pick<ScheduledPath, 'exits'>): readonly ScheduledExit[] =>
    exits.flatMap((exit) => each(exit, 'exit') ?? []);
  const first = path.exits && { exits: exitsOf(path) };
  const stages = path.stages.map((stage) => ({ ...(each(stage, 'stage') ?? stage), exits: exitsOf(stage) }));
  const { decision } = path;
  if (decision === undefined) return { ...first, stages };
  const cases = decision.cases.map((c) => ({ ...mapModules(c, each), name: c.name, rate: c.rate }));
  return { ...first, stages, decision: { ...(each(decision, 'switch') ?? decision), cases } };
}
