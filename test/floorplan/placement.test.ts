import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Cancelled } from '../../server/src/base/checkpoint';
import { noResources, resourceKinds, type Resources } from '../../server/src/base/resources';
import { evaluatePblock, parsePblock, type Part } from '../../server/src/device';
import {
  checkPblock,
  checkRegions,
  placeRegions,
  placeRegionsNow,
  type PlacementProblem,
  type PlacementResult,
} from '../../server/src/floorplan';
import { gridOf } from '../../server/src/floorplan/grid';
import { bytesOf, holds } from '../../server/src/floorplan/placement/candidates';
import { partNamed } from '../device/fixture';

function need(lut: number, bram18 = 0, dsp = 0): Resources {
  return { ...noResources, lut, ff: lut, bram18, dsp };
}

function problem(part: string, needs: Resources[], more: Partial<PlacementProblem> = {}): PlacementProblem {
  return {
    part: partNamed(part),
    regions: needs.map((each, i) => ({ name: `rp${i}`, need: each })),
    ...more,
  };
}

/** Checks a placement: legal, disjoint, large enough, and with the stated bytes. */
function verify(asked: PlacementProblem, result: PlacementResult): number {
  if (!('placements' in result)) throw new Error(JSON.stringify(result));
  const placed = result.placements.map((each) => {
    const { ranges, problems } = parsePblock(asked.part, each.ranges);
    expect(problems).toEqual([]);
    return { name: each.region, ranges, each };
  });
  for (const { name, ranges, each } of placed) {
    const figures = evaluatePblock(asked.part, ranges, { snapping: true });
    expect(figures.bitstreamBytes).toBe(each.bytes);
    expect(figures.resources).toEqual(each.resources);
    const wanted = asked.regions.find((region) => region.name === name)?.need ?? noResources;
    for (const kind of resourceKinds) expect(each.resources[kind]).toBeGreaterThanOrEqual(wanted[kind]);
    const errors = checkPblock(asked.part, name, ranges, { snapping: false }).filter(
      (v) => v.severity === 'error',
    );
    expect(errors).toEqual([]);
  }
  const fixed = (asked.fixed ?? []).map((ranges, index) => ({ name: `fixed${index}`, ranges }));
  expect(checkRegions(asked.part, [...fixed, ...placed])).toEqual([]);
  expect(result.bytes).toBe(result.placements.reduce((sum, each) => sum + each.bytes, 0));
  expect(result.lowerBoundBytes).toBeLessThanOrEqual(result.bytes);
  return result.bytes;
}

describe('automatic placement', () => {
  const cases: [title: string, asked: PlacementProblem][] = [
    ['one region', problem('xc7z020', [need(4000, 20, 10)])],
    ['three regions', problem('xc7z020', [need(4000, 20, 10), need(3000, 10), need(6000, 20, 20)])],
    ['a region that needs nothing', problem('xc7z010', [noResources])],
    ['regions over the PS and clock columns', problem('xc7z020', [need(30000, 100, 60)])],
    ['beside transceivers', problem('xc7z015', [need(9000, 20, 40), need(9000, 20, 40)])],
    ['UltraScale+', problem('xczu3', [need(12000, 40, 60), need(8000, 20, 20)])],
    [
      'UltraRAM',
      problem('xczu7', [
        { ...need(5000), uram: 16 },
        { ...need(5000), uram: 20 },
      ]),
    ],
  ];
  it.each(cases)('%s', (_, asked) => {
    const result = placeRegionsNow(asked);
    verify(asked, result);
    expect(result).toMatchObject({ exact: true });
  });

  it('keeps clear of regions placed by hand', () => {
    const part = partNamed('xc7z020');
    const alone = problem('xc7z020', [need(3000, 10)]);
    const free = placeRegionsNow(alone);
    if (!('placements' in free)) throw new Error('no placement');
    const fixed = [parsePblock(part, free.placements[0]?.ranges ?? []).ranges];
    verify({ ...alone, fixed }, placeRegionsNow({ ...alone, fixed }));
  });

  it('leaves enough for the static part', () => {
    const tight = problem('xc7z010', [need(4000)], { staticNeed: need(13000) });
    verify(tight, placeRegionsNow(tight));
    const result = placeRegionsNow({ ...tight, staticNeed: need(15000) });
    expect(result).toMatchObject({
      infeasible: { region: undefined, kind: 'lut' },
      smallestPart: expect.any(String),
    });
  });

  it('reports which resource of which region is short, and a part that is large enough', () => {
    expect(placeRegionsNow(problem('xc7z020', [need(2000), need(60_000)]))).toMatchObject({
      infeasible: { region: 'rp1', kind: 'lut', need: 60_000, have: 50_400 },
      smallestPart: 'xc7z030',
    });
    expect(placeRegionsNow(problem('xc7z010', [need(2000, 0, 90)]))).toMatchObject({
      infeasible: { kind: 'dsp', need: 90 },
    });
    expect(placeRegionsNow(problem('xc7z020', [{ ...need(10), uram: 1 }]))).toMatchObject({
      infeasible: { kind: 'uram', need: 1, have: 0 },
      smallestPart: 'xczu4',
    });
  });

  it('reports its lower bound when it stops early', () => {
    const many = problem(
      'xczu9',
      Array.from({ length: 30 }, (_, i) => need(2000 + 100 * (i % 7), 6, 10)),
      { budget: 200_000 },
    );
    const result = placeRegionsNow(many);
    const bytes = verify(many, result);
    expect(result).toMatchObject({ exact: false });
    expect('lowerBoundBytes' in result && result.lowerBoundBytes > bytes / 2).toBe(true);
  });

  it('stops when its checkpoint throws', async () => {
    const stop = (): Promise<void> => Promise.reject(new Cancelled());
    await expect(placeRegions(problem('xc7z020', [need(2000)]), stop)).rejects.toThrow('cancelled');
  });

  it('gives the same with pauses and without', async () => {
    const asked = problem('xc7z020', [need(4000, 20, 10), need(3000, 10)]);
    expect(await placeRegions(asked, () => Promise.resolve())).toEqual(placeRegionsNow(asked));
  });
});

/** Fewest bytes of two disjoint rectangles of cells, by trying all pairs; undefined if there is none. */
function bruteForce(part: Part, needs: readonly Resources[]): number | undefined {
  const grid = gridOf(part);
  const fitting = needs.map((each) => {
    const found = [];
    for (let r0 = 0; r0 < grid.rows; r0 += 1)
      for (let r1 = r0; r1 < grid.rows; r1 += 1)
        for (let u0 = 0; u0 < grid.units; u0 += 1)
          for (let u1 = u0; u1 < grid.units; u1 += 1) {
            const area = { u0, u1, r0, r1 };
            if (holds(grid, area, each)) found.push({ ...area, bytes: bytesOf(grid, area, true) });
          }
    return found.sort((a, b) => a.bytes - b.bytes);
  });
  const [first = [], second = []] = fitting;
  let best: number | undefined;
  for (const a of first) {
    if (best !== undefined && a.bytes + (second[0]?.bytes ?? 0) >= best) break;
    const b = second.find(
      (each) =>
        each.u0 > a.u1 || each.u1 < a.u0 || each.r0 > a.r1 || each.r1 < a.r0 || !sharesCell(grid, a, each),
    );
    if (b && (best === undefined || a.bytes + b.bytes < best)) best = a.bytes + b.bytes;
  }
  return best;
}

function sharesCell(grid: ReturnType<typeof gridOf>, a: Cells, b: Cells): boolean {
  for (let row = Math.max(a.r0, b.r0); row <= Math.min(a.r1, b.r1); row += 1)
    for (let unit = Math.max(a.u0, b.u0); unit <= Math.min(a.u1, b.u1); unit += 1)
      if (grid.owned(row, unit)) return true;
  return false;
}

interface Cells {
  readonly u0: number;
  readonly u1: number;
  readonly r0: number;
  readonly r1: number;
}

it('two regions on small devices have the fewest bytes, by brute force', () => {
  const amount = fc.record({ lut: fc.integer({ min: 100, max: 7000 }), bram18: fc.nat(50), dsp: fc.nat(40) });
  fc.assert(
    fc.property(fc.constantFrom('xc7z010', 'xc7z015', 'xczu1'), amount, amount, (name, a, b) => {
      const needs = [need(a.lut, a.bram18, a.dsp), need(b.lut, b.bram18, b.dsp)];
      const asked = problem(name, needs);
      const result = placeRegionsNow({ ...asked, budget: 1e9 });
      const least = bruteForce(asked.part, needs);
      if (least === undefined) expect(result).toHaveProperty('infeasible');
      else expect(verify(asked, result)).toBe(least);
    }),
    { numRuns: 12 },
  );
});

describe('fifty regions', () => {
  it('are placed legally, with a lower bound unless proved optimal', () => {
    const asked = problem(
      'xczu9',
      Array.from({ length: 50 }, (_, i) => need(200 + 20 * i, i % 5)),
      { budget: 1e5 },
    );
    const result = placeRegionsNow(asked);
    if (!('placements' in result)) throw new Error(JSON.stringify(result));
    expect(result.placements).toHaveLength(50);
    expect(verify(asked, result)).toBe(result.bytes);
    expect(result.lowerBoundBytes).toBeLessThanOrEqual(result.bytes);
    expect(result.lowerBoundBytes).toBeGreaterThan(result.bytes / 2);
  });
});

describe('a part with fewer licensed sites than its silicon has', () => {
  const asked = (part: string) => problem(part, [need(1000)], { staticNeed: need(14_000) });

  it('leaves the static part the licensed resources, not those of the silicon', () => {
    expect(verify(asked('xc7z010'), placeRegionsNow(asked('xc7z010')))).toBeGreaterThan(0);
    expect(placeRegionsNow(asked('xc7z007s'))).toMatchObject({
      infeasible: { region: undefined, kind: 'lut' },
    });
  });
});
