import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runAtOnce } from '../../server/src/base/steps';
import { ChainBound } from '../../server/src/explore/chain-bound';
import { placesOf } from '../../server/src/explore/chain-cells';
import { proveByChains } from '../../server/src/explore/chain-proof';
import { type Cutting, type Cuts, type Found, foundAt } from '../../server/src/explore/cut-search';
import { ExitOrder } from '../../server/src/explore/exit-order';
import { seeded } from '../support/seed';

/** One list a place, exits and then the end, of confidence in twentieths and whether it is right. */
function cuttingOf(rows: readonly (readonly (readonly [number, boolean])[])[]): Cutting {
  const samples = rows[0]?.length ?? 0;
  const flat = rows.flat();
  const trace = {
    exits: rows.map((_, i) => String(i)),
    numbered: true,
    sampleCount: samples,
    confidence: Float64Array.from(flat, ([c]) => c / 20),
    entropy: undefined,
    margin: undefined,
    softmax2: undefined,
    correct: Uint8Array.from(flat, ([, right]) => (right ? 1 : 0)),
    predicted: new Int32Array(flat.length),
  };
  return {
    samples,
    orders: rows
      .slice(0, -1)
      .map((_, column) => new ExitOrder(trace, { column, criterion: 'softmax', comparison: '>=' })),
    latency: rows.map((_, e) => 100 + 300 * e),
    right: rows.map((_, e) => trace.correct.subarray(e * samples, (e + 1) * samples)),
  };
}

function* allCuts(
  { orders }: Cutting,
  low: Cuts,
  high: Cuts,
  chosen: readonly number[] = [],
): Generator<Cuts> {
  const e = chosen.length;
  const order = orders[e];
  if (order === undefined) yield Int32Array.from(chosen);
  else {
    for (let cut = low[e] ?? 0; cut <= (high[e] ?? 0); cut++)
      if (order.reachable[cut] === 1) yield* allCuts({ orders } as Cutting, low, high, [...chosen, cut]);
  }
}

/** The least of a box that is right often enough. */
function leastOf(cutting: Cutting, low: Cuts, high: Cuts, needed: number): Found | undefined {
  let best: Found | undefined;
  for (const cuts of allCuts(cutting, low, high)) {
    const found = foundAt(cutting, cuts);
    if (found.right >= needed && found.latency < (best?.latency ?? Infinity)) best = found;
  }
  return best;
}

const cuttings = fc
  .tuple(fc.integer({ min: 3, max: 4 }), fc.integer({ min: 4, max: 6 }))
  .chain(([exits, samples]) => {
    const column = fc.array(fc.tuple(fc.integer({ min: 2, max: 19 }), fc.boolean()), {
      minLength: samples,
      maxLength: samples,
    });
    return fc.array(column, { minLength: exits + 1, maxLength: exits + 1 });
  })
  .map(cuttingOf);

const whole = (cutting: Cutting): readonly [Cuts, Cuts] => [
  Int32Array.from(cutting.orders, (o) => o.fewest),
  Int32Array.from(cutting.orders, () => cutting.samples),
];

describe('the bound by chains of cells', () => {
  test('is above no cuts of its box, whatever the multipliers are, and its cells’ bounds above none of theirs', () => {
    const numbers = seeded();
    fc.assert(
      fc.property(
        cuttings,
        fc.integer({ min: 0, max: 9 }),
        fc.integer({ min: 1, max: 12 }),
        (cutting, needed, cells) => {
          const stops = cutting.orders.map((o) =>
            [...o.reachable.keys()].filter((cut) => o.reachable[cut] === 1),
          );
          const ends = stops.map((s) => {
            const [a, b] = [numbers(), numbers()]
              .map((at) => s[Math.floor(at * s.length)] ?? 0)
              .sort((x, y) => x - y);
            return [a ?? 0, b ?? 0] as const;
          });
          const low = Int32Array.from(ends, ([from]) => from);
          const high = Int32Array.from(ends, ([, to]) => to);
          const places = placesOf(cutting, low, high, cells);
          const bound = new ChainBound(cutting, places, needed, Float64Array.from(cutting.latency));
          const values = Float64Array.from({ length: (places.length + 1) * cutting.samples }, (_, i) =>
            i < cutting.samples ? 0 : (numbers() - 0.3) * 1500,
          );
          const price = numbers() * 800;
          const reached = bound.at(values, price);
          const ofCells = bound.ofCells(price);
          expect(Math.min(...(ofCells[0] ?? []))).toBeCloseTo(reached, 5);
          for (const cuts of allCuts(cutting, low, high)) {
            const { latency, right } = foundAt(cutting, cuts);
            if (right < needed) continue;
            expect(latency).toBeGreaterThanOrEqual(reached - 1e-6);
            cuts.forEach((cut, e) => {
              const at = (places[e]?.cells.last ?? new Int32Array()).findIndex((last) => cut <= last);
              expect(latency).toBeGreaterThanOrEqual((ofCells[e]?.[at] ?? Infinity) - 1e-6);
            });
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  test('has the gradients that differences of it have, where chains near the least count', () => {
    const random = seeded();
    const rows = Array.from({ length: 4 }, () =>
      Array.from({ length: 12 }, () => [Math.floor(random() * 17) + 2, random() < 0.6] as const),
    );
    const cutting = cuttingOf(rows);
    const places = placesOf(cutting, ...whole(cutting), 5);
    const bound = new ChainBound(cutting, places, 8, Float64Array.from(cutting.latency));
    const values = Float64Array.from({ length: 5 * 12 }, (_, i) => (i < 12 ? 0 : random() * 700));
    // So cold that only the least chain counts: there the bound is linear in a small step.
    const reached = bound.at(values, 300, 1e-6);
    const { priceGradient } = bound;
    const gradient = bound.gradient.slice();
    for (let i = 12; i < 48; i++) {
      const moved = bound.at(values.with(i, (values[i] ?? 0) + 1e-5), 300);
      expect((moved - reached) / 1e-5).toBeCloseTo(gradient[i] ?? 0, 2);
    }
    expect((bound.at(values, 300 + 1e-5) - reached) / 1e-5).toBeCloseTo(priceGradient, 2);
  });
});

describe('a proof by chains of cells', () => {
  test('ends at the least of all cuts, from any that are known', () => {
    fc.assert(
      fc.property(cuttings, fc.integer({ min: 0, max: 9 }), (cutting, needed) => {
        const [low, high] = whole(cutting);
        const least = leastOf(cutting, low, high, needed);
        fc.pre(least !== undefined);
        // Known is one that is worse, where there is one.
        let known = least;
        for (const cuts of allCuts(cutting, low, high)) {
          const found = foundAt(cutting, cuts);
          if (found.right >= needed && found.latency > known.latency) known = found;
        }
        const { best, bound } = runAtOnce(proveByChains(cutting, known, needed, 300));
        expect({ latency: best.latency, bound }).toEqual({ latency: least.latency, bound: least.latency });
        expect(foundAt(cutting, best.cuts)).toEqual(best);
      }),
      { numRuns: 30 },
    );
  });

  test('that is cut short has a bound that is above none', () => {
    fc.assert(
      fc.property(cuttings, fc.integer({ min: 0, max: 9 }), (cutting, needed) => {
        const [low, high] = whole(cutting);
        const least = leastOf(cutting, low, high, needed);
        fc.pre(least !== undefined);
        const effort = { work: 2000, cells: 3, steps: [8, 3] } as const;
        const { bound } = runAtOnce(proveByChains(cutting, least, needed, 300, effort));
        expect(bound).toBeLessThanOrEqual(least.latency);
      }),
      { numRuns: 40 },
    );
  });
});
