/** A lower bound of the time of modules that share a room. */
import { resourceKinds } from '../../base/resources';
import type { Cycles } from '../../base/units';
import type { Room } from './room';

/** Multipliers that are tried, each a step above the one before. */
const TRIED = 60;
const STEP = 1.35;

/**
 * For any price λ ≥ 0 of one kind of resource, the modules take at least Σ min over intervals (weight · batch · interval + λ · what
 * their layers need at least for it) − λ · what there is (Lagrange). The best of some prices of each kind; 0 for a goal of area.
 */
export function sharedBound(room: Room): number {
  const { modules, batch, capacity, goal } = room.problem;
  if (goal.kind === 'area' || modules.length < 2) return 0;
  let best = 0;
  for (const kind of resourceKinds) {
    const lines = modules.map(({ weight }, m) =>
      intervalsOf(room, m).map((interval) => ({
        time: weight * batch * interval,
        need: room.leastWithin(m, interval)[kind],
      })),
    );
    const times = lines.flatMap((own) => own.map(({ time }) => time));
    let price = Math.max(1, ...times) / Math.max(1, capacity[kind]) / STEP ** (TRIED * 0.75);
    for (let i = 0; i < TRIED; i++, price *= STEP) {
      const sum = lines.reduce(
        (all, own) => all + Math.min(...own.map(({ time, need }) => time + price * need)),
        -price * capacity[kind],
      );
      if (sum > best && sum < Infinity) best = sum;
    }
  }
  return best;
}

function intervalsOf({ folds, owner }: Room, module: number): readonly Cycles[] {
  const all = folds.flatMap((own, l) => (owner[l] === module ? own.map((f) => f.cycles) : []));
  return [...new Set(all)];
}
