/** The time that a check may take for nothing, and what it would take on the processor. */
import type { Nanoseconds } from '../base/units';
import { type Duration, type ScheduleProblem, mapModules, scheduleOnce } from '../schedule/index';
import type { ModuleFigures, Target } from './analysis';
import { cpuDuration } from './modules';

/**
 * From the start of a check to the start of the next stage, did the check take no time: a longer one delays it.
 * The least over all ways that pass it; 0 where nothing hides it, as under `serial` or behind the last stage.
 */
export function slackOf(problem: ScheduleProblem, check: string): Nanoseconds {
  if (problem.policy === 'serial') return 0;
  const { paths } = scheduleOnce(withDuration(problem, check, { fixedNs: 0, perInputNs: 0 }));
  const slacks = paths.flatMap(({ tasks }) => {
    const task = tasks.find((t) => t.kind === 'check' && t.module === check);
    if (task === undefined) return [];
    const later = tasks.filter((t) => t.kind === 'compute' && t.step > task.step && !t.id.startsWith('vain'));
    const next = later.sort((a, b) => a.step - b.step)[0];
    return next ? Math.max(0, next.startNs - task.startNs) : [];
  });
  return slacks.length === 0 ? 0 : Math.min(...slacks);
}

export function withDuration(problem: ScheduleProblem, module: string, duration: Duration): ScheduleProblem {
  return { ...problem, ...mapModules(problem, (m) => (m.name === module ? { ...m, duration } : m)) };
}

/** The check on the processor: what it takes there, and whether the next stage would wait for it. */
export interface CpuAlternative {
  readonly checkNs: Nanoseconds;
  /** It ends before the next stage could start anyway. */
  readonly free: boolean;
}

/** Undefined for what runs there already, and where the processor is not known. */
export function cpuAlternative(
  problem: ScheduleProblem,
  module: ModuleFigures,
  target: Target,
): CpuAlternative | undefined {
  const duration = module.place.kind === 'cpu' ? undefined : cpuDuration(module, target);
  if (duration === undefined) return undefined;
  const place = { kind: 'cpu' } as const;
  const moved = {
    ...problem,
    ...mapModules(problem, (m) => (m.name === module.name ? { ...m, place, duration } : m)),
  };
  const { exits, decisions } = scheduleOnce(moved);
  const times = [...exits, ...decisions].find((c) => c.name === module.name);
  const checkNs = duration.fixedNs + problem.batch * duration.perInputNs;
  return { checkNs, free: times !== undefined && times.hiddenNs > 0 && times.exposedNs <= 0 };
}
