/** The paths of a design as the event simulator walks them. */
import type { ScheduledPath, ScheduledStage } from '../../server/src/schedule';
import { at } from '../../server/src/schedule/at';

type Module = Pick<ScheduledStage, 'name' | 'place' | 'duration' | 'reads'>;

export interface Step {
  readonly module: Module;
  /** Names of the modules whose values it reads. */
  readonly reads: readonly string[];
  readonly isCheck: boolean;
  readonly decision?: NonNullable<ScheduledPath['decision']>;
  readonly lane: string;
  readonly region: string | undefined;
}

/** The network's input among the values. */
export const inputBuffer = '';

/** Along the named cases, up to the first decision beyond them. */
export function along(problem: ScheduledPath, made: readonly string[]): readonly Step[] {
  const steps: Step[] = [];
  let path: ScheduledPath | undefined = problem;
  for (let level = 0; path; level++) {
    for (const step of stepsOf(path)) {
      const before = steps.findLast((s) => !s.isCheck)?.module.name ?? inputBuffer;
      const own = step.module.reads;
      steps.push({ ...step, reads: own?.map((r) => r ?? inputBuffer) ?? [before] });
    }
    path = path.decision?.cases.find((c) => c.name === made[level]);
  }
  return steps;
}

type Ways = readonly (readonly Step[])[];

/** What the many inputs of a stream ask for again and again. */
const known = new WeakMap<ScheduledPath, Map<string, Ways>>();

/** Every path that begins with these cases. */
export function waysFrom(problem: ScheduledPath, made: readonly string[]): Ways {
  const own = known.get(problem) ?? new Map<string, Ways>();
  known.set(problem, own);
  const key = made.join();
  const ways = own.get(key) ?? everyWay(problem, made);
  own.set(key, ways);
  return ways;
}

function everyWay(problem: ScheduledPath, made: readonly string[]): Ways {
  const steps = along(problem, made);
  const open = steps.filter((s) => s.decision)[made.length]?.decision;
  return open === undefined ? [steps] : open.cases.flatMap((c) => waysFrom(problem, [...made, c.name]));
}

export function* textOrder(path: ScheduledPath): Iterable<Module> {
  for (const { module } of stepsOf(path)) yield module;
  for (const c of path.decision?.cases ?? []) yield* textOrder(c);
}

function stepsOf({ exits, stages, decision }: ScheduledPath): Step[] {
  const step = (module: Module, isCheck: boolean): Step => {
    const region = module.place.kind === 'region' ? module.place.region : undefined;
    const lane = region ?? (module.place.kind === 'cpu' ? 'cpu' : `static:${module.name}`);
    return { module, reads: [], isCheck, lane, region };
  };
  return [
    ...(exits ?? []).map((e) => step(e, true)),
    ...stages.flatMap((s) => [step(s, false), ...(s.exits ?? []).map((e) => step(e, true))]),
    ...(decision ? [{ ...step(decision, true), decision }] : []),
  ];
}

export function reads(step: Step, producer: string): boolean {
  return step.reads.includes(producer);
}

export function likeliest({ decision }: Step): string {
  const cases = decision?.cases ?? [];
  return cases.reduce((a, b) => (b.rate > a.rate ? b : a), at(cases, 0)).name;
}
