/** Tries every folding of a room that could still be better than the best. */
import type { Steps } from '../../base/steps';
import type { Cycles } from '../../base/units';
import { type Resources, addResources, noResources } from '../../base/resources';
import type { Room } from './room';

/** Foldings of the whole room that are costed at most. */
const MOST_COSTED = 1_500;
/** Layers that are given a folding at most, on the way to those. */
const MOST_STEPS = 100_000;
/** With more combinations of layers' foldings than this, the work would not suffice anyway. */
const MOST_COMBINATIONS = 500_000;
const PAUSE = 200;

/**
 * Depth first, layer by layer. Given some layers, a module takes at least the cycles of its slowest layer for each input, and the
 * room must hold at least the sum of its layers: what is no better than the best by these is left out. Returns whether nothing
 * was left out for want of work, so that the best is proved.
 */
export function* exhaust(room: Room, isOver: () => boolean): Steps<boolean> {
  const { folds, owner, problem } = room;
  const longest = room.longest();
  const open = folds.map((all) =>
    all.flatMap((fold, i) => (fold.cycles <= longest && isBetter(room, fold.cycles) ? [i] : [])),
  );
  if (isOver() || open.reduce((product, all) => product * all.length, 1) > MOST_COMBINATIONS) return false;
  const leastFrom = [...folds.keys(), folds.length].map((layer) => room.leastFrom(layer, longest));
  const fastest = problem.modules.map((_, m) =>
    folds.map((_fold, layer) => {
      const rest = folds.filter((_f, l) => l >= layer && owner[l] === m);
      return Math.max(0, ...rest.map((all) => Math.min(...all.map((f) => f.cycles))));
    }),
  );
  let steps = 0;
  let isWhole = true;
  const choice: number[] = [];
  const isHopeless = (layer: number, slowest: readonly Cycles[], taken: Resources): boolean => {
    const least = addResources(taken, leastFrom[layer] ?? noResources);
    if (!room.isWithin(least)) return true;
    const { best } = room;
    if (best === undefined) return false;
    if (problem.goal.kind === 'area') return room.shareOf(least) >= best.share;
    const time = problem.modules.reduce((sum, { weight }, m) => {
      const cycles = Math.max(slowest[m] ?? 0, fastest[m]?.[layer] ?? 0);
      return sum + weight * problem.batch * cycles;
    }, 0);
    return time >= best.time;
  };
  function* from(layer: number, slowest: readonly Cycles[], taken: Resources): Steps<void> {
    if (layer === folds.length) {
      if (room.costed >= MOST_COSTED) isWhole = false;
      else room.take([...choice]);
      return;
    }
    for (const fold of open[layer] ?? []) {
      if (!isWhole) return;
      if (++steps > MOST_STEPS || isOver()) {
        isWhole = false;
        return;
      }
      if (steps % PAUSE === 0) yield;
      const cost = folds[layer]?.[fold];
      const module = owner[layer];
      if (cost === undefined || module === undefined) continue;
      const next = slowest.with(module, Math.max(slowest[module] ?? 0, cost.cycles));
      const more = addResources(taken, cost.resources);
      if (isHopeless(layer + 1, next, more)) continue;
      choice.push(fold);
      yield* from(layer + 1, next, more);
      choice.pop();
    }
  }
  yield* from(
    0,
    problem.modules.map(() => 0),
    noResources,
  );
  return isWhole;
}

/** Whether a module with a layer of so many cycles could be better than the best. */
function isBetter({ best, problem }: Room, cycles: Cycles): boolean {
  if (best === undefined || problem.goal.kind === 'area') return true;
  const least = Math.min(...problem.modules.map((m) => m.weight));
  return least * problem.batch * cycles < best.time;
}
