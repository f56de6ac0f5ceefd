/** Which kind of design takes the least time or energy for an input, by part and by batch or arrival period. */
import { type Checkpoint, neverCancelled } from '../../base/checkpoint';
import type { Nanoseconds } from '../../base/units';
import type { Part } from '../../device/index';
import { placed } from '../candidates';
import { type Kind, kinds } from '../designs/structures';
import { exitEdits } from '../exits/exit-edits';
import { interruption } from '../interruption';
import { type Built, builtOn } from '../parts/built';
import { asWritten, isRegional, partsFor } from '../parts/explore-parts';
import { type PartDesign, type Timed, confirmed, timeOf, timed } from '../parts/kinds-of';
import { type Ways, waysOf } from '../parts/ways';
import { scheduleEdits } from '../schedule-edit';
import { type TimeObjective, timeFor } from '../standing';
import type { CellDesign, MapCell, MapColumn } from './cells';
import { energyCells, withSmaller } from './energy-cells';
import { type State, tried } from '../trial';

export type MapObjective = 'throughput' | 'latency' | 'energy';

export interface MapAsked {
  readonly objective: MapObjective;
  readonly columns: readonly MapColumn[];
  /** Names of the parts to look at, instead of all. */
  readonly among: readonly string[] | undefined;
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
  const open = await openFor(before, asked);
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
    if (asked.objective === 'energy') {
      const found = await energyCells(before, { part, built, columns: asked.columns }, pause);
      unconfirmed += found.unconfirmed;
      cells.push(...found.cells);
      continue;
    }
    for (const column of asked.columns) {
      await pause();
      const found = await cellOf(before, { part, built, column, objective: asked.objective });
      unconfirmed += found.unconfirmed;
      cells.push(found.cell);
    }
  }
  progress(parts.length, parts.length);
  const done = new Set(cells.map((c) => c.part));
  return {
    ...{ asked, unconfirmed },
    cells: asked.objective === 'energy' ? withSmaller(cells, before.analysis.target.part) : cells,
    parts: parts.filter((p) => done.has(p)),
    built: count,
    complete: !isOver(),
  };
}

/** The ways to build the design, with what is open chosen for each of some batches; for its energy, also without its exits. */
async function openFor(
  before: State,
  { objective, columns }: MapAsked,
): Promise<readonly Ways[] | { readonly missing: string }> {
  const found: Ways[] = [];
  const { analysis } = before;
  const { batch: own, policy } = analysis.design.schedule;
  const isOfBatches = columns.some((c) => c.batch !== undefined);
  for (const batch of isOfBatches ? CHOSEN_FOR : [own]) {
    const wanted = scheduleEdits(analysis, { batch: String(batch) });
    const edits = wanted && placed(before, [{ title: '', edits: wanted }])[0]?.edits;
    if (edits === undefined)
      return { missing: 'a `schedule` in its own file, where the batch and the arrival can be written' };
    const ways = await waysOf(own === batch ? before : await tried(before, edits, neverCancelled), 'map');
    if ('missing' in ways) return ways;
    if (ways.heldFor !== undefined) return { missing: ways.heldFor };
    found.push(ways);
  }
  if (objective === 'energy' && analysis.design.exits.length > 0) {
    const comment = '`exeunt explore map`: no exits.';
    const bare = exitEdits(before, { exits: new Set(), policy, rates: new Map(), comment });
    const ways = bare && (await waysOf(await tried(before, bare, neverCancelled), 'map'));
    if (ways !== undefined && !('missing' in ways)) found.push(ways);
  }
  return found;
}

interface Place {
  readonly part: Part;
  readonly built: readonly Built[];
  readonly column: MapColumn;
  readonly objective: TimeObjective;
}

async function cellOf(
  before: State,
  { part, built, column, objective }: Place,
): Promise<{ readonly cell: MapCell; readonly unconfirmed: number }> {
  let unconfirmed = 0;
  const { batch } = column;
  const bestOf = async (own: readonly Kind[]): Promise<CellDesign | undefined> => {
    const all = own
      .flatMap((kind) => timed(built, kind, objective, batch).map((each) => ({ kind, each })))
      .sort((a, b) => byStanding(a.each, b.each));
    for (const { kind, each } of all) {
      const design = await confirmed(before, each, kind, column);
      if (timeFor(design.after, objective) === each.value)
        return { kind, design, ...spanOf(each, batch, objective) };
      unconfirmed++;
    }
    return undefined;
  };
  const sides = [
    await bestOf(kinds.filter((kind) => isRegional({ kind }))),
    await bestOf(kinds.filter((kind) => !isRegional({ kind }))),
  ].flatMap((side) => side ?? []);
  const [winner, runnerUp] = sides.sort(
    (a, b) => rank(a.design.fits) - rank(b.design.fits) || a.value - b.value,
  );
  const factor = winner && runnerUp && winner.value > 0 ? runnerUp.value / winner.value : undefined;
  const undecided =
    winner !== undefined &&
    // Where a figure was not confirmed, another design may be ahead.
    (unconfirmed > 0 ||
      winner.design.fits !== 'yes' ||
      (runnerUp !== undefined && runnerUp.low <= winner.high));
  return { cell: { part, column, winner, runnerUp, factor, undecided }, unconfirmed };
}

function byStanding(a: Timed, b: Timed): number {
  return rank(a.built.fits) - rank(b.built.fits) || a.value - b.value;
}

function rank(fits: PartDesign['fits']): number {
  return fits === 'yes' ? 0 : 1;
}

/** The time with the least and the most that each load may take. */
function spanOf(
  { built, policy, value }: Timed,
  batch: number | undefined,
  objective: TimeObjective,
): Pick<CellDesign, 'value' | 'low' | 'high'> {
  const { timeline, regions } = built.after.analysis;
  if (timeline === undefined || regions.every((r) => r.loadBand === undefined))
    return { value, low: value, high: value };
  const at = (end: 'low' | 'high'): Nanoseconds => {
    const loadNs: Record<string, Nanoseconds> = { ...timeline.problem.loadNs };
    for (const { spec, loadBand } of regions) if (loadBand) loadNs[spec.name] = loadBand[end];
    return timeOf({ ...timeline.problem, policy, batch: batch ?? timeline.problem.batch, loadNs }, objective);
  };
  const all = [value, at('low'), at('high')];
  return { value, low: Math.min(...all), high: Math.max(...all) };
}
