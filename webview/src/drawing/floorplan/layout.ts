/** Lays out the floorplan: fabric, regions and cards. */
import type { DeviceView, RectView, RegionView } from '../../../../server/src/base/protocol/view';
import {
  intersect,
  type Box,
  type Hit,
  type Layer,
  type Measure,
  type Scene,
  type Shape,
} from '../scene/shapes';
import { itemId } from '../items';
import type { PlanWindow } from '../window';
import { labelOutside, layoutCard, type Card } from './card';
import { fabricLayers } from './fabric';
import { planGeometry, type Geometry } from './geometry';

export interface PlanOptions {
  width: number;
  /** Width for row names on the left. */
  gutter: number;
  window: PlanWindow | null;
  measure: Measure;
}

const topStrip = 20;
const axisHeight = 24;
const rightMargin = 2;
/** Preferred height of a clock region, so that a card fits into it. */
const clockRegionHeight = 88;
const lowestClockRegion = 34;
const highestPlot = 480;

export function planPlot(device: DeviceView, width: number, gutter: number): Box {
  const { rows } = device.clockRegions;
  const h = Math.max(Math.min(rows * clockRegionHeight, highestPlot), rows * lowestClockRegion);
  return { x: gutter, y: topStrip, w: Math.max(width - gutter - rightMargin, 40), h };
}

/** A region, and while it is moved where it was. */
export type ShownRegionView = RegionView & { readonly held?: readonly RectView[] };

export function layoutPlan(
  device: DeviceView,
  regions: readonly ShownRegionView[],
  options: PlanOptions,
): Scene {
  const plot = planPlot(device, options.width, options.gutter);
  const geometry = planGeometry(device, plot, options.window);
  const shown = regions.map((region) => ({ region, boxes: region.rects.map((rect) => geometry.box(rect)) }));
  const regionShapes: Shape[] = [];
  const hits: Hit[] = [];
  for (const { region, boxes } of shown) {
    for (const [index, rect] of (region.held ?? []).entries())
      regionShapes.push({
        type: 'rect',
        key: `held ${region.name} ${index}`,
        ...geometry.box(rect),
        radius: 4,
        stroke: 'muted',
        dash: true,
      });
    for (const [index, box] of boxes.entries()) {
      const visible = intersect(box, plot);
      if (visible) hits.push({ id: itemId.region(region.name), ...visible });
      regionShapes.push({
        type: 'rect',
        key: `region ${region.name} ${index}`,
        x: box.x - 1,
        y: box.y - 1,
        w: box.w + 1,
        h: box.h + 2,
        radius: 4,
        fill: `tint-${region.accent}`,
        // Not by colour alone: what is illegal is dashed.
        ...(region.violations.length > 0
          ? { stroke: 'missed', dash: true }
          : { stroke: `accent-${region.accent}` }),
        strokeWidth: 2,
      });
    }
  }
  const layers: Layer[] = [
    { clip: grown(plot), shapes: regionShapes },
    { clip: plot, shapes: cards(shown, plot, options.measure) },
  ];
  return {
    width: options.width,
    height: topStrip + plot.h + axisHeight,
    plot,
    stillKey: stillKey(device, options),
    still: () => fabricLayers(device, geometry, options.measure),
    layers,
    hits,
  };
}

interface ShownRegion {
  region: RegionView;
  boxes: Box[];
}

/** Each region's card in its largest rectangle, or its label outside, never over another region or label. */
function cards(shown: readonly ShownRegion[], plot: Box, measure: Measure): Shape[] {
  const taken: Box[] = shown.flatMap(({ boxes }) => boxes);
  const placed: Box[] = [];
  const outside: ShownRegion[] = [];
  const made: Card[] = [];
  for (const one of shown) {
    const largest = largestVisible(one.boxes, plot);
    if (!largest) continue;
    const card = layoutCard(one.region, largest, measure);
    if (card && !placed.some((other) => intersect(other, card.box))) {
      made.push(card);
      placed.push(card.box);
    } else outside.push(one);
  }
  for (const one of outside) {
    const largest = largestVisible(one.boxes, plot);
    const label = largest && labelOutside(one.region, largest, plot, [...taken, ...placed], measure);
    if (!label) continue;
    made.push(label);
    placed.push(label.box);
  }
  return made.flatMap((card) => card.shapes);
}

function largestVisible(boxes: readonly Box[], plot: Box): Box | null {
  const visible = boxes.map((box) => intersect(box, plot)).filter((box) => box !== null);
  return visible.sort((a, b) => b.w * b.h - a.w * a.h)[0] ?? null;
}

/** The border of a region at the device's edge may extend beyond the plot. */
function grown(plot: Box): Box {
  return { x: plot.x - 2, y: plot.y - 2, w: plot.w + 4, h: plot.h + 4 };
}

function stillKey(device: DeviceView, { width, gutter, window }: PlanOptions): string {
  const { rows, rowHeight, columnStarts } = device.clockRegions;
  const shown = window ? [window.left, window.top, window.size] : 'all';
  return [device.part, device.columns.length, rows, rowHeight, columnStarts, width, gutter, shown].join(' ');
}

/** Names the fabric under the pointer, as Vivado would. */
export function describeFabric(device: DeviceView, geometry: Geometry, x: number, y: number): string[] {
  const at = geometry.at(x, y);
  const column = at && device.columns[at.column];
  if (!at || !column) return [];
  const { rowHeight, columnStarts } = device.clockRegions;
  const clockColumn = columnStarts.filter((start) => start <= at.column).length - 1;
  const where = `CLOCKREGION_X${clockColumn}Y${Math.floor(at.row / rowHeight)}`;
  const hole = device.holes.find(
    ({ x0, x1, y0, y1 }) => x0 <= at.column && at.column <= x1 && y0 <= at.row && at.row <= y1,
  );
  if (hole) return hole.label === '' ? [] : [hole.label];
  const slice = column.sliceX >= 0 ? [`SLICE_X${column.sliceX}Y${at.row}`] : [];
  return [...slice, `${roleNames[column.role]}, column ${at.column}`, where];
}

export const roleNames: Record<DeviceView['columns'][number]['role'], string> = {
  clb: 'CLB',
  clbm: 'CLB-M',
  bram: 'BRAM',
  dsp: 'DSP',
  uram: 'URAM',
  io: 'IO, clock',
  ps: 'PS',
  none: 'other',
};
