/** Times a design against static baselines. */
import { type BreakEven, breakEven, isTimed } from './break-even';
import { scheduleOnce } from '../run/once';
import {
  type Policy,
  type ScheduledPath,
  type ScheduleProblem,
  isAtLeast,
  modulesOf,
} from '../problem/problem';
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
}

export interface JudgedBaseline extends Contender {
  readonly name: StaticBaseline['name'];
  readonly fits: boolean;
  readonly unknown?: true;
  /** Its best policy. */
  readonly policy: Policy;
}

interface TimedBaseline extends JudgedBaseline {
  readonly problem: ScheduleProblem;
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
  const best = byName.flatMap((some) => bestOf(some, measure) ?? []);
  const regions = new Set(
    modulesOf(problem).flatMap((m) => (m.place.kind === 'region' ? [m.place.region] : [])),
  ).size;
  const baseline = bestOf(best, measure);
  // Large batches depend on the period, single inputs on latency: only the best baselines in either can win.
  const measures = [measureOf(1), measureOf(2)];
  const strongest = byName.flatMap((some) => measures.flatMap((m) => bestOf(some, m) ?? []));
  const against = [...new Set(strongest)].flatMap((r) => (r.fits ? [r.problem] : []));
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
    ...(baseline && { baseline }),
    ...(even && { breakEven: even }),
    ...(turning !== undefined && { turningLoads: turning }),
  };
  return {
    ...figures,
    baselines: best.map(({ name, policy, fits, unknown, meanNs, worstNs, periodNs }) => ({
      ...{ name, policy, fits, ...(unknown && { unknown }) },
      ...{ meanNs, worstNs, periodNs },
    })),
    ...(even && { breakEven: even }),
    ahead: isAhead(input),
    verdict: verdict(input),
  };
}

/** A resident design has no loads, so the policy only decides whether the next stage waits for a check. */
const residentPolicies = ['overlap', 'speculate'] as const;

function underPolicies({ name, problem, fits, unknown }: StaticBaseline): TimedBaseline[] {
  const policies = checksOf(problem).size === 0 ? (['overlap'] as const) : residentPolicies;
  return policies.map((policy) => {
    const under: ScheduleProblem = { ...problem, policy };
    return { name, fits, ...(unknown && { unknown }), policy, problem: under, ...timed(under) };
  });
}

/** Prefers what fits to what may fit, and that to what does not fit; then the better figure, then the shorter period. */
function bestOf(
  baselines: readonly TimedBaseline[],
  measure: (c: Contender) => number,
): TimedBaseline | undefined {
  return baselines.toSorted(
    (a, b) => rankOf(a) - rankOf(b) || measure(a) - measure(b) || a.periodNs - b.periodNs,
  )[0];
}

function rankOf({ fits, unknown }: JudgedBaseline): number {
  return fits ? 0 : unknown ? 1 : 2;
}

function timed(problem: ScheduleProblem): Contender {
  const { meanNs, worstNs } = scheduleOnce(problem);
  const { periodPerInputNs: periodNs } = scheduleStream({ ...problem, arrival: 'back-to-back' });
  return { meanNs, worstNs, periodNs };
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
