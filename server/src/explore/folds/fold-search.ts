/** Searches the foldings of modules that share one room. */
import { combine } from '../../base/resources';
import type { Steps } from '../../base/steps';
import type { ModuleCost } from '../../cost/index';
import { fitsIn } from '../layer-front';
import { exhaust } from './exhaust';
import type { FoldProblem, FoldResult } from './fold-problem';
import { Room } from './room';
import { sharedBound } from './shared-bound';

/**
 * All modules first take a common interval, the smallest that it allows; then one layer at a time is changed until nothing
 * is better. Where the foldings that could still be better are few enough, all of them are tried: then the best is proved.
 * Several modules are first searched one by one, each with all that the others leave at their smallest: together they are no better.
 *
 * @param isOver ends it with the best so far
 */
export function* searchFolds(problem: FoldProblem, isOver: () => boolean = () => false): Steps<FoldResult> {
  const room = new Room(problem);
  const isMany = problem.modules.length > 1 && !problem.isShort;
  const alone = isMany ? yield* eachAlone(problem, room, isOver) : [];
  for (const choice of [
    ...room.together(alone.flatMap(({ best }) => best?.foldings ?? [])),
    ...room.starts(),
  ]) {
    room.take(choice);
    yield;
    if (isOver()) break;
  }
  while (!isOver() && room.improved()) yield;
  let bound = Math.max(room.bound(), sharedBound(room), boundOf(problem, alone));
  let value = room.best ? room.valueOf(room.best) : Infinity;
  const isWhole = value <= bound || (!problem.isShort && (yield* exhaust(room, isOver)));
  const { best, tried, front } = room;
  value = best ? room.valueOf(best) : Infinity;
  bound = isWhole ? value : Math.min(value, bound);
  return { best, bound, proved: isWhole || value <= bound, front, tried, short: room.short() };
}

/** Each module by itself, with what the others leave at their smallest; what fits there is not more than an estimate says. */
function* eachAlone(
  { modules, capacity, batch, goal }: FoldProblem,
  room: Room,
  isOver: () => boolean,
): Steps<readonly FoldResult[]> {
  const found: FoldResult[] = [];
  const whole = room.leastOf(undefined);
  for (const [m, { module }] of modules.entries()) {
    const others = combine(whole, room.leastOf(m), (all, own) => all - own);
    const left = combine(capacity, others, (have, gone) => have - gone);
    const fits = ([cost]: readonly ModuleCost[]): boolean =>
      cost !== undefined && fitsIn(cost.resources, left);
    const own = { modules: [{ module, weight: 1 }], capacity: left, fits, batch, goal };
    found.push(yield* searchFolds(own, isOver));
  }
  return found;
}

/** In the unit of the goal; 0 where the modules were not searched by themselves. */
function boundOf({ modules, goal }: FoldProblem, alone: readonly FoldResult[]): number {
  if (goal.kind === 'area') return 0;
  return alone.reduce((sum, { bound }, m) => sum + (modules[m]?.weight ?? 1) * bound, 0);
}
