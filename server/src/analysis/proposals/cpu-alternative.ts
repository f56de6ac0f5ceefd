/** The time of a check on the processor, and whether it would affect latency. */
import type { Nanoseconds } from '../../base/units';
import { type ScheduleProblem, isAtLeast, mapModules, scheduleOnce } from '../../schedule/index';
import type { ModuleFigures, Target } from '../analysis';
import type { HeadBounds } from './head-choice';
import { keepsBounds } from './head-bounds';
import { cpuDuration } from '../figures/modules';

/** A check's time on the processor, and its effect on the design. */
export interface CpuAlternative {
  readonly checkNs: Nanoseconds;
  readonly meanNs: Nanoseconds;
  /** It still ends before the next stage could start, and latencies over all inputs keep the head's bounds. */
  readonly free: boolean;
}

/** Undefined for a check that already runs there, and if the processor is unknown. */
export function cpuAlternative(
  problem: ScheduleProblem,
  module: ModuleFigures,
  target: Target,
  bounds: HeadBounds | undefined,
): CpuAlternative | undefined {
  const duration = module.place.kind === 'cpu' ? undefined : cpuDuration(module, target);
  if (duration === undefined) return undefined;
  const place = { kind: 'cpu' } as const;
  const moved = {
    ...problem,
    ...mapModules(problem, (m) => (m.name === module.name ? { ...m, place, duration } : m)),
  };
  const { exits, decisions, meanNs } = scheduleOnce(moved);
  const times = [...exits, ...decisions].find((c) => c.name === module.name);
  const checkNs = duration.fixedNs + problem.batch * duration.perInputNs;
  // A lower bound on the check's time cannot show that it is hidden.
  const isHidden = !isAtLeast(moved) && times !== undefined && times.hiddenNs > 0 && times.exposedNs <= 0;
  return { checkNs, meanNs, free: isHidden && (bounds === undefined || keepsBounds(bounds, moved, problem)) };
}
