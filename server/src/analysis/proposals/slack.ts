/** How long a check may take without delaying anything. */
import type { Nanoseconds } from '../../base/units';
import { type Duration, type ScheduleProblem, mapModules, scheduleOnce } from '../../schedule/index';

/**
 * Time from the start of a check to the start of the next stage if the check took no time: a longer check delays it. The
 * least over all paths through it; 0 if nothing hides it, as under `serial` or after the last stage.
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
