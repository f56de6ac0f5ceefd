import { breakEven, type BreakEven, isTimed } from './break-even';
import { scheduleOnce } from './once';
import { modulesOf, type Policy, type ScheduledPath, type ScheduleProblem } from './problem';
import { scheduleStream } from './stream';
import { verdict, type Contender } from './verdict';

/** A design on the same part with everything resident, and whether the part holds it. */
export interface StaticRival {
  readonly problem: ScheduleProblem;
  readonly fits: boolean;
}

interface Judgement {
  readonly design: Contender;
  readonly serial: Contender;
  readonly overlap: Contender;
  readonly static?: Contender & { readonly fits: boolean };
  /** Only against a static rival that fits; left out where large batches are not timed. */
  readonly breakEven?: BreakEven;
  readonly verdict: string;
}

/**
 * Times a design and its rivals and says in a sentence what came of it.
 *
 * @throws RangeError if `problemError` of either problem is not undefined
 */
export function judge(problem: ScheduleProblem, rival?: StaticRival): Judgement {
  const design = timed(problem);
  const under = (policy: Policy): Contender =>
    problem.policy === policy ? design : timed({ ...problem, policy });
  const hasBreakEven = rival?.fits === true && isTimed(problem) && isTimed(rival.problem);
  const even = hasBreakEven ? breakEven(problem, rival.problem) : undefined;
  const figures = {
    design,
    serial: under('serial'),
    overlap: under('overlap'),
    ...(rival && { static: { ...timed(rival.problem), fits: rival.fits } }),
    ...(even && { breakEven: even }),
  };
  const modules = modulesOf(problem);
  const regions = new Set(modules.flatMap((m) => (m.place.kind === 'region' ? [m.place.region] : [])));
  const sentence = verdict({
    policy: problem.policy,
    batch: problem.batch,
    exits: checksOf(problem).size,
    regions: regions.size,
    ...figures,
  });
  return { ...figures, verdict: sentence };
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
