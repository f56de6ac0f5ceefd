/**
 * Heads chosen together for the least total area under bounds that couple them. Along each head's front area grows and
 * time falls, and what holds with some heads holds with faster ones too: so each prefix has a least way to go on.
 */
export interface HeadSearch {
  /** By head, areas of its ways: smallest first, each next one faster. */
  readonly areas: readonly (readonly number[])[];
  /** Whether the bounds hold with these ways. */
  readonly holds: (choice: readonly number[]) => boolean;
  /** The fastest way of each that may be taken; the bounds hold there. */
  readonly fastest: readonly number[];
}

export interface LeastHeads {
  readonly choice: readonly number[];
  /** Nothing smaller holds. */
  readonly proved: boolean;
  /** What of its area a smaller choice could save at most; 0 where it is proved. */
  readonly gap: number;
}

/** Choices tried, so that no edit waits for long. */
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
  /** The smallest way of one head that holds beside the others, which hold at its fastest. */
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

  // Beside the fastest of all others, no head can be smaller than this.
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

/** Areas are sums of shares. */
const TOLERANCE = 1e-12;

/** One head after the other as small as the others let it be, the one that saves most first. */
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
