/** Compares a design with static baselines. */
import { judge, type StaticBaseline } from '../../schedule/index';
import type { TimelineFigures } from '../analysis';
import type { Standing } from '../figures/fits';
import type { Amount } from '../../energy/index';
import type { Rival } from '../figures/rival-energy';
import { MOST_STAGES, stageCount } from '../figures/timeline';
import type { Baseline, Comparison } from './compared';

/** The design, its baselines, and the verdict in one sentence. */
export function compare(
  timeline: TimelineFigures | undefined,
  staticBaselines: () => readonly StaticBaseline[],
  standing: () => Standing,
  isSure: () => boolean,
  energyOf: (rival: Rival) => Amount | undefined,
): Comparison | undefined {
  if (timeline === undefined || stageCount(timeline.problem) > MOST_STAGES) return undefined;
  const judged = judge(timeline.problem, staticBaselines());
  const own = standing();
  const baselines: Baseline[] = [
    ...judged.baselines,
    // The same hardware, so it fits if the design does.
    {
      name: 'serial',
      policy: 'serial',
      fits: own === 'fits',
      ...(own === 'unknown' && { unknown: true as const }),
      ...(own === 'fits' && !isSure() && { narrow: true as const }),
      ...judged.serial,
    },
  ];
  // A design that does not fit never pays off.
  const fromBatch = own === 'does not fit' ? undefined : (judged.breakEven?.fromBatch ?? undefined);
  return {
    baselines,
    ahead: judged.ahead,
    verdict: judged.verdict,
    ...(fromBatch !== undefined && { breakEvenBatch: fromBatch }),
    energyOf: (name) => {
      const rival = judged.baselines.find((b) => b.name === name);
      if (rival) return energyOf(rival);
      const { problem, stream } = timeline;
      return (
        stream && energyOf({ problem: { ...problem, policy: 'serial' }, periodNs: judged.serial.periodNs })
      );
    },
  };
}
