/** Bounds on the time of a head that the tool folds: the load that hides it, and latencies over all inputs. */
import type { Nanoseconds } from '../../base/units';
import { type Schedule, type ScheduleProblem, mapModules, scheduleOnce } from '../../schedule/index';
import type { Design } from '../../semantics/design';
import type { ProfileFigures } from '../analysis';
import type { BrokenBound, HeadBounds } from './head-choice';
import { latencyOf } from '../figures/budgets';
import { slackOf } from './slack';

/** Without a latency budget, the share by which mean latency may exceed that with the fastest heads. */
export const MEAN_RISE = 0.01;

/** @param problem with the fastest heads */
export function boundsOf(
  design: Design,
  profile: ProfileFigures | undefined,
  problem: ScheduleProblem,
  heads: readonly string[],
): HeadBounds {
  const schedule = scheduleOnce(problem);
  const loaded = heads.filter((head) => slackOf(problem, head) > 0);
  const behindLoads = new Set(loaded.filter((head) => exposedNs(schedule, head) <= 0));
  const ratesKnown = areRatesKnown(design, profile);
  const written = design.budgets.flatMap((limit) => {
    const actual = latencyOf(limit.metric, schedule);
    const counts = ratesKnown || limit.metric === 'latency worst';
    return actual === undefined || !counts ? [] : [{ limit, actual }];
  });
  const kept = written.filter((w) => w.actual <= w.limit.value);
  const isFree = !written.some((w) => w.limit.metric !== 'latency worst');
  const rise =
    ratesKnown && isFree ? [{ limit: 'fastest mean' as const, atMostNs: risen(schedule.meanNs) }] : [];
  return {
    behindLoads,
    latencies: [...kept.map(({ limit }) => ({ limit, atMostNs: limit.value as Nanoseconds })), ...rise],
    missed: written
      .filter((w) => !kept.includes(w))
      .map(({ limit, actual }) => ({ limit, byNs: actual - limit.value })),
    tooSlow: new Set(loaded.filter((head) => !behindLoads.has(head))),
    ratesKnown,
  };
}

/** The first broken bound; undefined if all hold. */
export function brokenBound(bounds: HeadBounds, problem: ScheduleProblem): BrokenBound | undefined {
  const schedule = scheduleOnce(problem);
  for (const head of bounds.behindLoads) {
    const ns = exposedNs(schedule, head);
    if (ns > 0) return { bound: { load: head }, ns };
  }
  for (const bound of bounds.latencies) {
    const ns = bound.limit === 'fastest mean' ? schedule.meanNs : latencyOf(bound.limit.metric, schedule);
    if (ns !== undefined && ns > bound.atMostNs) return { bound, ns };
  }
  return undefined;
}

/** Whether another design keeps the bounds of a design's heads, and misses no limit by more. */
export function keepsBounds(bounds: HeadBounds, other: ScheduleProblem, design: ScheduleProblem): boolean {
  if (brokenBound(bounds, other) !== undefined) return false;
  const [there, here] = [scheduleOnce(other), scheduleOnce(design)];
  // If the fastest heads miss a budget, accept nothing slower.
  if (bounds.missed.length > 0 && there.meanNs > here.meanNs) return false;
  return bounds.missed.every(({ limit }) => {
    const [now = 0, was = 0] = [latencyOf(limit.metric, there), latencyOf(limit.metric, here)];
    return now <= was;
  });
}

export function withDurations(
  problem: ScheduleProblem,
  durations: ReadonlyMap<string, { readonly fixedNs: Nanoseconds; readonly perInputNs: Nanoseconds }>,
): ScheduleProblem {
  return {
    ...problem,
    ...mapModules(problem, (m) => {
      const duration = durations.get(m.name);
      return duration ? { ...m, duration } : m;
    }),
  };
}

function exposedNs({ exits, decisions }: Schedule, head: string): Nanoseconds {
  return [...exits, ...decisions].find((c) => c.name === head)?.exposedNs ?? 0;
}

function risen(meanNs: Nanoseconds): Nanoseconds {
  return Math.floor(meanNs * (1 + MEAN_RISE));
}

/** Whether the rates of every exit are known, and of every switch, rather than split equally by default. */
function areRatesKnown({ exits, switches }: Design, profile: ProfileFigures | undefined): boolean {
  if (profile?.rates !== undefined) return true;
  return (
    exits.every((e) => e.rate !== undefined) &&
    switches.every((s) => s.cases.filter((c) => c.rate === undefined).length <= 1)
  );
}
