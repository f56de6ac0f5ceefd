/** The device itself: its columns by kind, holes, and coordinates along the edges. */
import type { DeviceView, RectView } from '../../../../server/src/base/protocol/view';
import { intersect, type Box, type Font, type Layer, type Measure, type Shape } from '../scene/shapes';
import { firstThatFits } from '../scene/text';
import type { Geometry } from './geometry';

const small: Font = { size: 10, mono: true };
const holeFont: Font = { size: 12 };
/** Narrower columns are drawn without the line between them. */
const narrowestSeparated = 3;

export function fabricLayers(device: DeviceView, geometry: Geometry, measure: Measure): Layer[] {
  const columns: Shape[] = [];
  const { rows, rowHeight } = device.clockRegions;
  const pitch = geometry.x(1) - geometry.x(0);
  const separation = pitch >= narrowestSeparated ? 1 : 0;
  for (const [index, column] of device.columns.entries()) {
    const x = geometry.x(index);
    if (x + pitch < geometry.plot.x || x > geometry.plot.x + geometry.plot.w) continue;
    for (let row = 0; row < rows; row++) {
      const from = row * rowHeight;
      for (const [y0, y1] of uncovered(from, from + rowHeight - 1, holesAt(device, index))) {
        const top = geometry.top(y1);
        const h = geometry.bottom(y0) - top;
        columns.push({
          type: 'rect',
          key: `column ${index} ${y0}`,
          x,
          y: top,
          w: Math.max(pitch - separation, 0.5),
          h,
          fill: column.role,
        });
      }
    }
  }
  return [
    { clip: geometry.plot, shapes: [...columns, ...holeShapes(device, geometry, measure)] },
    {
      clip: null,
      shapes: [...clockRegionLabels(device, geometry, measure), ...sliceLabels(device, geometry, measure)],
    },
  ];
}

function holesAt(device: DeviceView, column: number): RectView[] {
  return device.holes.filter((hole) => hole.x0 <= column && column <= hole.x1);
}

/** The parts of rows y0..y1 outside of holes. */
function uncovered(y0: number, y1: number, holes: readonly RectView[]): [number, number][] {
  let free: [number, number][] = [[y0, y1]];
  for (const hole of holes) {
    free = free.flatMap(([low, high]): [number, number][] => {
      if (hole.y1 < low || hole.y0 > high) return [[low, high]];
      const parts: [number, number][] = [
        [low, hole.y0 - 1],
        [hole.y1 + 1, high],
      ];
      return parts.filter(([a, b]) => a <= b);
    });
  }
  return free;
}

function holeShapes(device: DeviceView, geometry: Geometry, measure: Measure): Shape[] {
  return device.holes.flatMap((hole, index): Shape[] => {
    if (hole.label === '') return [];
    const box = geometry.box(hole);
    const shapes: Shape[] = [
      {
        type: 'rect',
        key: `hole ${index}`,
        x: box.x + 0.5,
        y: box.y + 0.5,
        w: box.w - 2,
        h: box.h - 1,
        radius: 2,
        fill: 'hole',
        stroke: 'grid',
        dash: true,
      },
    ];
    const visible = intersect(box, geometry.plot);
    if (visible && visible.h > holeFont.size && measure(hole.label, holeFont) < visible.w - 4) {
      shapes.push({
        type: 'text',
        key: `hole label ${index}`,
        ...middle(visible),
        text: hole.label,
        font: holeFont,
        fill: 'muted',
        anchor: 'middle',
      });
    }
    return shapes;
  });
}

function middle(box: Box): { x: number; y: number } {
  return { x: box.x + box.w / 2, y: box.y + box.h / 2 };
}

/** Rows on the left, columns along the top: X1 above and Y0 beside it are CLOCKREGION X1Y0. */
function clockRegionLabels(device: DeviceView, geometry: Geometry, measure: Measure): Shape[] {
  const { plot } = geometry;
  const { rows, rowHeight, columnStarts } = device.clockRegions;
  const shapes: Shape[] = [];
  for (let row = 0; row < rows; row++) {
    const top = Math.max(geometry.top(row * rowHeight + rowHeight - 1), plot.y);
    const bottom = Math.min(geometry.bottom(row * rowHeight), plot.y + plot.h);
    if (bottom - top < small.size) continue;
    shapes.push({
      type: 'text',
      key: `row ${row}`,
      x: plot.x - 10,
      y: (top + bottom) / 2,
      text: `Y${row}`,
      font: small,
      fill: 'muted',
      anchor: 'end',
    });
  }
  for (const [index, start] of columnStarts.entries()) {
    const end = columnStarts[index + 1] ?? device.columns.length;
    const left = Math.max(geometry.x(start), plot.x);
    const right = Math.min(geometry.x(end), plot.x + plot.w);
    const text = firstThatFits([`clock region X${index}`, `X${index}`], right - left - 8, small, measure);
    if (text !== null) {
      shapes.push({
        type: 'text',
        key: `clock column ${index}`,
        x: (left + right) / 2,
        y: plot.y - 9,
        text,
        font: small,
        fill: 'muted',
        anchor: 'middle',
      });
    }
    const border = geometry.x(start);
    if (index > 0 && border > plot.x && border < plot.x + plot.w) {
      shapes.push({
        type: 'line',
        key: `clock border ${index}`,
        x: border - 0.5,
        y: plot.y - 16,
        w: 0,
        h: plot.h + 20,
        stroke: 'grid',
      });
    }
  }
  return shapes;
}

const labelDistance = 40;

/** SLICE X coordinates along the bottom, at round numbers that leave room for each other. */
function sliceLabels(device: DeviceView, geometry: Geometry, measure: Measure): Shape[] {
  const { plot } = geometry;
  const y = plot.y + plot.h + 12;
  const shapes: Shape[] = [
    {
      type: 'text',
      key: 'slice axis',
      x: plot.x - 10,
      y,
      text: firstThatFits(['SLICE', 'SL'], plot.x - 12, small, measure) ?? '',
      font: small,
      fill: 'muted',
      anchor: 'end',
    },
  ];
  let freeFrom = plot.x - 2;
  const step = sliceStep(device, geometry);
  let next = 0;
  for (const [index, column] of device.columns.entries()) {
    if (column.sliceX < 0 || column.sliceX < next) continue;
    next = (Math.floor(column.sliceX / step) + 1) * step;
    const text = `X${column.sliceX}`;
    const width = measure(text, small);
    const x = (geometry.x(index) + geometry.x(index + 1)) / 2 - width / 2;
    if (x < freeFrom || x + width > plot.x + plot.w) continue;
    freeFrom = x + width + 8;
    shapes.push({ type: 'text', key: text, x, y, text, font: small, fill: 'muted', anchor: 'start' });
  }
  return shapes;
}

function sliceStep(device: DeviceView, geometry: Geometry): number {
  const last = Math.max(...device.columns.map((column) => column.sliceX), 1);
  const width = geometry.x(device.columns.length) - geometry.x(0);
  return [2, 4, 10, 20, 40, 100].find((step) => (width / last) * step >= labelDistance) ?? 200;
}
