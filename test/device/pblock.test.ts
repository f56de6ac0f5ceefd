import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  evaluatePblock,
  formatRange,
  parsePblock,
  partNames,
  siteGrid,
  type Part,
} from '../../server/src/device';
import { partNamed } from './fixture';

function figures(part: Part, text: string, options = { snapping: true, reset: true }) {
  const { ranges, problems } = parsePblock(part, [text]);
  expect(problems).toEqual([]);
  return evaluatePblock(part, ranges, options);
}

describe('resources of a pblock', () => {
  it('counts SLICEM separately: columns 34 to 37 of the 7z020 are M L B M', () => {
    const held = figures(partNamed('xc7z020'), 'SLICE_X50Y0:SLICE_X55Y49 RAMB36_X3Y0:RAMB36_X3Y9');
    expect(held.resources).toEqual({ lut: 1200, ff: 2400, dsp: 0, bram18: 20, uram: 0 });
    expect(held.lutM).toBe(400);
  });

  it('has no resources over the PS', () => {
    expect(figures(partNamed('xc7z020'), 'SLICE_X0Y50:SLICE_X25Y149')).toMatchObject({
      resources: { lut: 0, bram18: 0 },
      rectangles: [],
      bitstreamBytes: 0,
    });
  });

  it('leaves out a column whose back-to-back partner is outside, since its frames are not written', () => {
    const part = partNamed('xc7z020');
    const range = 'SLICE_X36Y0:SLICE_X41Y49';
    for (const snapping of [true, false])
      expect(figures(part, range, { snapping, reset: true }).resources.lut).toBe(800);
  });

  it('counts a spanned but unnamed BRAM column as frames without resources', () => {
    const held = figures(partNamed('xc7z020'), 'SLICE_X28Y0:SLICE_X33Y49');
    expect(held.resources).toMatchObject({ lut: 1200, bram18: 0 });
    expect(held.frames).toEqual({ config: 3 * 36 + 28, bram: 128 });
  });

  it('snaps UltraScale+ edges inwards to whole tiles of a BRAM or DSP unit', () => {
    const part = partNamed('xczu7');
    const whole = figures(
      part,
      'SLICE_X92Y300:SLICE_X99Y304 RAMB36_X3Y60:RAMB36_X3Y60 DSP48E2_X12Y120:DSP48E2_X12Y121',
    );
    const cut = figures(
      part,
      'SLICE_X92Y300:SLICE_X99Y303 RAMB36_X3Y60:RAMB36_X3Y60 DSP48E2_X12Y120:DSP48E2_X12Y121',
    );
    expect(whole.resources).toMatchObject({ dsp: 2, bram18: 2 });
    expect(cut.resources).toMatchObject({ dsp: 0, bram18: 0 });
    expect(cut.resources.lut).toBeLessThan(whole.resources.lut - 7 * 8);
  });

  it('covers all sites of a clock region given by name', () => {
    const part = partNamed('xc7z020');
    expect(
      figures(part, 'CLOCKREGION_X0Y0:CLOCKREGION_X1Y2', { snapping: false, reset: true }).resources,
    ).toEqual({
      // Less the CLB columns beside the clock column (three rows), and beside the
      // configuration column and the processing system (two rows each).
      lut: 53200 - 7 * 400,
      ff: 106400 - 7 * 800,
      dsp: 220,
      bram18: 280,
      uram: 0,
    });
  });

  it('joins the columns of one height into one rectangle', () => {
    expect(figures(partNamed('xc7z020'), 'SLICE_X50Y0:SLICE_X55Y49').rectangles).toEqual([
      { x0: 34, x1: 37, y0: 0, y1: 49 },
    ]);
    expect(figures(partNamed('xczu7'), 'SLICE_X90Y300:SLICE_X97Y359').rectangles[0]).toMatchObject({
      y0: 300,
      y1: 359,
    });
  });
});

/** A part and a rectangle of slices somewhere on it. */
const placed = fc
  .record({
    name: fc.constantFrom(...partNames),
    xs: fc.tuple(fc.nat(300), fc.nat(300)),
    ys: fc.tuple(fc.nat(700), fc.nat(700)),
  })
  .map(({ name, xs, ys }) => {
    const part = partNamed(name);
    const size = siteGrid(part).get('SLICE') ?? { across: 1, up: 1 };
    const [x0 = 0, x1 = 0] = xs.map((x) => x % size.across).sort((a, b) => a - b);
    const [y0 = 0, y1 = 0] = ys.map((y) => y % size.up).sort((a, b) => a - b);
    return { part, range: { kind: 'SLICE' as const, x0, x1, y0, y1, text: 0 } };
  });

describe('properties', () => {
  it('the resources of a union are the sum of its disjoint parts, cut between pairs of columns', () => {
    fc.assert(
      fc.property(placed, fc.nat(300), ({ part, range }, at) => {
        fc.pre(part.family === '7series');
        // A BRAM or DSP column at the cut would be at the edge of a part and inside the whole.
        const isClb = (column: number) => part.columns[column]?.kind.startsWith('clb') ?? false;
        const borders = part.units.flatMap(({ columns: [first = 0] }) => {
          const x = part.columns[first]?.siteX ?? -1;
          if (!isClb(first - 1)) return [];
          return x > range.x0 && x <= range.x1 && part.columns[first]?.kind.startsWith('clb') ? [x] : [];
        });
        fc.pre(borders.length > 0);
        const cut = borders[at % borders.length] ?? 0;
        const [left, right] = [
          { ...range, x1: cut - 1 },
          { ...range, x0: cut },
        ];
        const options = { snapping: false, reset: true };
        const [a, b, both] = [[left], [right], [left, right]].map((r) => evaluatePblock(part, r, options));
        expect((a?.resources.lut ?? 0) + (b?.resources.lut ?? 0)).toBe(both?.resources.lut);
        expect(both?.resources).toEqual(evaluatePblock(part, [range], options).resources);
      }),
      { numRuns: 150 },
    );
  });

  it('two stacked halves contain the resources of the whole', () => {
    fc.assert(
      fc.property(placed, fc.nat(700), ({ part, range }, at) => {
        fc.pre(range.y1 - range.y0 >= 15);
        const grain = 15;
        const cut = Math.ceil((range.y0 + (at % (range.y1 - range.y0))) / grain) * grain;
        fc.pre(cut > range.y0 && cut <= range.y1);
        const options = { snapping: true, reset: true };
        const [a, b] = [
          { ...range, y1: cut - 1 },
          { ...range, y0: cut },
        ].map((r) => evaluatePblock(part, [r], options));
        expect((a?.resources.lut ?? 0) + (b?.resources.lut ?? 0)).toBe(
          evaluatePblock(part, [range], options).resources.lut,
        );
      }),
      { numRuns: 150 },
    );
  });

  it('bytes grow with every added column', () => {
    fc.assert(
      fc.property(placed, ({ part, range }) => {
        const width = siteGrid(part).get('SLICE')?.across ?? 0;
        const options = { snapping: true, reset: true };
        let previous = evaluatePblock(part, [range], options);
        for (let x1 = range.x1 + 1; x1 < Math.min(width, range.x1 + 20); x1 += 1) {
          const wider = evaluatePblock(part, [{ ...range, x1 }], options);
          const gained = wider.frames.config - previous.frames.config;
          if (gained > 0) expect(wider.bitstreamBytes).toBeGreaterThan(previous.bitstreamBytes);
          else expect(wider.bitstreamBytes).toBe(previous.bitstreamBytes);
          previous = wider;
        }
      }),
      { numRuns: 100 },
    );
  });

  it('what is available is what the written frames hold, snapped or not', () => {
    fc.assert(
      fc.property(placed, ({ part, range }) => {
        fc.pre(part.family === '7series');
        const drawn = evaluatePblock(part, [range], { snapping: false, reset: true });
        const snapped = evaluatePblock(part, [range], { snapping: true, reset: true });
        expect({ ...snapped, rectangles: [] }).toEqual({ ...drawn, rectangles: [] });
        const clbs = drawn.ownedColumns.flat().filter((x) => part.columns[x]?.kind.startsWith('clb'));
        // 400 LUTs a column and clock region.
        expect(drawn.resources.lut).toBeLessThanOrEqual(400 * clbs.length);
      }),
      { numRuns: 150 },
    );
  });
});

it('prints a range as Vivado writes it', () => {
  expect(formatRange({ kind: 'RAMB36', x0: 1, y0: 2, x1: 3, y1: 4 })).toBe('RAMB36_X1Y2:RAMB36_X3Y4');
});
