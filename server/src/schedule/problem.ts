import type { Nanoseconds, Share } from '../base/units';

/** Where a stage or an exit runs. Each static module is hardware of its own; the CPU is one for all. */
export type Place =
  | { readonly kind: 'region'; readonly region: string }
  | { readonly kind: 'static' }
  | { readonly kind: 'cpu' };

/** A batch of n takes fixedNs + n · perInputNs: invoke overhead and pipeline fill, then the interval. */
export interface Duration {
  readonly fixedNs: Nanoseconds;
  readonly perInputNs: Nanoseconds;
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

export type Policy = 'serial' | 'overlap' | 'speculate';

type Arrival = 'back-to-back' | { readonly everyNs: Nanoseconds };

/** Everything the scheduler needs to know of a design: who runs where and for how long. */
export interface ScheduleProblem {
  readonly policy: Policy;
  /** Inputs that pass a stage together, at least 1. */
  readonly batch: number;
  readonly arrival: Arrival;
  /** In path order. */
  readonly stages: readonly ScheduledStage[];
  /** Time to load any module of a region, by region name. */
  readonly loadNs: Readonly<Record<string, Nanoseconds>>;
}

/**
 * Why a problem has no timeline, in words, or undefined if it has one. Rates are not looked at: shares
 * above 100 % are cut in path order, as a diagnostic elsewhere tells.
 */
export function problemError(problem: ScheduleProblem): string | undefined {
  if (problem.stages.length === 0) return 'no stage to run';
  if (!Number.isInteger(problem.batch) || problem.batch < 1)
    return 'the batch must be a whole number from 1 up';
  if (problem.arrival !== 'back-to-back' && !isTime(problem.arrival.everyNs))
    return 'the arrival period must be a time';
  for (const stage of problem.stages) {
    const error = moduleError(problem, stage);
    if (error !== undefined) return error;
    for (const exit of stage.exits ?? []) {
      const exitError = moduleError(problem, exit);
      if (exitError !== undefined) return exitError;
    }
  }
  return undefined;
}

function moduleError(
  problem: ScheduleProblem,
  { name, place, duration }: Pick<ScheduledStage, 'name' | 'place' | 'duration'>,
): string | undefined {
  if (!isTime(duration.fixedNs) || !isTime(duration.perInputNs)) return `'${name}' has no finite duration`;
  if (place.kind === 'region' && !isTime(problem.loadNs[place.region])) {
    return `region '${place.region}' has no finite load time`;
  }
  return undefined;
}

function isTime(ns: number | undefined): boolean {
  return ns !== undefined && Number.isFinite(ns) && ns >= 0;
}
