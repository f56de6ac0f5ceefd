import { judge } from '../schedule/index';
import type { Baseline, Comparison, TimelineFigures } from './analysis';
import type { Rivals } from './rivals';
import { MOST_STAGES, stageCount } from './timeline';

/** The design beside its baselines, and the judgement in one sentence. */
export function compare(timeline: TimelineFigures | undefined, rivals: () => Rivals): Comparison | undefined {
  if (timeline === undefined || stageCount(timeline.problem) > MOST_STAGES) return undefined;
  const { resident, withoutExits } = rivals();
  const judged = judge(timeline.problem, resident);
  const baselines: Baseline[] = [];
  if (judged.static) baselines.push({ name: 'static', ...judged.static });
  if (withoutExits) {
    const { design } = judge(withoutExits.problem);
    baselines.push({ name: 'static-no-exits', fits: withoutExits.fits, ...design });
  }
  const fromBatch = judged.breakEven?.fromBatch ?? undefined;
  return {
    baselines: [...baselines, { name: 'serial', fits: true, ...judged.serial }],
    verdict: judged.verdict,
    ...(fromBatch !== undefined && { breakEvenBatch: fromBatch }),
  };
}
