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

/** A design on the same part with everything resident, and whether the part holds it. Its policy is left open. */
export interface StaticRival {
  readonly name: 'static' | 'static-no-exits';
  readonly problem: ScheduleProblem;
  readonly fits: boolean;
  /** What is known of it fits, and there is more: nothing is compared with it. */
  readonly unknown?: true;
}

export interface JudgedRival extends Contender {
  readonly name: StaticRival['name'];
  readonly fits: boolean;
  readonly unknown?: true;
  /** The one it is at its best under. */
  readonly policy: Policy;
}

interface TimedRival extends JudgedRival {
  readonly problem: ScheduleProblem;
}

export interface Judgement {
  readonly design: Contender;
  readonly serial: Contender;
  readonly overlap: Contender;
  /** One of each name: the best that fits, or else the best. */
  readonly rivals: readonly JudgedRival[];
  /** Only against rivals that fit, and of a design that reconfigures; left out where large batches are not timed. */
  readonly breakEven?: BreakEven;
  /** No rival that fits is better. */
  readonly ahead: boolean;
  readonly verdict: string;
}

/**
 * Times a design and its rivals, each under its best policy, and says in a sentence what came of it.
 *
 * @throws RangeError if `problemError` of any problem is not undefined
 */
export function judge(problem: ScheduleProblem, rivals: readonly StaticRival[] = []): Judgement {
  const design = timed(problem);
  const under = (policy: Policy): Contender =>
    problem.policy === policy ? design : timed({ ...problem, policy });
  const { batch } = problem;
  const measure = measureOf(batch);
  const all = rivals.flatMap(underPolicies);
  const byName = [...new Set(all.map((r) => r.name))].map((name) => all.filter((r) => r.name === name));
  const best = byName.flatMap((some) => bestOf(some, measure) ?? []);
  const regions = new Set(
    modulesOf(problem).flatMap((m) => (m.place.kind === 'region' ? [m.place.region] : [])),
  ).size;
  const rival = bestOf(best, measure);
  // Large batches are won by the period, single inputs by the latency: the best of each stand for the rest.
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
    even?.fromBatch === null && rival !== undefined && measure(rival) < measure(design)
      ? turningLoads(problem, (p) => measure(timed(p)), measure(rival))
      : undefined;
  const figures = { design, serial: under('serial'), overlap: under('overlap') };
  const input = {
    ...figures,
    policy: problem.policy,
    batch,
    exits: checksOf(problem).size,
    regions,
    atLeast,
    ...(rival && { rival }),
    ...(even && { breakEven: even }),
    ...(turning !== undefined && { turningLoads: turning }),
  };
  return {
    ...figures,
    rivals: best.map(({ name, policy, fits, unknown, meanNs, worstNs, periodNs }) => ({
      ...{ name, policy, fits, ...(unknown && { unknown }) },
      ...{ meanNs, worstNs, periodNs },
    })),
    ...(even && { breakEven: even }),
    ahead: isAhead(input),
    verdict: verdict(input),
  };
}

/** A resident design has no loads to time: all that a policy decides is whether the next stage waits for a check. */
const residentPolicies = ['overlap', 'speculate'] as const;

function underPolicies({ name, problem, fits, unknown }: StaticRival): TimedRival[] {
  const policies = checksOf(problem).size === 0 ? (['overlap'] as const) : residentPolicies;
  return policies.map((policy) => {
    const under: ScheduleProblem = { ...problem, policy };
    return { name, fits, ...(unknown && { unknown }), policy, problem: under, ...timed(under) };
  });
}

/** What fits before what may, and that before what does not; then the better figure, then the shorter period. */
function bestOf(rivals: readonly TimedRival[], measure: (c: Contender) => number): TimedRival | undefined {
  return rivals.toSorted(
    (a, b) => rankOf(a) - rankOf(b) || measure(a) - measure(b) || a.periodNs - b.periodNs,
  )[0];
}

function rankOf({ fits, unknown }: JudgedRival): number {
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
