/**
 * Chooses the folding of several heads for the smallest total area under common bounds. Along each head's front, area
 * grows and time falls, and bounds that hold for some heads also hold for faster ones; so each prefix of choices has a
 * smallest next choice that can still hold.
 *
 * Example: two heads with areas [1, 2, 4] and [1, 2.5], times [9, 5, 2] and [8, 3], and a limit of 10 on the sum of times.
 * With the other at its fastest, head 0 needs at least area 2 (5 + 3) and head 1 at least 1 (2 + 8): no choice is below 3.
 * The search finds [1, 1] with area 4.5; [2, 0] takes 5, and [1, 0] is too slow (13).
 */
export interface HeadSearch {
  /** For each head, the areas of its foldings: smallest first, each next one faster. */
  readonly areas: readonly (readonly number[])[];
  /** Whether the bounds hold for a choice of foldings. */
  readonly holds: (choice: readonly number[]) => boolean;
  /** The fastest folding allowed for each head; with these the bounds hold. */
  readonly fastest: readonly number[];
}

export interface LeastHeads {
  readonly choice: readonly number[];
  /** Proved that no smaller choice holds. */
  readonly proved: boolean;
  /** Largest share of the area that a smaller choice could save; 0 if proved. */
  readonly gap: number;
}

/** Limit on the choices tried, so that edits are not delayed. */
export const MOST_TRIED = 1_500;

export function leastHeads({ areas, holds, fastest }: HeadSearch, mostTried = MOST_TRIED): LeastHeads {
  let tried = 0;
  const known = new Map<string, boolean>();
  const keeps = (choice: readonly number[]): boolean => {
    const key = choice.join();
    let found = known.get(key);
    if (found === undefined) {
      tried++;
      known.set(key, (found = holds(choice)));
    }
    return found;
  };
  /** The smallest folding of one head that holds with the others as chosen; its present one holds. */
  const least = (choice: readonly number[], head: number): number => {
    let low = 0;
    let high = choice[head] ?? 0;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (keeps(choice.with(head, middle))) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  const areaOf = (head: number, way: number): number => areas[head]?.[way] ?? 0;
  const total = (choice: readonly number[]): number =>
    choice.reduce((sum, way, head) => sum + areaOf(head, way), 0);

  // No head can be smaller than with all others at their fastest.
  const floor = fastest.map((_, head) => least(fastest, head));
  const floorFrom = fastest.map((_, head) =>
    floor.slice(head).reduce((sum, way, i) => sum + areaOf(head + i, way), 0),
  );
  let best = descend(fastest, least, total);
  const work = { isCut: false };
  const search = (choice: readonly number[], head: number, area: number): void => {
    if (head === choice.length) {
      best = choice;
      return;
    }
    for (let way = least(choice, head); way <= (fastest[head] ?? 0); way++) {
      const sum = area + areaOf(head, way);
      if (sum + (floorFrom[head + 1] ?? 0) >= total(best) - TOLERANCE) return;
      if (tried >= mostTried) {
        work.isCut = true;
        return;
      }
      search(choice.with(head, way), head + 1, sum);
    }
  };
  search(fastest, 0, 0);
  const bound = floorFrom[0] ?? 0;
  const area = total(best);
  const proved = !work.isCut || area <= bound + TOLERANCE;
  return { choice: best, proved, gap: proved || area === 0 ? 0 : (area - bound) / area };
}

/** Tolerance for rounding errors: areas are sums of shares. */
const TOLERANCE = 1e-12;

/** Makes one head after the other as small as the others allow, the one that saves most first. */
function descend(
  from: readonly number[],
  least: (choice: readonly number[], head: number) => number,
  total: (choice: readonly number[]) => number,
): readonly number[] {
  let choice = from;
  const open = new Set(from.keys());
  while (open.size > 0) {
    const [next] = [...open]
      .map((head) => ({ head, smaller: choice.with(head, least(choice, head)) }))
      .sort((a, b) => total(a.smaller) - total(b.smaller));
    if (next === undefined) break;
    choice = next.smaller;
    open.delete(next.head);
  }
  return choice;
}
