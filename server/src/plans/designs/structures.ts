/** The ways to build a network that are compared: which exits, where it is cut, and what holds each stage. */
import type { Policy } from '../../semantics/design';
import { mayStream, type Trunk } from './trunk';

/** As in `explore`'s tables: everything resident, also with weights in memory, or reconfigured under a policy. */
export type Kind = 'static' | 'static+memory' | Policy;

export const kinds: readonly Kind[] = ['static', 'static+memory', 'serial', 'overlap', 'speculate'];

export interface Structure {
  readonly kind: Kind;
  readonly policy: Policy;
  /** Bit mask of the chosen exits, the first of the path in bit 0. */
  readonly exits: number;
  /** Positions of the first layers of all stages but the first. */
  readonly cuts: readonly number[];
  /** Of each stage, the number of its region, or -1 if it is resident. */
  readonly places: readonly number[];
  /** How many layers, those with most weights first, fetch them from memory. */
  readonly streamed: number;
}

/** With so many free places to cut, every subset of them is tried; with more, one at a time. */
const MOST_FREE = 6;

/** Where a network is cut. */
export interface Shape {
  /** Bit mask of the chosen exits. */
  readonly exits: number;
  readonly cuts: readonly number[];
  /** Of those, the cuts at exits. */
  readonly forced: ReadonlySet<number>;
}

/**
 * Every chosen exit is a cut. Others are free, as far as `cuts` says.
 *
 * @param written cuts of the file, which are always tried
 * @param isFew whether there are few enough sets of exits for more cuts than these
 */
export function shapesOf(
  { boundaries, exits }: Trunk,
  chosen: number,
  written: readonly number[],
  isFew = true,
): { readonly shapes: readonly Shape[]; readonly cuts: string } {
  const forced = new Set(
    exits.flatMap(({ cut }, bit) => ((chosen >> bit) & 1 && cut !== undefined ? [cut] : [])),
  );
  const free = boundaries.filter((b) => !forced.has(b));
  const own = written.filter((b) => !forced.has(b));
  const isWhole = free.length <= MOST_FREE;
  const extra = !isFew
    ? [[], ...(own.length > 0 ? [own] : [])]
    : isWhole
      ? Array.from({ length: 2 ** free.length }, (_, mask) => free.filter((_b, i) => (mask >> i) & 1))
      : [[], ...free.map((b) => [b]), own];
  const shapes = extra.map((more) => {
    const cuts = [...new Set([...forced, ...more])].sort((a, b) => a - b);
    return { exits: chosen, cuts, forced };
  });
  return {
    shapes,
    cuts: !isFew
      ? 'cuts at the exits, and all of the file'
      : isWhole
        ? 'every set of cuts'
        : 'cuts at the exits, those of the file, and one more',
  };
}

/**
 * The ways to place the stages of a shape. Neighbours that are resident with no exit between them are one stage, and a region holds at
 * least two, or it would be resident too.
 */
export function structuresIn({ list }: Trunk, { exits, cuts, forced }: Shape): readonly Structure[] {
  const structures: Structure[] = [];
  const seen = new Set<string>();
  const weighted = list.specs.filter(mayStream).length;
  const streams = [...new Set([1, 2, 3, weighted >> 1, weighted])].filter((n) => n > 0 && n <= weighted);
  for (const places of patterns(cuts.length + 1)) {
    const regions = new Set(places.filter((p) => p >= 0));
    const isIdle = [...regions].some((r) => places.filter((p) => p === r).length < 2);
    const isSplit = cuts.some((cut, i) => places[i] === -1 && places[i + 1] === -1 && !forced.has(cut));
    const key = places.join();
    if (isIdle || isSplit || seen.has(key)) continue;
    seen.add(key);
    for (const policy of policies) {
      const own = { policy, exits, cuts, places };
      structures.push({ ...own, kind: regions.size === 0 ? 'static' : policy, streamed: 0 });
      if (regions.size > 0) continue;
      for (const streamed of streams) structures.push({ ...own, kind: 'static+memory', streamed });
    }
  }
  return structures;
}

/** Every structure with some exits. */
export function structuresOf(
  trunk: Trunk,
  chosen: number,
  written: readonly number[],
): { readonly structures: readonly Structure[]; readonly cuts: string } {
  const { shapes, cuts } = shapesOf(trunk, chosen, written);
  return { structures: shapes.flatMap((shape) => structuresIn(trunk, shape)), cuts };
}

export const policies: readonly Policy[] = ['serial', 'overlap', 'speculate'];

/** All resident; all in one region or in two by turns; resident at the front, at the end, or one of them. */
function patterns(stages: number): readonly (readonly number[])[] {
  const all = (place: (stage: number) => number): number[] =>
    Array.from({ length: stages }, (_, i) => place(i));
  const found = [all(() => -1), all(() => 0), all((i) => i % 2)];
  for (let k = 1; k < stages; k++) {
    found.push(all((i) => (i < k ? -1 : 0)));
    found.push(all((i) => (i < k ? -1 : (i - k) % 2)));
    found.push(all((i) => (i < stages - k ? 0 : -1)));
    found.push(all((i) => (i === k ? -1 : 0)));
  }
  return found;
}

/** Resident at the front, and the rest reconfigured: who leaves early causes no load. */
export function isFrontResident({ places }: Pick<Structure, 'places'>): boolean {
  const first = places.findIndex((p) => p >= 0);
  return first > 0 && places.slice(first).every((p) => p >= 0);
}
