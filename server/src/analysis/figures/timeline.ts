/** Builds and schedules a design's timeline. */
import type { Nanoseconds, Share } from '../../base/units';
import { isEqual } from '../../base/equal';
import { lazy } from '../../base/memo';
import { isAtLeast as isResourcesAtLeast } from '../../base/resources';
import {
  type Schedule,
  type ScheduleProblem,
  type ScheduledPath,
  type Stream,
  isAtLeast,
  problemError,
  scheduleOnce,
  scheduleStream,
} from '../../schedule/index';
import type { ExitSpec, Policy } from '../../semantics/design';
import type {
  Analysis,
  LoadSpan,
  ModuleFigures,
  ProfileFigures,
  RegionFigures,
  Target,
  TimelineFigures,
} from '../analysis';
import { onlyCalled } from './modules';
import { withReaders } from './readers';
import { caseRates, waysOf } from './ways';

/** A timeline, or what is missing for one, in words. */
export type TimelineOutcome = TimelineFigures | { readonly missing: string };

/**
 * The chain of a stream's states takes time cubic in its exits: about 0.1 s at this many stages. No part has room for
 * nearly as many modules.
 */
export const MOST_STAGES = 128;

/** Schedules one input along the network's path, or the paths that switches choose between, under the design's policy. */
export function timelineOf(
  { design, lists, modules }: Pick<Analysis, 'design' | 'lists' | 'modules'>,
  regions: readonly RegionFigures[],
  target: Target,
  policy: Policy | undefined,
  profile: ProfileFigures | undefined,
): TimelineOutcome {
  const moduleOf = new Map(modules.map((m) => [m.spec, m]));
  const knowsSome = modules.some((m) => m.kind === 'stage' && m.duration !== undefined);
  const ways = waysOf(
    design,
    (spec) => timeOf(moduleOf.get(spec), knowsSome, target),
    (exit) => rateOf(exit, profile),
    ({ name, cases }) => caseRatesIn(profile, name) ?? caseRates(cases),
  );
  if ('missing' in ways) return ways;
  if (regions.some((r) => r.stale && r.loadNs === undefined))
    return { missing: 'the regions with `pblock auto` are being placed: times follow' };
  const unplaced = regions.find((r) => r.loadNs === undefined && r.infeasible !== undefined);
  if (unplaced)
    return { missing: `region '${unplaced.spec.name}' has no place: times follow once it has one` };
  const loadNs: Record<string, Nanoseconds> = {};
  const loadMemoryNs: Record<string, Nanoseconds> = {};
  for (const { spec, loadNs: takes, bitstreamBytes } of regions) {
    if (takes === undefined) continue;
    loadNs[spec.name] = takes;
    const memoryNs = ((bitstreamBytes ?? 0) * 1e9) / target.ddrBytesPerSecond;
    if (memoryNs > 0) loadMemoryNs[spec.name] = memoryNs;
  }
  const plain: ScheduleProblem = {
    policy: policy ?? design.schedule.policy,
    batch: design.schedule.batch,
    arrival: design.schedule.arrival,
    ...ways,
    loadNs,
    loadMemoryNs,
    ...(regions.some(isSizedInPart) && { loadsAtLeast: true }),
  };
  const error = problemError(plain);
  if (error !== undefined) return { missing: error };
  const problem = withReaders(plain, { design, lists, modules });
  const stream = lazy(() => (stageCount(problem) > MOST_STAGES ? undefined : streamOf(problem)));
  const isEstimate = regions.some((r) => r.loadBand !== undefined);
  const loadSpan = lazy(() =>
    isEstimate ? loadSpanOf(problem, regions, target.port?.spread !== undefined) : undefined,
  );
  return {
    problem,
    get loadSpan() {
      return loadSpan();
    },
    atLeast: isAtLeast(problem),
    schedule: onceOf(problem),
    get stream() {
      return stream();
    },
  };
}

/** The same with all loads at one end of their bands, then at the other. */
function loadSpanOf(
  problem: ScheduleProblem,
  regions: readonly RegionFigures[],
  isMeasured: boolean,
): LoadSpan {
  const at = (end: 'low' | 'high'): ScheduleProblem => ({
    ...problem,
    loadNs: Object.fromEntries(
      Object.entries(problem.loadNs).map(([name, ns]) => [
        name,
        regions.find((r) => r.spec.name === name)?.loadBand?.[end] ?? ns,
      ]),
    ),
  });
  const [low, high] = [at('low'), at('high')];
  const isEstimated = regions.some((r) => r.bytesBand !== undefined);
  const since = [
    ...(isEstimated ? ['bitstreams are estimates'] : []),
    ...(isMeasured ? ['measured loads differ'] : []),
  ].join(' and ');
  const streams = lazy(() =>
    stageCount(problem) > MOST_STAGES ? undefined : { low: streamOf(low), high: streamOf(high) },
  );
  return {
    since,
    isEstimated,
    low: onceOf(low),
    high: onceOf(high),
    get streams() {
      return streams();
    },
  };
}

/** Duration as far as known. Undefined on an unknown processor, and if no stage is known. */
function timeOf(
  module: ModuleFigures | undefined,
  knowsSome: boolean,
  { part }: Target,
): ModuleFigures['duration'] {
  if (module === undefined || module.duration !== undefined) return module?.duration;
  const isNowhere = module.place.kind === 'cpu' && part === undefined;
  return isNowhere || !knowsSome ? undefined : onlyCalled;
}

/** Whether the region was placed for an incompletely known need, so it must be at least that large. */
function isSizedInPart({ auto, need }: RegionFigures): boolean {
  return auto && need !== undefined && isResourcesAtLeast(need);
}

/** The rate counted in the trace; otherwise the written one, or 0. */
function rateOf(exit: ExitSpec, profile: ProfileFigures | undefined): Share {
  return profile?.rates?.exits.find((e) => e.name === exit.name)?.rate ?? exit.rate?.value ?? 0;
}

/** Rates counted in the trace, if it has samples that the switch decides on. */
function caseRatesIn(profile: ProfileFigures | undefined, decision: string): readonly Share[] | undefined {
  const counted = profile?.rates?.cases?.get(decision);
  return counted !== undefined && counted.length > 0 ? counted : undefined;
}

/** Number of stages on all paths together. */
export function stageCount({ stages, decision }: ScheduledPath): number {
  return stages.length + (decision?.cases ?? []).reduce((sum, c) => sum + stageCount(c), 0);
}

// Most edits change no duration: the last few timelines are kept by their problem.
const onceOf = remembered<Schedule>(scheduleOnce);
export const streamOf = remembered<Stream>(scheduleStream);

function remembered<T>(compute: (problem: ScheduleProblem) => T): (problem: ScheduleProblem) => T {
  const kept: { readonly problem: ScheduleProblem; readonly result: T }[] = [];
  const most = 16;
  return (problem) => {
    let found = kept.find((k) => isEqual(k.problem, problem));
    if (found === undefined) {
      found = { problem, result: compute(problem) };
      if (kept.length >= most) kept.shift();
      kept.push(found);
    }
    return found.result;
  };
}
