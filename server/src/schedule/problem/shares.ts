/** Shares of inputs that reach and leave each module, on every path. */
import type { ScheduledPath, ScheduledStage } from './problem';

/** An occurrence of a module on a path, with the share of all inputs that reach it. */
export interface PlacedModule {
  readonly name: string;
  readonly kind: 'compute' | 'check' | 'decision';
  readonly before: PlacedModule | undefined;
  /** Share of the inputs after `before` that come here: the rate of a case, or 1. */
  readonly caseShare: number;
  /** Share of all inputs, as written; the sum over all occurrences of the exit. */
  readonly rate: number;
  /** As in the problem. */
  readonly reads: ScheduledStage['reads'];
  /** Share of all inputs that reach this module. */
  alive: number;
  /** Share of all inputs that leave here. */
  leaving: number;
}

/** One path through all decisions. */
export interface Way {
  readonly choices: readonly Choice[];
  readonly modules: readonly PlacedModule[];
}

export interface Choice {
  readonly decision: string;
  readonly case: string;
  /** Position of the case, since two cases may have the same name while a design is being written. */
  readonly index: number;
}

/** Shares below this are rounding errors of summed rates. */
const SHARE_TOLERANCE = 1e-12;

/** Every path through the decisions, even with rate zero, in text order, with the shares along it. */
export function waysOf(path: ScheduledPath): readonly Way[] {
  const ways: Way[] = [];
  const all: PlacedModule[] = [];
  follow(path, [], [], 1, all, ways);
  // On a single path every exit occurs once.
  if (ways.length === 1) for (const module of all) settle(module, [module]);
  else count(all);
  return ways;
}

function follow(
  { exits, stages, decision }: ScheduledPath,
  modules: readonly PlacedModule[],
  choices: readonly Choice[],
  caseShare: number,
  all: PlacedModule[],
  ways: Way[],
): void {
  const here = [...modules];
  let share = caseShare;
  const add = (
    { name, reads }: Pick<ScheduledStage, 'name' | 'reads'>,
    kind: PlacedModule['kind'],
    rate = 0,
  ): void => {
    const before = here[here.length - 1];
    const module = { name, kind, before, caseShare: share, rate, reads, alive: NaN, leaving: 0 };
    share = 1;
    here.push(module);
    all.push(module);
  };
  for (const exit of exits ?? []) add(exit, 'check', exit.rate);
  for (const stage of stages) {
    add(stage, 'compute');
    for (const exit of stage.exits ?? []) add(exit, 'check', exit.rate);
  }
  if (decision === undefined) {
    ways.push({ choices, modules: here });
    return;
  }
  add(decision, 'decision');
  sharesOf(decision.cases).forEach((taken, index) => {
    const { way } = taken;
    const choice = { decision: decision.name, case: way.name, index };
    follow(way, here, [...choices, choice], taken.share, all, ways);
  });
}

/** Rates of cases, scaled to add up to 1; equal if none is above 0. */
export function sharesOf<C extends { readonly rate: number }>(
  cases: readonly C[],
): readonly { readonly way: C; readonly share: number }[] {
  const rate = (c: C): number => (c.rate > 0 ? c.rate : 0);
  const total = cases.reduce((sum, c) => sum + rate(c), 0);
  return cases.map((way) => ({ way, share: total > 0 ? rate(way) / total : 1 / cases.length }));
}

/**
 * Computes alive and leaving shares. An exit's rate leaves, as far as so many inputs are still there. If an exit occurs on
 * several paths, inputs leave with the same probability on each, so the shares that reach all occurrences are needed first.
 */
function count(all: readonly PlacedModule[]): void {
  const places = new Map<string, PlacedModule[]>();
  for (const module of all) {
    if (module.kind !== 'check') continue;
    const own = places.get(module.name);
    if (own) own.push(module);
    else places.set(module.name, [module]);
  }
  let open = all;
  while (open.length > 0) {
    const later = open.filter((module) => !settle(module, places.get(module.name) ?? []));
    // Exits that precede each other on different paths cannot wait for each other: treat the first as if it occurred once.
    if (later.length === open.length && later[0]) leave(later[0], [later[0]]);
    open = later;
  }
}

/** @returns false if something before it is not counted yet */
function settle(module: PlacedModule, places: readonly PlacedModule[]): boolean {
  if (Number.isNaN(module.alive)) {
    const { before } = module;
    if (before !== undefined && (Number.isNaN(before.alive) || Number.isNaN(before.leaving))) return false;
    const left = before === undefined ? 1 : before.alive - before.leaving;
    module.alive = (left < SHARE_TOLERANCE ? 0 : left) * module.caseShare;
    if (module.kind === 'check') module.leaving = NaN;
  }
  if (!Number.isNaN(module.leaving)) return true;
  if (places.some((p) => Number.isNaN(p.alive))) return false;
  leave(module, places);
  return true;
}

function leave(module: PlacedModule, places: readonly PlacedModule[]): void {
  const { rate, alive } = module;
  if (!(rate > 0)) module.leaving = 0;
  else if (places.length === 1) module.leaving = Math.min(rate, alive);
  else {
    const reaching = places.reduce((sum, p) => sum + p.alive, 0);
    module.leaving = reaching > 0 ? alive * Math.min(1, rate / reaching) : 0;
  }
}

/** Share of all inputs that continue after a module. */
export function goingOn({ alive, leaving }: Pick<PlacedModule, 'alive' | 'leaving'>): number {
  const left = alive - leaving;
  return left < SHARE_TOLERANCE ? 0 : left;
}

/** The share of all inputs that reach each module, by name. */
export function reachingShares(path: ScheduledPath): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const counted = new Set<PlacedModule>();
  for (const { modules } of waysOf(path)) {
    for (const module of modules) {
      if (counted.has(module)) continue;
      counted.add(module);
      found.set(module.name, (found.get(module.name) ?? 0) + module.alive);
    }
  }
  return found;
}
