/** Times a design against static baselines. */
import { lazy } from '../../base/memo';
import type { Nanoseconds } from '../../base/units';
import type { ModuleCost } from '../../cost/index';
import { type BreakEven, breakEven, isTimed } from './break-even';
import { scheduleOnce } from '../run/once';
import {
  type Policy,
  type ScheduledPath,
  type ScheduleProblem,
  isAtLeast,
  modulesOf,
} from '../problem/problem';
import { residentBounds } from '../stream/bounds';
import { isContended, memoryDemand } from '../stream/memory-demand';
import { scheduleStream } from '../stream/stream';
import { turningLoads } from './turning-loads';
import { type Contender, isAhead, measureOf, verdict } from './verdict';

/** A baseline: a design on the same part with everything resident, and whether it fits. Its policy is not fixed. */
export interface StaticBaseline {
  readonly name: 'static' | 'static-no-exits';
  readonly problem: ScheduleProblem;
  readonly fits: boolean;
  /** Its known resources fit, but some are not modelled: it is not used for comparison. */
  readonly unknown?: true;
  /** It fits by its estimates, not for sure. */
  readonly narrow?: true;
  /** Of its modules in the fabric, by name: the folding of each layer in words. */
  readonly foldings?: ReadonlyMap<string, readonly string[]>;
  /** Of its modules in the fabric, by name; those of the design itself if absent. */
  readonly costs?: ReadonlyMap<string, ModuleCost>;
}

export interface JudgedBaseline extends Contender {
  readonly name: StaticBaseline['name'];
  readonly fits: boolean;
  readonly unknown?: true;
  readonly narrow?: true;
  readonly foldings?: ReadonlyMap<string, readonly string[]>;
  /** The best of all, which the verdict compares with. */
  readonly isRival?: true;
  /** Its best policy, and what it runs under it. */
  readonly policy: Policy;
  readonly problem: ScheduleProblem;
  readonly costs?: ReadonlyMap<string, ModuleCost>;
}

interface TimedBaseline extends JudgedBaseline {
  /** A lower bound of `periodNs`, which takes longer to compute. */
  readonly leastPeriodNs: Nanoseconds;
}

export interface Judgement {
  readonly design: Contender;
  readonly serial: Contender;
  readonly overlap: Contender;
  /** One for each name: the best that fits, or else the best. */
  readonly baselines: readonly JudgedBaseline[];
  /** Only for a design that reconfigures, and against baselines that fit; absent if large batches cannot be timed. */
  readonly breakEven?: BreakEven;
  /** Whether no baseline that fits is better. */
  readonly ahead: boolean;
  readonly verdict: string;
}

/**
 * Times a design and its baselines, each under its best policy, and states the verdict.
 *
 * @throws RangeError if `problemError` of any problem is not undefined
 */
export function judge(problem: ScheduleProblem, baselines: readonly StaticBaseline[] = []): Judgement {
  const design = timed(problem);
  const under = (policy: Policy): Contender =>
    problem.policy === policy ? design : timed({ ...problem, policy });
  const { batch } = problem;
  const measure = measureOf(batch);
  const all = baselines.flatMap(underPolicies);
  const byName = [...new Set(all.map((r) => r.name))].map((name) => all.filter((r) => r.name === name));
  const best = byName.flatMap((some) => bestOf(some, batch) ?? []);
  const regions = new Set(
    modulesOf(problem).flatMap((m) => (m.place.kind === 'region' ? [m.place.region] : [])),
  ).size;
  const baseline = bestOf(best, batch);
  const against = all.flatMap((r) => (r.fits && r.narrow === baseline?.narrow ? [r.problem] : []));
  const atLeast = isAtLeast(problem);
  const isCompared =
    regions > 0 &&
    !atLeast &&
    !against.some(isAtLeast) &&
    against.length > 0 &&
    [problem, ...against].every(isTimed);
  const even = isCompared ? breakEven(problem, against) : undefined;
  const turning =
    even?.fromBatch === null && baseline !== undefined && measure(baseline) < measure(design)
      ? turningLoads(problem, (p) => measure(timed(p)), measure(baseline))
      : undefined;
  const figures = { design, serial: under('serial'), overlap: under('overlap') };
  const input = {
    ...figures,
    policy: problem.policy,
    batch,
    exits: checksOf(problem).size,
    regions,
    atLeast,
    ...((isContended(memoryDemand(problem)) || against.some((p) => mayBeSlower(p, design))) && {
      contended: true,
    }),
    ...(baseline && { baseline }),
    ...(even && { breakEven: even }),
    ...(turning !== undefined && { turningLoads: turning }),
  };
  return {
    ...figures,
    // A period is computed where it is read.
    baselines: best.map((one) => ({
      ...{ name: one.name, policy: one.policy, fits: one.fits, ...(one.unknown && { unknown: one.unknown }) },
      ...(one.narrow && { narrow: one.narrow }),
      ...(one.foldings && { foldings: one.foldings }),
      ...(one === baseline && { isRival: true as const }),
      ...{ meanNs: one.meanNs, worstNs: one.worstNs, problem: one.problem },
      ...(one.costs && { costs: one.costs }),
      get periodNs() {
        return one.periodNs;
      },
    })),
    ...(even && { breakEven: even }),
    ahead: isAhead(input),
    verdict: verdict(input),
  };
}

/** A resident design has no loads, so the policy only decides whether the next stage waits for a check. */
const residentPolicies = ['overlap', 'speculate'] as const;

function underPolicies({
  name,
  problem,
  fits,
  unknown,
  narrow,
  costs,
  foldings,
}: StaticBaseline): TimedBaseline[] {
  const policies = checksOf(problem).size === 0 ? (['overlap'] as const) : residentPolicies;
  return policies.map((policy) => {
    const under: ScheduleProblem = { ...problem, policy };
    const period = lazy(() => periodOf(under));
    const least = lazy(() => residentBounds(under).least / under.batch);
    return {
      ...{
        name,
        fits,
        ...(unknown && { unknown }),
        ...(narrow && { narrow }),
        ...(costs && { costs }),
        ...(foldings && { foldings }),
        policy,
        problem: under,
        ...latencies(under),
      },
      get periodNs() {
        return period();
      },
      get leastPeriodNs() {
        return least();
      },
    };
  });
}

/**
 * Whether competition for the memory might make a resident design's period longer than this one's: no task takes longer
 * than by the factor by which all may ask for more than there is. Under `speculate` no bound is known, and the same design
 * without is compared as well.
 */
function mayBeSlower(resident: ScheduleProblem, { periodNs }: Contender): boolean {
  const demand = memoryDemand(resident);
  if (resident.policy === 'speculate' || !isContended(demand)) return false;
  return (demand * residentBounds(resident).most) / resident.batch > periodNs;
}

/** Prefers what fits for sure to what may fit, and that to what is unknown or does not fit; then the better figure, then the shorter period. */
function bestOf(baselines: readonly TimedBaseline[], batch: number): TimedBaseline | undefined {
  const rank = Math.min(...baselines.map(rankOf));
  const equals = baselines.filter((b) => rankOf(b) === rank);
  if (batch === 1) return equals.toSorted((a, b) => a.meanNs - b.meanNs || a.periodNs - b.periodNs)[0];
  let best: TimedBaseline | undefined;
  for (const one of equals.toSorted((a, b) => a.leastPeriodNs - b.leastPeriodNs)) {
    if (best !== undefined && Math.round(one.leastPeriodNs) > best.periodNs) break;
    if (best === undefined || one.periodNs < best.periodNs) best = one;
  }
  return best;
}

function rankOf({ fits, unknown, narrow }: JudgedBaseline): number {
  return fits ? (narrow ? 1 : 0) : unknown ? 2 : 3;
}

function timed(problem: ScheduleProblem): Contender {
  return { ...latencies(problem), periodNs: periodOf(problem) };
}

function latencies(problem: ScheduleProblem): Pick<Contender, 'meanNs' | 'worstNs'> {
  const { meanNs, worstNs } = scheduleOnce(problem);
  return { meanNs, worstNs };
}

function periodOf(problem: ScheduleProblem): Nanoseconds {
  return scheduleStream({ ...problem, arrival: 'back-to-back' }).periodPerInputNs;
}

/** Names of exits and decisions. */
function checksOf({ stages, decision }: ScheduledPath, found = new Set<string>()): ReadonlySet<string> {
  for (const { exits } of stages) exits?.forEach((e) => found.add(e.name));
  if (decision !== undefined) {
    found.add(decision.name);
    decision.cases.forEach((c) => checksOf(c, found));
  }
  return found;
}
