/** What a check would take on the processor, and whether that would cost anything. */
import type { Nanoseconds } from '../../base/units';
import { type ScheduleProblem, isAtLeast, mapModules, scheduleOnce } from '../../schedule/index';
import type { HeadBounds, ModuleFigures, Target } from '../analysis';
import { keepsBounds } from './head-bounds';
import { cpuDuration } from '../figures/modules';

/** The check on the processor: what it takes there, and what that does to the design. */
export interface CpuAlternative {
  readonly checkNs: Nanoseconds;
  readonly meanNs: Nanoseconds;
  /** It ends before the next stage could start anyway, and latencies over all inputs keep what a head is held to. */
  readonly free: boolean;
}

/** Undefined for what runs there already, and where the processor is not known. */
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
  // What takes longer than is known may be waited for.
  const isHidden = !isAtLeast(moved) && times !== undefined && times.hiddenNs > 0 && times.exposedNs <= 0;
  return { checkNs, meanNs, free: isHidden && (bounds === undefined || keepsBounds(bounds, moved, problem)) };
}
