import type { Nanoseconds, Share } from '../../base/units';
import type { Policy } from '../../semantics/design';

export type { Policy };

/** Where a stage or an exit runs. Each static module is hardware of its own; the CPU is one for all. */
export type Place =
  | { readonly kind: 'region'; readonly region: string }
  | { readonly kind: 'static' }
  | { readonly kind: 'cpu' };

/** A batch of n takes fixedNs + n · perInputNs: invoke overhead and pipeline fill, then the interval. */
export interface Duration {
  readonly fixedNs: Nanoseconds;
  readonly perInputNs: Nanoseconds;
  /** It takes longer, by what is not modelled. */
  readonly atLeast?: true;
}

export interface ScheduledExit {
  readonly name: string;
  readonly place: Place;
  /** Branch layers and decision unit together. */
  readonly duration: Duration;
  /** Share of all inputs that leave here, 0..1. */
  readonly rate: Share;
}

export interface ScheduledStage {
  readonly name: string;
  readonly place: Place;
  readonly duration: Duration;
  /** Checked one after the other once the stage has ended; an input leaves at the first that lets it. */
  readonly exits?: readonly ScheduledExit[];
}

export type ScheduledModule = Pick<ScheduledStage, 'name' | 'place' | 'duration'>;

/** Stages one after the other and, behind them, a decision between ways to go on. */
export interface ScheduledPath {
  /** In path order. */
  readonly stages: readonly ScheduledStage[];
  readonly decision?: ScheduledDecision;
}

/** A decision between paths. Paths that meet again are written out, each with the same modules. */
export interface ScheduledDecision {
  readonly name: string;
  readonly place: Place;
  /** Decision layers and decision unit together. */
  readonly duration: Duration;
  /** At least one, in the order of the text. */
  readonly cases: readonly ScheduledCase[];
}

export interface ScheduledCase extends ScheduledPath {
  readonly name: string;
  /** Share of the inputs that the decision is made for. Scaled so that all cases make 1. */
  readonly rate: Share;
}

type Arrival = 'back-to-back' | { readonly everyNs: Nanoseconds };

/** Everything the scheduler needs to know of a design: who runs where and for how long. */
export interface ScheduleProblem extends ScheduledPath {
  readonly policy: Policy;
  /** Inputs that pass a stage together, at least 1. */
  readonly batch: number;
  readonly arrival: Arrival;
  /** Time to load any module of a region, by region name. */
  readonly loadNs: Readonly<Record<string, Nanoseconds>>;
  /** Regions are larger than these loads say, by what is not modelled of the modules that size them. */
  readonly loadsAtLeast?: true;
}

/**
 * All times of a schedule are lower bounds where one of its tasks is: tasks keep their order on every lane, so that none
 * begins earlier for another that takes longer.
 */
export function isAtLeast(problem: ScheduleProblem): boolean {
  let found = problem.loadsAtLeast === true;
  visitModules(problem, ({ duration }) => {
    found ||= duration.atLeast === true;
  });
  return found;
}

/** Every module of a problem once, in path order, the cases of a decision in the order of the text. */
export function modulesOf(path: ScheduledPath): readonly ScheduledModule[] {
  const found = new Map<string, ScheduledModule>();
  visitModules(path, (module) => {
    if (!found.has(module.name)) found.set(module.name, module);
  });
  return [...found.values()];
}

/** Every place of every module, in path order, the cases of a decision in the order of the text. */
export function visitModules(
  { stages, decision }: ScheduledPath,
  visit: (module: ScheduledModule) => void,
): void {
  for (const stage of stages) {
    visit(stage);
    stage.exits?.forEach(visit);
  }
  if (decision === undefined) return;
  visit(decision);
  for (const way of decision.cases) visitModules(way, visit);
}

/** The same paths with other modules; an exit that `each` gives nothing for is left out. */
export function mapModules(
  path: ScheduledPath,
  each: <M extends ScheduledExit | ScheduledStage | ScheduledDecision>(
    module: M,
    kind: 'stage' | 'exit' | 'switch',
  ) => M | undefined,
): ScheduledPath {
  const stages = path.stages.map((stage) => {
    const exits = (stage.exits ?? []).flatMap((exit) => each(exit, 'exit') ?? []);
    return { ...(each(stage, 'stage') ?? stage), exits };
  });
  const { decision } = path;
  if (decision === undefined) return { stages };
  const cases = decision.cases.map((c) => ({ ...mapModules(c, each), name: c.name, rate: c.rate }));
  return { stages, decision: { ...(each(decision, 'switch') ?? decision), cases } };
}
