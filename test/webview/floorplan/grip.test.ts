import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planGeometry } from '../../../webview/src/drawing/floorplan/geometry';
import {
  cursorOf,
  gripAt,
  movedRect,
  stepsOf,
  wholeRegion,
} from '../../../webview/src/drawing/floorplan/grip';
import { planPlot } from '../../../webview/src/drawing/floorplan/layout';
import { deviceOf, snapshot } from '../support/snapshots';

const device = deviceOf('two-regions');
const { regions } = snapshot('two-regions');
const geometry = planGeometry(device, planPlot(device, 900, 46), null);
const rect = regions[0]?.rects[0] ?? { x0: 0, x1: 0, y0: 0, y1: 0 };
const box = geometry.box(rect);

describe('a pointer takes hold of', () => {
  test.each([
    ['the middle', 0.5, 0.5, 'move'],
    ['the left edge', 0, 0.5, 'ew-resize'],
    ['the right edge', 1, 0.5, 'ew-resize'],
    ['the upper edge', 0.5, 0, 'ns-resize'],
    ['the upper left corner', 0, 0, 'nwse-resize'],
    ['the upper right corner', 1, 0, 'nesw-resize'],
  ])('%s', (_, x, y, cursor) => {
    const grip = gripAt(regions, geometry, box.x + x * box.w, box.y + y * box.h);
    expect(grip?.region).toBe('rp0');
    expect(grip && cursorOf(grip.edges)).toBe(cursor);
  });

  test('nothing beside a region, and nothing of one in several pieces', () => {
    expect(gripAt(regions, geometry, box.x - 20, box.y)).toBeNull();
    const parted = regions.map((region) => ({ ...region, rects: [...region.rects, rect] }));
    expect(gripAt(parted, geometry, box.x + box.w / 2, box.y + box.h / 2)).toBeNull();
  });
});

test('a pixel at the other end of a column is a column on, and rows count upwards', () => {
  const pitch = geometry.x(1) - geometry.x(0);
  expect(stepsOf(device, geometry, 3 * pitch, 0)).toMatchObject({ columns: 3 });
  const up = geometry.bottom(0) - geometry.bottom(device.clockRegions.rowHeight);
  expect(Math.abs(stepsOf(device, geometry, 0, -up).rows - device.clockRegions.rowHeight)).toBeLessThan(3);
});

test('what is moved stays on the device, and a whole region keeps its size', () => {
  const height = device.clockRegions.rows * device.clockRegions.rowHeight;
  const edge = fc.record({
    left: fc.boolean(),
    right: fc.boolean(),
    top: fc.boolean(),
    bottom: fc.boolean(),
  });
  const by = fc.integer({ min: -500, max: 500 });
  fc.assert(
    fc.property(fc.oneof(edge, fc.constant(wholeRegion)), by, by, (edges, columns, rows) => {
      const moved = movedRect(device, { region: 'rp0', rect, edges }, columns, rows);
      expect(moved.x0).toBeGreaterThanOrEqual(0);
      expect(moved.y0).toBeGreaterThanOrEqual(0);
      expect(moved.x1).toBeLessThan(device.columns.length);
      expect(moved.y1).toBeLessThan(height);
      expect(moved.x0).toBeLessThanOrEqual(moved.x1);
      expect(moved.y0).toBeLessThanOrEqual(moved.y1);
      if (edges !== wholeRegion) return;
      expect(moved.x1 - moved.x0).toBe(rect.x1 - rect.x0);
      expect(moved.y1 - moved.y0).toBe(rect.y1 - rect.y0);
    }),
  );
});
