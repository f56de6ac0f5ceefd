/** The time that a check may take for nothing. */
import type { Nanoseconds } from '../../base/units';
import { type Duration, type ScheduleProblem, mapModules, scheduleOnce } from '../../schedule/index';

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
