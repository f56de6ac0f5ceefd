import { breakEven, type BreakEven } from './break-even';
import { scheduleOnce, type Schedule } from './once';
import type { Policy, ScheduleProblem } from './problem';
import { scheduleStream, type Stream } from './stream';
import { verdict, type Contender } from './verdict';

/** A design on the same part with everything resident, and whether the part holds it. */
export interface StaticRival {
  readonly problem: ScheduleProblem;
  readonly fits: boolean;
}

export interface Judgement {
  readonly schedule: Schedule;
  readonly stream: Stream;
  readonly design: Contender;
  readonly serial: Contender;
  readonly overlap: Contender;
  readonly static?: Contender & { readonly fits: boolean };
  /** Only against a static rival that fits. */
  readonly breakEven?: BreakEven;
  readonly verdict: string;
}

/**
 * Times a design and its rivals and says in a sentence what came of it.
 *
 * @throws RangeError if `problemError` of either problem is not undefined
 */
export function judge(problem: ScheduleProblem, rival?: StaticRival): Judgement {
  const schedule = scheduleOnce(problem);
  const stream = scheduleStream(problem);
  const design = contender(schedule, stream);
  const under = (policy: Policy): Contender =>
    problem.policy === policy ? design : timed({ ...problem, policy });
  const figures = {
    design,
    serial: under('serial'),
    overlap: under('overlap'),
    ...(rival && { static: { ...timed(rival.problem), fits: rival.fits } }),
    ...(rival?.fits === true && { breakEven: breakEven(problem, rival.problem) }),
  };
  const modules = problem.stages.flatMap((s) => [s, ...(s.exits ?? [])]);
  const regions = new Set(modules.flatMap((m) => (m.place.kind === 'region' ? [m.place.region] : [])));
  const sentence = verdict({
    policy: problem.policy,
    batch: problem.batch,
    exits: schedule.exits.length,
    regions: regions.size,
    ...figures,
  });
  return { schedule, stream, ...figures, verdict: sentence };
}

export function contender(schedule: Schedule, stream: Stream): Contender {
  return { meanNs: schedule.meanNs, worstNs: schedule.worstNs, periodNs: stream.periodPerInputNs };
}

function timed(problem: ScheduleProblem): Contender {
  return contender(scheduleOnce(problem), scheduleStream({ ...problem, arrival: 'back-to-back' }));
}
