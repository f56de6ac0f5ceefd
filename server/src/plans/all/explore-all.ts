/** The designs that no other beats in everything: a Pareto front over times, accuracy and area. */
import type { Checkpoint } from '../../base/checkpoint';
import { type Resources, addResources, resourceKinds } from '../../base/resources';
import type { Nanoseconds, Share } from '../../base/units';
import { type DesignCandidate, type DesignSearch, exploreDesigns } from '../designs/explore-designs';
import { type TimeObjective, betterFirst, timeFor, timeObjectives } from '../standing';
import type { State } from '../trial';

export interface AllAsked {
  /** Orders the designs that meet the budgets as well as each other. */
  readonly objective: TimeObjective;
  /** Instead of the budget's, or the design's own; only where there are exits. */
  readonly accuracy: Share | undefined;
}

/** A design of the front, by what is compared. */
export interface Point {
  readonly candidate: DesignCandidate;
  readonly meanNs: Nanoseconds;
  readonly worstNs: Nanoseconds;
  /** Undefined where the stream is not modelled. */
  readonly periodPerInputNs: Nanoseconds | undefined;
  /** Undefined without a trace. */
  readonly accuracy: Share | undefined;
  /** The largest share of a resource of the whole part, regions counted whole. */
  readonly area: Share;
}

export interface AllSearch {
  readonly asked: AllAsked;
  /** One for each objective, as far as they were made. */
  readonly searches: readonly DesignSearch[];
  /** What fits for sure first, then what meets the budgets, then the better by the objective. */
  readonly front: readonly Point[];
  /** Different designs that were compared. */
  readonly compared: number;
  readonly complete: boolean;
}

/** Searches the designs for each objective, exits and all, and keeps those that none of the others beats. */
export async function exploreAll(
  before: State,
  asked: AllAsked,
  checkpoint: Checkpoint,
  progress: (done: number, total: number) => void = () => undefined,
): Promise<AllSearch | { readonly missing: string }> {
  const exits = before.analysis.design.exits.length > 0 ? 'free' : 'kept';
  const { accuracy } = asked;
  const searches: DesignSearch[] = [];
  for (const [i, objective] of timeObjectives.entries()) {
    const bar = (done: number, total: number): void => {
      progress(i * total + done, timeObjectives.length * total);
    };
    const search = await exploreDesigns(before, { objective, exits, accuracy }, checkpoint, bar);
    if ('missing' in search) return search;
    searches.push(search);
    if (!search.complete) break;
  }
  const better = betterFirst(asked.objective);
  const points = searches
    .flatMap((s) => s.candidates)
    .filter((c) => c.fits !== 'no')
    .sort(better)
    .flatMap((candidate) => pointOf(candidate) ?? []);
  const different = points.filter((p, i) => points.findIndex((q) => isSame(p, q)) === i);
  return {
    ...{ asked, searches },
    front: different.filter((p) => !different.some((q) => beats(q, p))),
    compared: different.length,
    complete: searches.every((s) => s.complete),
  };
}

function pointOf(candidate: DesignCandidate): Point | undefined {
  const { after } = candidate;
  const { timeline, profile } = after.analysis;
  const area = areaOf(after);
  if (timeline === undefined || area === undefined) return undefined;
  const { meanNs, worstNs } = timeline.schedule;
  const periodPerInputNs = timeFor(after, 'throughput');
  return { candidate, meanNs, worstNs, periodPerInputNs, accuracy: profile?.rates?.accuracy, area };
}

function areaOf({ analysis: { target, staticPart, regions } }: State): Share | undefined {
  if (target.part === undefined || staticPart === undefined) return undefined;
  const { lut, ff, dsp, bram36, uram } = target.part.limits;
  const whole: Resources = { lut, ff, dsp, bram18: 2 * bram36, uram };
  const taken = regions.flatMap((r) => r.figures?.resources ?? []).reduce(addResources, staticPart.used);
  return Math.max(...resourceKinds.map((kind) => (whole[kind] > 0 ? taken[kind] / whole[kind] : 0)));
}

/** What is compared, each less being better. */
function measures({ meanNs, worstNs, periodPerInputNs = 0, accuracy = 0, area, candidate }: Point): number[] {
  return [meanNs, worstNs, periodPerInputNs, 1 - accuracy, area, candidate.fits === 'yes' ? 0 : 1];
}

function isSame(a: Point, b: Point): boolean {
  return measures(a).join() === measures(b).join();
}

/** No worse in anything and better in something; what may not fit beats nothing that surely does. */
export function beats(a: Point, b: Point): boolean {
  const [own, theirs] = [measures(a), measures(b)];
  const isNoWorse = own.every((value, i) => value <= (theirs[i] ?? value));
  return isNoWorse && own.some((value, i) => value < (theirs[i] ?? value));
}
