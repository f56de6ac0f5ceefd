/** Chooses the folding of heads written `parallel auto`: together the least area that their bounds allow. */
import { createMemo } from '../../base/memo';
import { mostOf } from '../../base/band';
import { type Resources, addResources, noResources } from '../../base/resources';
import type { Share } from '../../base/units';
import type { Folding } from '../../explore/foldable';
import { type HeadFront, headFront } from '../../explore/head-front';
import { leastHeads } from '../../explore/least-heads';
import { fitsIn } from '../../explore/layer-front';
import { type ScheduleProblem, residentBounds } from '../../schedule/index';
import type { BudgetLimit, Design } from '../../semantics/design';
import type { ModuleFigures, ProfileFigures, Target } from '../analysis';
import type { HeadBounds, HeadChoice } from './head-choice';
import { boundsOf, brokenBound, withDurations } from './head-bounds';
import { durationOf, foldable } from '../figures/modules';
import { MOST_STAGES, stageCount, streamOf } from '../figures/timeline';

export interface OpenHead {
  readonly module: ModuleFigures;
  /** What its region leaves to it; undefined for a head that shares the static part. */
  readonly own?: Resources;
}

interface HeadsProblem {
  readonly design: Design;
  readonly target: Target;
  readonly profile: ProfileFigures | undefined;
  readonly heads: readonly OpenHead[];
  /** What the static part leaves to the heads that share it. */
  readonly shared: Resources;
  /** Without one nothing is timed, and each head is the fastest that fits. */
  readonly problem: ScheduleProblem | undefined;
}

export interface ChosenHeads {
  readonly heads: readonly HeadChoice[];
  /** Bounds of the heads; absent if nothing is timed. */
  readonly headBounds?: HeadBounds;
}

export function chooseHeads({ design, target, profile, heads, shared, problem }: HeadsProblem): ChosenHeads {
  if (heads.length === 0) return { heads: [] };
  const fronts = heads.map((head) => frontOf(design, target, head, shared, problem?.batch ?? 1));
  const foldingAt = (head: number, way: number): Folding => {
    const { foldings } = at(fronts, head);
    return foldings[way] ?? foldings[0];
  };
  const names = heads.map((h) => h.module.name);
  const fits = (choice: readonly number[]): boolean => {
    const taken = choice.reduce(
      (sum, way, head) => (heads[head]?.own ? sum : addResources(sum, mostOfFolding(foldingAt(head, way)))),
      noResources,
    );
    return fitsIn(taken, shared);
  };
  const fastest = fastestOf(fronts, fits);
  const chosen = (solution: Solution): HeadChoice[] =>
    names.map((name, head) => ({
      ...{ name, together: names, ratesKnown: solution.ratesKnown },
      ...{ proved: solution.proved, gap: solution.gap },
      folding: foldingAt(head, solution.choice[head] ?? 0),
      ...solution.reasons[head],
    }));
  if (problem === undefined) {
    const reasons = heads.map(() => ({ unweighed: 'not timed' as const }));
    return { heads: chosen({ choice: fastest, proved: true, gap: 0, ratesKnown: true, reasons }) };
  }
  const timed = (choice: readonly number[]): ScheduleProblem =>
    withDurations(
      problem,
      new Map(names.map((name, head) => [name, durationOf(foldingAt(head, choice[head] ?? 0).cost, target)])),
    );
  const bounds = boundsOf(design, profile, timed(fastest), names);
  const throughput = design.budgets.find((b) => b.metric === 'throughput');
  const key = JSON.stringify([
    problem,
    fronts.map(keyOf),
    shared,
    [...bounds.behindLoads],
    bounds.latencies.map(boundKey),
    throughput?.value,
  ]);
  const solution = solved(key, () => solve({ fronts, names, bounds, throughput, fastest, fits, timed }));
  return { heads: chosen(solution), headBounds: bounds };
}

type Reason = Pick<HeadChoice, 'next' | 'missed' | 'throughput' | 'unweighed'>;

interface Solution {
  readonly choice: readonly number[];
  readonly proved: boolean;
  readonly gap: Share;
  readonly ratesKnown: boolean;
  /** Indexed by head. */
  readonly reasons: readonly Reason[];
}

/** Memoised, since most edits change neither a time nor a head. */
const solved = createMemo<Solution>(8);

interface Timed {
  readonly fronts: readonly HeadFront[];
  readonly names: readonly string[];
  readonly bounds: HeadBounds;
  readonly throughput: BudgetLimit | undefined;
  readonly fastest: readonly number[];
  readonly fits: (choice: readonly number[]) => boolean;
  readonly timed: (choice: readonly number[]) => ScheduleProblem;
}

function solve({ fronts, names, bounds, throughput, fastest, fits, timed }: Timed): Solution {
  const { ratesKnown, missed, behindLoads, tooSlow } = bounds;
  const exact = fronts.every((f) => f.exact);
  if (missed.length > 0) {
    const reasons = names.map((name) => ({ missed: { load: tooSlow.has(name), limits: missed } }));
    return { choice: fastest, proved: exact, gap: 0, ratesKnown, reasons };
  }
  // Without rates, a head that no load hides has nothing to be weighed against.
  const pinned = names.map((name) => tooSlow.has(name) || (!ratesKnown && !behindLoads.has(name)));
  const holds = (choice: readonly number[]): boolean =>
    choice.every((way, head) => !pinned[head] || way === fastest[head]) &&
    fits(choice) &&
    brokenBound(bounds, timed(choice)) === undefined;
  const areas = fronts.map((f) => f.foldings.map((folding) => folding.area));
  const { choice: least, proved, gap } = leastHeads({ areas, holds, fastest });
  const choice = throughput ? raised(least, fastest, timed, throughput.value) : least;
  const reasons = names.map((name, head): Reason => {
    if (tooSlow.has(name)) return { missed: { load: true, limits: [] } };
    if (pinned[head]) return { unweighed: 'no rates' };
    const way = choice[head] ?? 0;
    if (throughput && way > (least[head] ?? 0)) return { throughput };
    const next = way > 0 ? brokenBound(bounds, timed(choice.with(head, way - 1))) : undefined;
    return next ? { next } : {};
  });
  return { choice, proved: proved && exact && choice === least, gap, ratesKnown, reasons };
}

/**
 * The first choice on the way to the fastest heads that keeps a throughput, if the fastest do. A stream takes too long
 * to compute for a search through all choices.
 */
function raised(
  least: readonly number[],
  fastest: readonly number[],
  timed: (choice: readonly number[]) => ScheduleProblem,
  perSecond: number,
): readonly number[] {
  const keeps = (choice: readonly number[]): boolean => {
    const problem = timed(choice);
    if (stageCount(problem) > MOST_STAGES) return true;
    const longest = (problem.batch * 1e9) / perSecond;
    if (Object.keys(problem.loadNs).length === 0) {
      const { least, most } = residentBounds(problem);
      if (most <= longest) return true;
      if (least > longest) return false;
    }
    return streamOf(problem).throughputPerSecond >= perSecond;
  };
  if (keeps(least) || !keeps(fastest)) return least;
  const at = (step: number): readonly number[] =>
    least.map((way, head) => Math.min(fastest[head] ?? way, way + step));
  let low = 0;
  let high = Math.max(...fastest.map((way, head) => way - (least[head] ?? 0)));
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (keeps(at(middle))) high = middle;
    else low = middle;
  }
  return at(high);
}

/** The fastest of each, or if they do not fit together, as fast as stepwise enlargement gets them. */
function fastestOf(
  fronts: readonly HeadFront[],
  fits: (choice: readonly number[]) => boolean,
): readonly number[] {
  const top = fronts.map((f) => f.foldings.length - 1);
  if (fits(top)) return top;
  let choice: readonly number[] = fronts.map(() => 0);
  for (;;) {
    const steps = fronts.flatMap(({ foldings }, head) => {
      const way = (choice[head] ?? 0) + 1;
      const [now, next] = [foldings[way - 1], foldings[way]];
      const would = choice.with(head, way);
      if (now === undefined || next === undefined || !fits(would)) return [];
      const saved = now.cost.latencyCycles - next.cost.latencyCycles;
      return [{ would, gain: saved / Math.max(1e-9, next.area - now.area) }];
    });
    const [best] = steps.sort((a, b) => b.gain - a.gain);
    if (best === undefined) return choice;
    choice = best.would;
  }
}

function at(fronts: readonly HeadFront[], head: number): HeadFront {
  const front = fronts[head];
  if (front === undefined) throw new RangeError(`no head ${head}`);
  return front;
}

function frontOf(
  design: Design,
  target: Target,
  head: OpenHead,
  shared: Resources,
  batch: number,
): HeadFront {
  const { module, own = shared } = head;
  const whole = target.part ? wholeOf(target.part.limits) : shared;
  return headFront(foldable(design, module, module.place, target), whole, own, batch);
}

function wholeOf({ lut, ff, dsp, bram36, uram }: NonNullable<Target['part']>['limits']): Resources {
  return { lut, ff, dsp, bram18: 2 * bram36, uram };
}

function keyOf({ foldings }: HeadFront): readonly (readonly number[])[] {
  return foldings.map((f) => [f.area, f.cost.latencyCycles, f.cost.intervalCycles]);
}

function boundKey({ limit, atMostNs }: HeadBounds['latencies'][number]): string {
  return `${limit === 'fastest mean' ? limit : limit.metric} ${atMostNs}`;
}

/** At the upper end of its band. */
function mostOfFolding({ cost }: Folding): Resources {
  return mostOf(cost.resources, cost.band);
}
