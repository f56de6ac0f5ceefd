/** Foldings of modules that are resident together, from their fronts. */
import { type Resources, addResources, combine } from '../../base/resources';
import type { Share } from '../../base/units';
import { fitsIn } from '../../explore/layer-front';
import { type FoldedModule, type ModuleFolding, timeOf } from './module-fronts';

export interface Resident {
  readonly module: FoldedModule;
  /** Share of the inputs that reach it. */
  readonly weight: Share;
}

/**
 * All start at their smallest, and each step makes the one faster that gains most time for its area; undefined if even the smallest
 * do not fit at the upper ends of their bands.
 */
export function fastestTogether(
  residents: readonly Resident[],
  capacity: Resources,
  batch: number,
): readonly ModuleFolding[] | undefined {
  let best: readonly ModuleFolding[] | undefined;
  let least = Infinity;
  for (const front of [0, 1]) {
    const found = within(residents, front, capacity, batch);
    const time = found?.reduce(
      (sum, f, i) => sum + (residents[i]?.weight ?? 1) * timeOf(f.duration, batch),
      0,
    );
    if (time !== undefined && time < least) [best, least] = [found, time];
  }
  return best;
}

interface Upgrade {
  readonly to: number;
  readonly gain: number;
}

function within(
  residents: readonly Resident[],
  front: number,
  capacity: Resources,
  batch: number,
): readonly ModuleFolding[] | undefined {
  const fronts = residents.map(({ module }) => module.fronts[front] ?? []);
  const chosen = fronts.flatMap((own) => own[0] ?? []);
  if (chosen.length < residents.length) return undefined;
  const at = fronts.map(() => 0);
  let used = chosen.reduce((sum, f) => addResources(sum, f.most), noneOf(capacity));
  if (!fitsIn(used, capacity)) return undefined;
  const fits = ({ most: own }: ModuleFolding, { most: to }: ModuleFolding): boolean =>
    used.lut - own.lut + to.lut <= capacity.lut &&
    used.ff - own.ff + to.ff <= capacity.ff &&
    used.dsp - own.dsp + to.dsp <= capacity.dsp &&
    used.bram18 - own.bram18 + to.bram18 <= capacity.bram18 &&
    used.uram - own.uram + to.uram <= capacity.uram;
  const best = (i: number): Upgrade | undefined => {
    const now = chosen[i];
    if (now === undefined) return undefined;
    let found: Upgrade | undefined;
    const own = fronts[i] ?? [];
    for (let to = (at[i] ?? 0) + 1; to < own.length; to++) {
      const next = own[to];
      if (next === undefined || !fits(now, next)) continue;
      const saved =
        (residents[i]?.weight ?? 1) * (timeOf(now.duration, batch) - timeOf(next.duration, batch));
      const added = next.area - now.area;
      const gain = saved <= 0 ? 0 : added <= 0 ? Infinity : saved / added;
      if (gain > (found?.gain ?? 0)) found = { to, gain };
    }
    return found;
  };
  // What fitted before may fit no longer, since the others only grow: so a gain is looked up again when it is taken.
  const upgrades = fronts.map((_, i) => best(i));
  for (;;) {
    let most: number | undefined;
    upgrades.forEach((u, i) => {
      if (u && u.gain > (most === undefined ? 0 : (upgrades[most]?.gain ?? 0))) most = i;
    });
    if (most === undefined) return chosen;
    const now = chosen[most];
    const next = fronts[most]?.[upgrades[most]?.to ?? 0];
    if (now && next && fits(now, next)) {
      used = combine(used, next.most, (all, own, kind) => all + own - now.most[kind]);
      at[most] = upgrades[most]?.to ?? 0;
      chosen[most] = next;
    }
    upgrades[most] = best(most);
  }
}

function noneOf(amount: Resources): Resources {
  return combine(amount, amount, () => 0);
}
