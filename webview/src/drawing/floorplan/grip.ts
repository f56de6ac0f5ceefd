/** What of a region a pointer or a key takes hold of, and the rectangle that it is moved to. */
import type { DeviceView, RectView, RegionView } from '../../../../server/src/base/protocol/view';
import { contains, type Box } from '../scene/shapes';
import type { Geometry } from './geometry';

/** Edges that move. All of them: the whole region. */
export interface Edges {
  readonly left: boolean;
  readonly right: boolean;
  readonly top: boolean;
  readonly bottom: boolean;
}

export interface Grip {
  readonly region: string;
  readonly rect: RectView;
  readonly edges: Edges;
}

export const wholeRegion: Edges = { left: true, right: true, top: true, bottom: true };

/** Reach of an edge to either side, in pixels; a third of a small region at most, so that its middle is left. */
const reach = 6;

/** Only regions of one rectangle: others would need an edge for each piece. */
export function gripAt(
  regions: readonly RegionView[],
  geometry: Geometry,
  x: number,
  y: number,
): Grip | null {
  for (const region of regions.toReversed()) {
    const [rect, second] = region.rects;
    if (!rect || second) continue;
    const box = geometry.box(rect);
    if (!contains(grown(box), x, y) || !contains(geometry.plot, x, y)) continue;
    return { region: region.name, rect, edges: edgesAt(box, x, y) };
  }
  return null;
}

function grown({ x, y, w, h }: Box): Box {
  return { x: x - reach, y: y - reach, w: w + 2 * reach, h: h + 2 * reach };
}

function edgesAt({ x, y, w, h }: Box, px: number, py: number): Edges {
  const inX = Math.min(reach, w / 3);
  const inY = Math.min(reach, h / 3);
  const edges = {
    left: px < x + inX,
    right: px > x + w - inX,
    top: py < y + inY,
    bottom: py > y + h - inY,
  };
  return Object.values(edges).some((edge) => edge) ? edges : wholeRegion;
}

/** Cursor of CSS for what a grip moves. */
export function cursorOf({ left, right, top, bottom }: Edges): string {
  if (left && right) return 'move';
  if ((left && top) || (right && bottom)) return 'nwse-resize';
  if ((right && top) || (left && bottom)) return 'nesw-resize';
  return left || right ? 'ew-resize' : 'ns-resize';
}

/** The rectangle after moving the grip by columns to the right and CLB rows up, within the device and never empty. */
export function movedRect(
  device: DeviceView,
  { rect, edges }: Grip,
  columns: number,
  rows: number,
): RectView {
  const { rows: clockRows, rowHeight } = device.clockRegions;
  const [x0, x1] = moved(rect.x0, rect.x1, edges.left, edges.right, columns, device.columns.length);
  const [y0, y1] = moved(rect.y0, rect.y1, edges.bottom, edges.top, rows, clockRows * rowHeight);
  return { x0, x1, y0, y1 };
}

function moved(
  low: number,
  high: number,
  movesLow: boolean,
  movesHigh: boolean,
  by: number,
  size: number,
): [number, number] {
  if (movesLow && movesHigh) {
    const shift = Math.min(Math.max(by, -low), size - 1 - high);
    return [low + shift, high + shift];
  }
  return [
    movesLow ? Math.min(Math.max(low + by, 0), high) : low,
    movesHigh ? Math.max(Math.min(high + by, size - 1), low) : high,
  ];
}

/** Pixels as whole columns and CLB rows; rows count upwards. */
export function stepsOf(
  device: DeviceView,
  geometry: Geometry,
  dx: number,
  dy: number,
): { columns: number; rows: number } {
  const pitch = geometry.x(1) - geometry.x(0);
  const { rows, rowHeight } = device.clockRegions;
  const height = (geometry.bottom(0) - geometry.top(rows * rowHeight - 1)) / (rows * rowHeight);
  return { columns: Math.round(dx / pitch), rows: Math.round(-dy / height) };
}
