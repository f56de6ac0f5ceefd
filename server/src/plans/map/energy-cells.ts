/** Which design takes the least energy on a part, by arrival period or batch, and what of it pays: reconfiguring, exits, a smaller part. */
import type { Nanoseconds } from '../../base/units';
import type { Part } from '../../device/index';
import { type Kind, kinds } from '../designs/structures';
import { type TriedEnergy, arriving, energyUnder, isSurelyLess } from '../energy/energy-of';
import type { Built } from '../parts/built';
import { isRegional } from '../parts/explore-parts';
import { confirmed, isOfKind, policiesOf } from '../parts/kinds-of';
import type { Policy } from '../../semantics/design';
import type { State } from '../trial';
import type { CellDesign, MapCell, MapColumn, Pays, WhatPays } from './cells';

interface Place {
  readonly part: Part;
  readonly built: readonly Built[];
  readonly columns: readonly MapColumn[];
}

interface Ranked {
  readonly kind: Kind;
  readonly built: Built;
  readonly policy: Policy;
  readonly energy: TriedEnergy;
}

/** How far sums in another order may be apart. */
const TOLERANCE = 1e-6;

export async function energyCells(
  before: State,
  { part, built, columns }: Place,
  pause: () => Promise<void>,
): Promise<{ readonly cells: readonly MapCell[]; readonly unconfirmed: number }> {
  const cells: MapCell[] = [];
  let unconfirmed = 0;
  const known = new Map<number | undefined, readonly Ranked[]>();
  const allAt = (batch: number | undefined): readonly Ranked[] => {
    const found = known.get(batch) ?? rankedOf(before, built, batch);
    known.set(batch, found);
    return found;
  };
  for (const column of columns) {
    await pause();
    const everyNs = everyOf(column, before);
    const all = allAt(column.batch)
      .flatMap((each): Ranked[] => {
        const energy = everyNs === undefined ? each.energy : arriving(each.energy, everyNs);
        return energy ? [{ ...each, energy }] : [];
      })
      .sort((a, b) => rank(a) - rank(b) || a.energy.perInput.value - b.energy.perInput.value);
    const sides: CellDesign[] = [];
    let isDoubtful = false;
    for (const isOther of [false, true]) {
      const one = all.find((each) => isRegional(each) === isOther);
      const design = one && (await designOf(before, one, column));
      if (design === 'unconfirmed') isDoubtful = true;
      else if (design) sides.push(design);
    }
    if (isDoubtful) unconfirmed++;
    const [winner, runnerUp] = sides.sort(
      (a, b) => Number(a.design.fits !== 'yes') - Number(b.design.fits !== 'yes') || a.value - b.value,
    );
    const factor = winner && runnerUp ? runnerUp.value / winner.value : undefined;
    const isSure =
      winner?.energy !== undefined &&
      winner.design.fits === 'yes' &&
      (runnerUp?.energy === undefined || isSurelyLess(winner.energy, runnerUp.energy));
    const fitting = built.some((b) => b.fits !== 'no');
    cells.push({
      ...{ part, column, winner, runnerUp, factor },
      undecided: winner !== undefined && (isDoubtful || !isSure),
      notModelled: fitting && allAt(column.batch).length === 0,
      pays: { ...paysIn(all), smaller: undefined },
    });
  }
  return { cells, unconfirmed };
}

/** Undefined where inputs come back to back. */
function everyOf({ arrival }: MapColumn, { analysis }: State): Nanoseconds | undefined {
  const found = arrival ?? analysis.design.schedule.arrival;
  return found === 'back-to-back' ? undefined : found.everyNs;
}

function rankedOf(before: State, all: readonly Built[], batch: number | undefined): readonly Ranked[] {
  return all
    .filter(({ fits }) => fits !== 'no')
    .flatMap((built) =>
      kinds
        .filter((kind) => isOfKind(built, kind))
        .flatMap((kind) =>
          policiesOf(kind).flatMap((policy): Ranked[] => {
            const problem = built.after.analysis.timeline?.problem;
            const energy =
              problem &&
              energyUnder(before, built.after, {
                ...{ ...problem, policy, batch: batch ?? problem.batch },
                arrival: 'back-to-back',
              });
            return energy ? [{ kind, built, policy, energy }] : [];
          }),
        ),
    );
}

const rank = ({ built }: Ranked): number => (built.fits === 'yes' ? 0 : 1);

/** Analysed as edited text with the batch or the arrival of its cell. */
async function designOf(
  before: State,
  { built, policy, kind, energy }: Ranked,
  column: MapColumn,
): Promise<CellDesign | 'unconfirmed'> {
  const design = await confirmed(before, { built, policy }, kind, column);
  const own = design.energy();
  if (own === undefined || Math.abs(own.perInput.value / energy.perInput.value - 1) > TOLERANCE)
    return 'unconfirmed';
  const { value, low, high } = own.perInput;
  return { kind, value, low, high, design, energy: own };
}

function paysIn(all: readonly Ranked[]): Pick<WhatPays, 'reconfiguring' | 'exits'> {
  const hasExits = ({ built }: Ranked): boolean => built.after.analysis.design.exits.length > 0;
  const [withExits, without] = [all.find(hasExits), all.find((each) => !hasExits(each))];
  return {
    reconfiguring: paysBeside(
      all.find((each) => isRegional(each)),
      all.find((each) => !isRegional(each)),
    ),
    exits: paysBeside(withExits, without),
  };
}

function paysBeside(one: Ranked | undefined, other: Ranked | undefined): Pays | undefined {
  if (one === undefined) return other && 'no';
  if (other === undefined) return rank(one) === 0 ? 'only' : 'undecided';
  if (rank(one) + rank(other) > 0) return 'undecided';
  return standingOf(one.energy, other.energy);
}

function standingOf(one: TriedEnergy, other: TriedEnergy): Pays {
  if (isSurelyLess(one, other)) return 'yes';
  return isSurelyLess(other, one) ? 'no' : 'undecided';
}

/** Sets each smaller part of the family beside the part of the file, where both are on the map. */
export function withSmaller(cells: readonly MapCell[], own: Part | undefined): readonly MapCell[] {
  if (own === undefined) return cells;
  return cells.map((cell) => {
    const { part, winner, pays } = cell;
    const isSmaller = part.family === own.family && part.limits.lut < own.limits.lut;
    const there = cells.find((c) => c.part === own && c.column === cell.column);
    if (!isSmaller || there === undefined || winner?.energy === undefined || pays === undefined) return cell;
    const smaller = there.winner?.energy ? standingOf(winner.energy, there.winner.energy) : 'only';
    const isSure = winner.design.fits === 'yes' && (there.winner?.design.fits ?? 'yes') === 'yes';
    return { ...cell, pays: { ...pays, smaller: isSure ? smaller : 'undecided' } };
  });
}
