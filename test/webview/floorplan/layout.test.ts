import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RegionView } from '../../../server/src/base/protocol/view';
import { planGeometry } from '../../../webview/src/drawing/floorplan/geometry';
import { describeFabric, layoutPlan, planPlot } from '../../../webview/src/drawing/floorplan/layout';
import { intersect, type Scene, type Shape } from '../../../webview/src/drawing/scene/shapes';
import type { PlanWindow } from '../../../webview/src/drawing/window';
import { outside, overlappingTexts, texts } from '../support/boxes';
import { deviceOf, measure, snapshot } from '../support/snapshots';

const device = deviceOf('two-regions');
const { regions } = snapshot('two-regions');
const [rp0, rp1] = regions as [RegionView, RegionView];
const widths = [260, 420, 700, 900, 1600];

function plan(shown: readonly RegionView[], width = 800, window: PlanWindow | null = null): Scene {
  return layoutPlan(device, shown, { width, gutter: 46, window, measure });
}

function shapesOf(scene: Scene): Shape[] {
  return [...scene.still(), ...scene.layers].flatMap((layer) => layer.shapes);
}

describe('layoutPlan', () => {
  test.each(widths)('nothing leaves the canvas and no labels meet at width %i', (width) => {
    const scene = plan(regions, width);
    expect(outside(scene)).toEqual([]);
    expect(overlappingTexts(scene)).toEqual([]);
  });

  test('a region covers exactly its columns and rows', () => {
    const scene = plan(regions);
    const geometry = planGeometry(device, scene.plot, null);
    const hit = scene.hits.find((one) => one.id === 'region:rp0');
    const first = device.columns.findIndex((column) => column.sliceX === 82);
    const last = device.columns.findIndex((column) => column.sliceX === 112);
    expect(hit).toMatchObject({ x: geometry.x(first), y: geometry.top(99) });
    expect((hit?.x ?? 0) + (hit?.w ?? 0)).toBeCloseTo(geometry.x(last + 1));
    expect((hit?.y ?? 0) + (hit?.h ?? 0)).toBeCloseTo(geometry.bottom(50));
  });

  test('a card shows bytes in full, load time, and how full each resource is', () => {
    expect(texts(plan([rp0]))).toEqual(
      expect.arrayContaining([
        'rp0',
        '857,740 B · 6.71 ms',
        'LUT',
        '61 %',
        'DSP',
        '77.5 %',
        'RAMB18',
        '92.5 %',
      ]),
    );
  });

  test('bars turn amber above the limit and red above the whole', () => {
    const tones = (used: number): unknown =>
      shapesOf(plan([{ ...rp0, used: rp0.used && { ...rp0.used, dsp: used } }])).find(
        (shape) => shape.key === 'fill rp0 dsp bar',
      );
    expect(tones(32)).toMatchObject({ fill: 'ok' });
    expect(tones(33)).toMatchObject({ fill: 'warn' });
    expect(tones(41)).toMatchObject({ fill: 'error' });
  });

  test('an empty region shows what it has', () => {
    const empty = snapshot('region-only').regions;
    expect(texts(plan(empty))).toEqual(expect.arrayContaining(['LUT', '6,400', 'RAMB18', '40']));
  });

  test('columns stop at holes', () => {
    const geometry = planGeometry(device, plan([]).plot, null);
    const hole = geometry.box(device.holes[0] ?? { x0: 0, x1: 0, y0: 0, y1: 0 });
    const within = { x: hole.x + 0.2, y: hole.y + 0.2, w: hole.w - 0.4, h: hole.h - 0.4 };
    const meeting = shapesOf(plan([])).filter(
      (shape) => shape.type === 'rect' && shape.key.startsWith('column') && intersect(shape, within),
    );
    expect(meeting).toEqual([]);
  });

  test('a region too small for its card has its label beside it', () => {
    const tiny = { ...rp0, rects: [{ x0: 10, x1: 11, y0: 10, y1: 19 }] };
    const scene = plan([tiny, rp1]);
    expect(texts(scene)).toContain('rp0 · RAMB18 92.5 % · 857,740 B · 6.71 ms');
    const hit = scene.hits.find((one) => one.id === 'region:rp0');
    const label = shapesOf(scene).find((shape) => shape.key === 'card rp0 name');
    expect(label?.x).toBeGreaterThan((hit?.x ?? 0) + (hit?.w ?? 0));
  });

  test('zoomed in, the card stays in what is visible of the region', () => {
    const scene = plan(regions, 800, { left: 0.55, top: 0.4, size: 0.3 });
    expect(outside(scene)).toEqual([]);
    expect(overlappingTexts(scene)).toEqual([]);
    expect(texts(scene)).toContain('rp0');
  });

  test('labels never meet, wherever the regions are', () => {
    const region = fc.record({
      x0: fc.integer({ min: 0, max: 72 }),
      w: fc.integer({ min: 1, max: 30 }),
      row: fc.integer({ min: 0, max: 2 }),
      rows: fc.integer({ min: 1, max: 2 }),
      name: fc.string({ minLength: 1, maxLength: 24 }),
    });
    const window = fc.option(
      fc.record({
        left: fc.float({ min: 0, max: 0.5, noNaN: true }),
        top: fc.constant(0.25),
        size: fc.constant(0.5),
      }),
    );
    fc.assert(
      fc.property(
        fc.uniqueArray(region, { maxLength: 6, selector: ({ name }) => name }),
        fc.integer({ min: 240, max: 1400 }),
        window,
        (made, width, shown) => {
          const many = made.map(({ x0, w, row, rows, name }) => ({
            ...rp0,
            name,
            rects: [{ x0, x1: Math.min(x0 + w, 73), y0: row * 50, y1: Math.min(row + rows, 3) * 50 - 1 }],
          }));
          const scene = plan(many, width, shown);
          // A card covers the fabric's own labels, which are under it.
          const named = overlappingTexts(scene).filter((pair) => !pair.includes('hole label'));
          expect([...named, ...outside(scene)]).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('planGeometry', () => {
  test('what is under a pixel is the column and row drawn there', () => {
    const plot = planPlot(device, 800, 46);
    const window = { left: 0.3, top: 0.2, size: 0.5 };
    const geometry = planGeometry(device, plot, window);
    for (const [column, row] of [
      [30, 70],
      [45, 49],
      [50, 100],
    ] as const) {
      const x = (geometry.x(column) + geometry.x(column + 1)) / 2;
      const y = (geometry.top(row) + geometry.bottom(row)) / 2;
      expect(geometry.at(x, y)).toEqual({ column, row });
    }
  });

  test('the gap between clock regions belongs to no row', () => {
    const geometry = planGeometry(device, planPlot(device, 800, 46), null);
    const y = (geometry.top(49) + geometry.bottom(50)) / 2;
    expect(geometry.top(49) - geometry.bottom(50)).toBeGreaterThan(2);
    expect(geometry.at(geometry.x(30), y)).toBeNull();
  });
});

test('describeFabric names slice, kind and clock region', () => {
  const geometry = planGeometry(device, planPlot(device, 800, 46), null);
  const column = device.columns.findIndex((one) => one.sliceX === 82);
  const at = (row: number, shown: number): string[] =>
    describeFabric(device, geometry, geometry.x(shown) + 1, (geometry.top(row) + geometry.bottom(row)) / 2);
  expect(at(60, column)).toEqual(['SLICE_X82Y60', 'CLB-M, column 52', 'CLOCKREGION_X1Y1']);
  expect(at(60, 3)).toEqual(['PS7']);
});
