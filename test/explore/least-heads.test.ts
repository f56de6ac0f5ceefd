import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HeadSearch, leastHeads } from '../../server/src/explore/least-heads';

/** Heads with times that fall as their areas grow, a limit for each, and one for the weighted sum. */
const searches = fc
  .array(
    fc.record({
      steps: fc.array(
        fc.record({ area: fc.integer({ min: 1, max: 20 }), time: fc.integer({ min: 0, max: 20 }) }),
        {
          minLength: 1,
          maxLength: 6,
        },
      ),
      weight: fc.integer({ min: 0, max: 5 }),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .chain((heads) => {
    const made = heads.map(({ steps, weight }) => {
      let [area, time] = [0, 200];
      const ways = steps.map((s) => ({ area: (area += s.area), time: (time -= s.time) }));
      return { weight, ways };
    });
    const sum = (of: (ways: readonly { time: number }[]) => number): number =>
      made.reduce((all, { weight, ways }) => all + weight * of(ways), 0);
    const least = sum((ways) => ways.at(-1)?.time ?? 0);
    const most = sum((ways) => ways[0]?.time ?? 0);
    return fc.record({ heads: fc.constant(made), limit: fc.integer({ min: least, max: most }) });
  });

function searchOf({
  heads,
  limit,
}: {
  heads: { weight: number; ways: { area: number; time: number }[] }[];
  limit: number;
}): HeadSearch {
  return {
    areas: heads.map((h) => h.ways.map((w) => w.area)),
    fastest: heads.map((h) => h.ways.length - 1),
    holds: (choice) =>
      choice.reduce((sum, way, i) => sum + (heads[i]?.weight ?? 0) * (heads[i]?.ways[way]?.time ?? 0), 0) <=
      limit,
  };
}

function areaOf({ areas }: HeadSearch, choice: readonly number[]): number {
  return choice.reduce((sum, way, head) => sum + (areas[head]?.[way] ?? NaN), 0);
}

function allChoices({ areas }: HeadSearch): number[][] {
  return areas.reduce<number[][]>((all, ways) => all.flatMap((c) => ways.map((_, way) => [...c, way])), [[]]);
}

describe('folding several heads together', () => {
  it('gives the smallest area of all choices within the bounds', () => {
    fc.assert(
      fc.property(searches, (given) => {
        const search = searchOf(given);
        const { choice, proved, gap } = leastHeads(search);
        const areas = allChoices(search)
          .filter(search.holds)
          .map((c) => areaOf(search, c));
        expect(search.holds(choice)).toBe(true);
        expect({ proved, gap }).toEqual({ proved: true, gap: 0 });
        expect(areaOf(search, choice)).toBe(Math.min(...areas));
      }),
    );
  });

  it('stays within the bounds and its gap if the search is cut short', () => {
    fc.assert(
      fc.property(searches, fc.integer({ min: 0, max: 10 }), (given, most) => {
        const search = searchOf(given);
        const { choice, proved, gap } = leastHeads(search, most);
        const least = Math.min(
          ...allChoices(search)
            .filter(search.holds)
            .map((c) => areaOf(search, c)),
        );
        const area = areaOf(search, choice);
        expect(search.holds(choice)).toBe(true);
        expect(area).toBeLessThanOrEqual(least / (1 - gap) + 1e-9);
        if (proved) expect(area).toBe(least);
      }),
    );
  });

  it('tries a bounded number of choices, however many heads there are', () => {
    let asked = 0;
    const heads = 12;
    const areas = Array.from({ length: heads }, (_, h) => Array.from({ length: 40 }, (_, i) => i * (h + 1)));
    const { proved, gap } = leastHeads({
      areas,
      fastest: areas.map(() => 39),
      holds: (choice) => {
        asked++;
        return choice.reduce((sum, way, h) => sum + (40 - way) * (heads - h), 0) <= 1_500;
      },
    });
    expect(asked).toBeLessThan(3_000);
    expect(proved || gap > 0).toBe(true);
  });
});
