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

export interface Space {
  readonly structures: readonly Structure[];
  /** Which cuts were tried, in words. */
  readonly cuts: string;
}

/**
 * Every chosen exit is a cut. Neighbours that are resident with no exit between them are one stage, and a region holds at least two, or it
 * would be resident too.
 *
 * @param written cuts of the file, which are always tried
 */
export function structuresOf(
  { boundaries, exits, list }: Trunk,
  chosen: number,
  written: readonly number[],
): Space {
  const forced = new Set(
    exits.flatMap(({ cut }, bit) => ((chosen >> bit) & 1 && cut !== undefined ? [cut] : [])),
  );
  const free = boundaries.filter((b) => !forced.has(b));
  const isWhole = free.length <= MOST_FREE;
  const extra = isWhole
    ? Array.from({ length: 2 ** free.length }, (_, mask) => free.filter((_b, i) => (mask >> i) & 1))
    : [[], ...free.map((b) => [b]), written.filter((b) => !forced.has(b))];
  const structures: Structure[] = [];
  const seen = new Set<string>();
  const policies: readonly Policy[] = ['serial', 'overlap', 'speculate'];
  for (const more of extra) {
    const cuts = [...new Set([...forced, ...more])].sort((a, b) => a - b);
    for (const places of patterns(cuts.length + 1)) {
      const regions = new Set(places.filter((p) => p >= 0));
      const isIdle = [...regions].some((r) => places.filter((p) => p === r).length < 2);
      const isSplit = cuts.some((cut, i) => places[i] === -1 && places[i + 1] === -1 && !forced.has(cut));
      const key = `${cuts.join()}|${places.join()}`;
      if (isIdle || isSplit || seen.has(key)) continue;
      seen.add(key);
      for (const policy of policies)
        structures.push({
          kind: regions.size === 0 ? 'static' : policy,
          ...{ policy, exits: chosen, cuts, places, streamed: 0 },
        });
    }
  }
  const weighted = list.specs.filter(mayStream).length;
  for (const resident of structures.filter((s) => s.kind === 'static'))
    for (const streamed of new Set([1, 2, 3, weighted >> 1, weighted]))
      if (streamed > 0 && streamed <= weighted)
        structures.push({ ...resident, kind: 'static+memory', streamed });
  return {
    structures,
    cuts: isWhole ? 'every set of cuts' : 'cuts at the exits, those of the file, and one more',
  };
}

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
