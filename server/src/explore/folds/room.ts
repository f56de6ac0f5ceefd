/** The foldings of the modules of one room, as far as a search has looked at them. */
import {
  addResources,
  combine,
  noResources,
  type ResourceKind,
  type Resources,
  resourceKinds,
} from '../../base/resources';
import type { Cycles, Share } from '../../base/units';
import type { LayerCost } from '../../cost/index';
import type { Parallelism } from '../../semantics/design';
import { type Folding, foldAll, frontsOf, parallelWithin } from '../foldable';
import { commonIntervals } from '../folding-list';
import { areaOf, fitsIn } from '../layer-front';
import { foldResidentWithin } from '../resident';
import type { FoldProblem, FoldResult, Folded } from './fold-problem';
import { legalFolds } from './legal-folds';

/** The foldings of all layers of a room's modules, as positions in the lists of legal ones. */
export type Choice = readonly number[];

export class Room {
  /** By layer, of all modules one after the other. */
  readonly folds: readonly (readonly LayerCost[])[];
  /** By layer, its module. */
  readonly owner: readonly number[];
  best: Folded | undefined;
  bestChoice: Choice | undefined;
  tried = 0;
  /** Of those tried, how many their layers did not rule out: each of them has its FIFOs sized, which takes long. */
  costed = 0;
  private readonly known: Map<string, Folding>[];
  /** By layer, of all its foldings. */
  private readonly least: readonly Resources[];
  /** Best for their time among all that were tried, fastest first. */
  readonly front: Folded[] = [];

  constructor(readonly problem: FoldProblem) {
    const { modules, capacity } = problem;
    const all = modules.flatMap(({ module }) =>
      module.layers.map((layer) => legalFolds(layer, module.options)),
    );
    this.least = all.map(leastOfEach);
    this.folds = all.map((own) => own.filter(({ resources }) => fitsIn(resources, capacity)));
    this.owner = modules.flatMap(({ module }, m) => module.layers.map(() => m));
    this.known = modules.map(() => new Map<string, Folding>());
  }

  /** The least that one module can take, or all, whatever there is. */
  leastOf(module: number | undefined): Resources {
    const own = this.least.filter((_, l) => module === undefined || this.owner[l] === module);
    return own.reduce(addResources, noResources);
  }

  short(): FoldResult['short'] {
    const [least, have] = [this.leastOf(undefined), this.problem.capacity];
    return resourceKinds
      .filter((kind) => least[kind] > have[kind])
      .map((kind) => ({ kind, need: Math.ceil(least[kind]), have: have[kind] }));
  }

  /** Foldings of all modules as one choice; none if a module has none. */
  together(foldings: readonly Folding[]): readonly Choice[] {
    return foldings.length === this.problem.modules.length
      ? this.placed(foldings.flatMap(({ parallel }) => parallel))
      : [];
  }

  /** Foldings to begin with: those of common intervals, with and without block RAM. */
  *starts(): Generator<Choice> {
    const { modules, capacity, batch } = this.problem;
    const free = modules.map(({ module }) => ({ ...module, free: () => true }));
    for (const whole of [capacity, { ...capacity, bram18: 0 }]) {
      const fronts = free.map((module) => frontsOf(module, whole));
      // Shortest first: once something fits, what is slower need not be costed.
      for (const interval of commonIntervals(fronts).toReversed())
        yield* this.placed(fronts.flatMap((own) => parallelWithin(own, interval)));
    }
    if (modules.length === 1) return;
    const residents = free.map((module, m) => ({ ...module, weight: modules[m]?.weight ?? 1 }));
    for (const { modules: folded } of foldResidentWithin(residents, capacity, SHARES, batch))
      yield* this.placed(folded.flatMap(({ parallel }) => parallel));
  }

  /** Looks at a choice, and keeps it if it is better; whether it is. */
  take(choice: Choice): boolean {
    this.tried++;
    if (this.isHopeless(choice)) return false;
    this.costed++;
    const found = this.folded(choice);
    if (found === undefined) return false;
    this.keep(found);
    if (this.best && !this.isBefore(found, this.best)) return false;
    this.best = found;
    this.bestChoice = choice;
    return true;
  }

  /** Whether changing one layer makes it better; its neighbours in cycles are tried. */
  improved(): boolean {
    const from = this.bestChoice;
    if (from === undefined) return false;
    let improved = false;
    from.forEach((own, layer) => {
      for (const step of NEIGHBOURS) {
        const other = own + step;
        if (other < 0 || other >= (this.folds[layer]?.length ?? 0)) continue;
        if (this.take((this.bestChoice ?? from).with(layer, other))) improved = true;
      }
    });
    return improved;
  }

  /** Time or share, by the goal. */
  valueOf({ time, share }: Folded): number {
    return this.problem.goal.kind === 'time' ? time : share;
  }

  /** A value that no folding of the room is below: each module alone, its layers no smaller than a common interval lets them be. */
  bound(): number {
    const { modules, goal, batch } = this.problem;
    if (goal.kind === 'area') return this.shareOf(this.leastFrom(0, this.longest()));
    return modules.reduce((sum, { weight }, m) => sum + weight * batch * this.leastInterval(m), 0);
  }

  /** The most cycles that a layer may take. */
  longest(): Cycles {
    const { goal, batch } = this.problem;
    if (goal.kind === 'time') return Infinity;
    return Math.min(goal.interval ?? Infinity, (goal.deadline ?? Infinity) / batch);
  }

  /** The least amount of each kind that the layers from one on can take, each within so many cycles. */
  leastFrom(first: number, cycles: Cycles, ofModule?: number): Resources {
    const least = { lut: 0, ff: 0, dsp: 0, bram18: 0, uram: 0 };
    this.folds.forEach((all, layer) => {
      if (layer < first) return;
      const isLimited = ofModule === undefined || this.owner[layer] === ofModule;
      const own = isLimited ? all.filter((fold) => fold.cycles <= cycles) : all;
      for (const kind of resourceKinds)
        least[kind] += Math.min(...own.map(({ resources }) => resources[kind]));
    });
    return least;
  }

  /** The least amounts that one module's layers can take, each within so many cycles. */
  leastWithin(module: number, cycles: Cycles): Resources {
    const own = this.folds.filter((_, l) => this.owner[l] === module);
    return own
      .map((all) => leastOfEach(all.filter((fold) => fold.cycles <= cycles)))
      .reduce(addResources, noResources);
  }

  isWithin(amount: Resources): boolean {
    return fitsIn(amount, this.problem.capacity);
  }

  shareOf(amount: Resources): Share {
    const { capacity } = this.problem;
    return Math.max(
      ...resourceKinds.map((kind) =>
        amount[kind] <= 0 ? 0 : capacity[kind] > 0 ? amount[kind] / capacity[kind] : Infinity,
      ),
    );
  }

  /** The shortest interval of one module whose layers fit beside the others at their least. */
  private leastInterval(module: number): Cycles {
    const all = this.folds.flatMap((own, l) => (this.owner[l] === module ? own.map((f) => f.cycles) : []));
    const intervals = [...new Set(all)].sort((a, b) => a - b);
    let [low, high] = [0, intervals.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.isWithin(this.leastFrom(0, intervals[middle] ?? 0, module))) high = middle;
      else low = middle + 1;
    }
    return intervals[low] ?? 0;
  }

  private placed(parallel: readonly Parallelism[]): readonly Choice[] {
    const choice = parallel.map((own, l) =>
      (this.folds[l] ?? []).findIndex(
        ({ parallel: p }) =>
          p.pe === own.pe && p.simd === own.simd && p.window === own.window && p.order === own.order,
      ),
    );
    return choice.includes(-1) ? [] : [choice];
  }

  /** Whether the layers alone say that a choice does not fit, or is no better than what was found. */
  private isHopeless(choice: Choice): boolean {
    const { modules, batch, goal } = this.problem;
    const amount = { lut: 0, ff: 0, dsp: 0, bram18: 0, uram: 0 };
    const slowest = modules.map(() => 0);
    choice.forEach((fold, layer) => {
      const cost = this.folds[layer]?.[fold];
      const module = this.owner[layer];
      if (cost === undefined || module === undefined) return;
      for (const kind of resourceKinds) amount[kind] += cost.resources[kind];
      slowest[module] = Math.max(slowest[module] ?? 0, cost.cycles);
    });
    if (!this.isWithin(amount)) return true;
    if (Math.max(...slowest) > this.longest()) return true;
    const time = modules.reduce((sum, { weight }, m) => sum + weight * batch * (slowest[m] ?? 0), 0);
    if (this.problem.hasFront !== true) {
      if (this.best === undefined) return false;
      return goal.kind === 'time' ? this.best.time < time : this.best.share < this.shareOf(amount);
    }
    const share = this.shareOf(amount);
    return this.front.some((kept) => kept.time <= time && kept.share <= share);
  }

  /** Undefined if it does not fit, or misses a limit. */
  private folded(choice: Choice): Folded | undefined {
    const { modules, goal, batch, fits } = this.problem;
    const foldings = modules.map((_, m) => this.foldingOf(m, choice));
    const times = foldings.map(({ cost }) => cost.latencyCycles + (batch - 1) * cost.intervalCycles);
    if (goal.kind === 'area') {
      const { deadline = Infinity, interval = Infinity } = goal;
      if (times.some((time) => time > deadline)) return undefined;
      if (foldings.some(({ cost }) => cost.intervalCycles > interval)) return undefined;
    }
    const costs = foldings.map(({ cost }) => cost);
    if (!fits(costs)) return undefined;
    const time = times.reduce((sum, own, m) => sum + (modules[m]?.weight ?? 1) * own, 0);
    const sum = { lut: 0, ff: 0, dsp: 0, bram18: 0, uram: 0 };
    for (const { resources } of costs) for (const kind of resourceKinds) sum[kind] += resources[kind];
    return { foldings, time, share: this.shareOf(sum) };
  }

  private foldingOf(module: number, choice: Choice): Folding {
    const own = choice.filter((_, l) => this.owner[l] === module);
    const key = own.join();
    const kept = this.known[module]?.get(key);
    if (kept) return kept;
    const { module: foldable } = this.problem.modules[module] ?? {};
    if (foldable === undefined) throw new Error('every layer has a module');
    const folds = choice.flatMap((fold, l) => {
      const cost = this.owner[l] === module ? this.folds[l]?.[fold] : undefined;
      return cost ? [{ cost, area: 0 }] : [];
    });
    const made = foldAll(foldable, folds, this.problem.capacity);
    if ((this.known[module]?.size ?? 0) < MOST_KEPT) this.known[module]?.set(key, made);
    return made;
  }

  /** The goal first, then the other of time and share, then all shares together. */
  private isBefore(a: Folded, b: Folded): boolean {
    const byGoal = this.valueOf(a) - this.valueOf(b);
    const byOther = a.time - b.time || a.share - b.share;
    return (byGoal || byOther || this.sumOf(a) - this.sumOf(b)) < 0;
  }

  private sumOf({ foldings }: Folded): number {
    return foldings.reduce((sum, f) => sum + areaOf(f.cost.resources, this.problem.capacity), 0);
  }

  private keep(found: Folded): void {
    const isBeaten = this.front.some((k) => k.time <= found.time && k.share <= found.share);
    if (isBeaten) return;
    const others = this.front.filter((k) => k.time < found.time || k.share < found.share);
    const place = others.findIndex((k) => k.time > found.time);
    others.splice(place < 0 ? others.length : place, 0, found);
    this.front.splice(0, this.front.length, ...others);
  }
}

function leastOfEach(folds: readonly LayerCost[]): Resources {
  const least = (kind: ResourceKind): number => Math.min(...folds.map(({ resources }) => resources[kind]));
  return combine(noResources, noResources, (_a, _b, kind) => least(kind));
}

/** Of the room, that foldings are chosen for by their estimates: their bands take the rest. */
const SHARES = [1, 0.9, 0.8, 0.7] as const;

/** Positions of other foldings of a layer that are tried, in the order of their cycles. */
const NEIGHBOURS = [-1, 1, -2, 2, -3, 3] as const;

/** Costs of a module that are remembered. */
const MOST_KEPT = 20_000;
