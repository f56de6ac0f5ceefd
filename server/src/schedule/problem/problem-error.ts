/** Checks that a schedule problem can be timed. */
import { partingError } from './parting';
import type { ScheduledModule, ScheduledPath, ScheduleProblem } from './problem';
import { waysOf } from './shares';

/**
 * Why a problem has no timeline, as text, or undefined if it has one. Rates are not checked: shares above 100 % are cut
 * in path order, which another diagnostic reports.
 */
export function problemError(problem: ScheduleProblem): string | undefined {
  if (!Number.isInteger(problem.batch) || problem.batch < 1)
    return 'the batch must be a whole number of at least 1';
  if (problem.arrival !== 'back-to-back' && !isTime(problem.arrival.everyNs))
    return 'the arrival period must be a finite time';
  const error = pathError(problem, problem);
  if (error !== undefined) return error;
  const ways = wayCount(problem);
  if (ways > MOST_WAYS) {
    return `the switches make ${ways} paths through the network; at most ${MOST_WAYS} are modelled`;
  }
  if (problem.decision === undefined || problem.batch === 1) return undefined;
  return partingError(waysOf(problem), problem.batch);
}

/** The stream runs every path in every state. */
const MOST_WAYS = 256;

function wayCount({ decision }: ScheduledPath): number {
  return decision === undefined ? 1 : decision.cases.reduce((sum, c) => sum + wayCount(c), 0);
}

function pathError(problem: ScheduleProblem, path: ScheduledPath): string | undefined {
  const { exits, stages, decision } = path;
  if (stages.length === 0 && decision === undefined) return 'no stage to run';
  for (const module of [...(exits ?? []), ...stages.flatMap((s) => [s, ...(s.exits ?? [])])]) {
    const error = moduleError(problem, module);
    if (error !== undefined) return error;
  }
  if (decision === undefined) return undefined;
  if (decision.cases.length === 0) return `'${decision.name}' has no case`;
  const error = moduleError(problem, decision);
  if (error !== undefined) return error;
  for (const way of decision.cases) {
    const caseError = pathError(problem, way);
    if (caseError !== undefined) return caseError;
  }
  return undefined;
}

function moduleError(
  problem: ScheduleProblem,
  { name, place, duration }: ScheduledModule,
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
