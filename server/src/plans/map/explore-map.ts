/** Which kind of design takes the least time for an input, by batch and part. */
import { type Checkpoint, neverCancelled } from '../../base/checkpoint';
import type { Nanoseconds } from '../../base/units';
import type { Part } from '../../device/index';
import { placed } from '../candidates';
import { type Kind, kinds } from '../designs/structures';
import { interruption } from '../interruption';
import { type Built, builtOn } from '../parts/built';
import { asWritten, isRegional, partsFor } from '../parts/explore-parts';
import { type PartDesign, type Timed, confirmed, timeOf, timed } from '../parts/kinds-of';
import { type Ways, waysOf } from '../parts/ways';
import { scheduleEdits } from '../schedule-edit';
import { timeFor } from '../standing';
import { type State, tried } from '../trial';

export type MapObjective = 'throughput' | 'latency';

export interface MapAsked {
  readonly objective: MapObjective;
  readonly batches: readonly number[];
  /** Names of the parts to look at, instead of all. */
  readonly among: readonly string[] | undefined;
}

/** A design with its time at the batch of a cell. */
export interface CellDesign {
  readonly kind: Kind;
  readonly ns: Nanoseconds;
  /** Both ends of the time, where the bytes of a load are an estimate. */
  readonly low: Nanoseconds;
  readonly high: Nanoseconds;
  readonly design: PartDesign;
}

export interface MapCell {
  readonly part: Part;
  readonly batch: number;
  /** Of those that surely fit the fastest; else of those that may. */
  readonly winner: CellDesign | undefined;
  /** The fastest of the other side: resident if the winner is reconfigured. Kinds of one side differ by little. */
  readonly runnerUp: CellDesign | undefined;
  /** How many times as long the runner-up takes. */
  readonly factor: number | undefined;
  /** Whether the lead lies within the bands of both: of what fits, or of the loads. */
  readonly undecided: boolean;
}

export interface MapSearch {
  readonly asked: MapAsked;
  readonly parts: readonly Part[];
  /** By part, then by batch. */
  readonly cells: readonly MapCell[];
  /** Designs that were built, of which each cell has the best. */
  readonly built: number;
  readonly unconfirmed: number;
  readonly complete: boolean;
}

/** What is open is chosen for these; every batch has the best of all. */
const CHOSEN_FOR = [1, 64] as const;

/** Cuts and exits stay as they are. */
export async function exploreMap(
  before: State,
  asked: MapAsked,
  checkpoint: Checkpoint,
  progress: (done: number, total: number) => void = () => undefined,
): Promise<MapSearch | { readonly missing: string }> {
  const [gate] = before.analysis.design.switches;
  if (gate)
    return {
      missing: `a single path: the switch '${gate.name}' is not supported; \`explore parts\` takes it`,
    };
  const open = await openFor(before);
  if ('missing' in open) return open;
  const parts = partsFor(before, asked.among);
  const { isOver, pause } = interruption(checkpoint);
  const cells: MapCell[] = [];
  let count = 0;
  let unconfirmed = 0;
  for (const [i, part] of parts.entries()) {
    progress(i, parts.length);
    const built = [...asWritten(before, part)];
    for (const ways of open) {
      await pause();
      built.push(...(await builtOn(ways, part.name, isOver)));
    }
    // A part that was looked at in half would show the wrong winner.
    if (isOver()) break;
    count += built.length;
    for (const batch of asked.batches) {
      await pause();
      const found = await cellOf(before, { part, built, batch, objective: asked.objective });
      unconfirmed += found.unconfirmed;
      cells.push(found.cell);
    }
  }
  progress(parts.length, parts.length);
  const done = new Set(cells.map((c) => c.part));
  return {
    ...{ asked, cells, unconfirmed },
    parts: parts.filter((p) => done.has(p)),
    built: count,
    complete: !isOver(),
  };
}

/** The ways to build the design, with what is open chosen for each of some batches. */
async function openFor(before: State): Promise<readonly Ways[] | { readonly missing: string }> {
  const found: Ways[] = [];
  for (const batch of CHOSEN_FOR) {
    const { analysis } = before;
    const wanted = scheduleEdits(analysis, { batch: String(batch) });
    const edits = wanted && placed(before, [{ title: '', edits: wanted }])[0]?.edits;
    if (edits === undefined)
      return { missing: 'a `schedule` in its own file, where the batch can be written' };
    const isSame = analysis.design.schedule.batch === batch;
    const ways = await waysOf(isSame ? before : await tried(before, edits, neverCancelled), 'map');
    if ('missing' in ways) return ways;
    if (ways.heldFor !== undefined) return { missing: ways.heldFor };
    found.push(ways);
  }
  return found;
}

interface Place {
  readonly part: Part;
  readonly built: readonly Built[];
  readonly batch: number;
  readonly objective: MapObjective;
}

async function cellOf(
  before: State,
  { part, built, batch, objective }: Place,
): Promise<{ readonly cell: MapCell; readonly unconfirmed: number }> {
  let unconfirmed = 0;
  const bestOf = async (own: readonly Kind[]): Promise<CellDesign | undefined> => {
    const all = own
      .flatMap((kind) => timed(built, kind, objective, batch).map((each) => ({ kind, each })))
      .sort((a, b) => byStanding(a.each, b.each));
    for (const { kind, each } of all) {
      const design = await confirmed(before, each, kind, batch);
      if (timeFor(design.after, objective) === each.ns)
        return { kind, design, ...spanOf(each, batch, objective) };
      unconfirmed++;
    }
    return undefined;
  };
  const sides = [
    await bestOf(kinds.filter((kind) => isRegional({ kind }))),
    await bestOf(kinds.filter((kind) => !isRegional({ kind }))),
  ].flatMap((side) => side ?? []);
  const [winner, runnerUp] = sides.sort((a, b) => rank(a.design.fits) - rank(b.design.fits) || a.ns - b.ns);
  const factor = winner && runnerUp && winner.ns > 0 ? runnerUp.ns / winner.ns : undefined;
  const undecided =
    winner !== undefined &&
    // Where a figure was not confirmed, another design may be ahead.
    (unconfirmed > 0 ||
      winner.design.fits !== 'yes' ||
      (runnerUp !== undefined && runnerUp.low <= winner.high));
  return { cell: { part, batch, winner, runnerUp, factor, undecided }, unconfirmed };
}

function byStanding(a: Timed, b: Timed): number {
  return rank(a.built.fits) - rank(b.built.fits) || a.ns - b.ns;
}

function rank(fits: PartDesign['fits']): number {
  return fits === 'yes' ? 0 : 1;
}

/** The time with the least and the most that each load may take. */
function spanOf(
  { built, policy, ns }: Timed,
  batch: number,
  objective: MapObjective,
): Pick<CellDesign, 'ns' | 'low' | 'high'> {
  const { timeline, regions } = built.after.analysis;
  if (timeline === undefined || regions.every((r) => r.loadBand === undefined))
    return { ns, low: ns, high: ns };
  const at = (end: 'low' | 'high'): Nanoseconds => {
    const loadNs: Record<string, Nanoseconds> = { ...timeline.problem.loadNs };
    for (const { spec, loadBand } of regions) if (loadBand) loadNs[spec.name] = loadBand[end];
    return timeOf({ ...timeline.problem, policy, batch, loadNs }, objective);
  };
  const all = [ns, at('low'), at('high')];
  return { ns, low: Math.min(...all), high: Math.max(...all) };
}
