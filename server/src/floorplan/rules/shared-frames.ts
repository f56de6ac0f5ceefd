import { intersect, snap, type Part, type Rectangle, type SiteRange, type Snapped } from '../../device';
import { drawnRectangles, type DrawnRectangle } from '../drawn';
import { nearestLegal, type Taken } from '../nearest-legal';
import { rangesIn } from '../ranges';
import type { LegalityOptions, Violation } from '../violation';

export interface PlacedRegion {
  readonly name: string;
  readonly ranges: readonly SiteRange[];
}

/** Regions must not overlap, nor occupy the same columns of one clock-region row, where they would share frames. */
export function sharedFrames(
  part: Part,
  regions: readonly PlacedRegion[],
  options: LegalityOptions,
): Violation[] {
  const areas = regions.map((region) => snap(part, region.ranges));
  return areas.flatMap((area, later) =>
    areas.slice(0, later).flatMap((other, earlier) => {
      const clash = clashOf(part, area, other);
      return clash ? [violation(part, regions, later, earlier, clash, options)] : [];
    }),
  );
}

interface Clash {
  readonly overlap: boolean;
  readonly columns: number;
  /** First clock-region row in common. */
  readonly row: number;
}

function clashOf(part: Part, a: Snapped, b: Snapped): Clash | undefined {
  let overlap = false;
  let columns = 0;
  let row = Infinity;
  const [first, last] = [
    Math.max(a.coverage.first, b.coverage.first),
    Math.min(a.coverage.last, b.coverage.last),
  ];
  for (let x = first; x <= last; x += 1) {
    const drawn = intersect(a.coverage.full[x] ?? [], b.coverage.full[x] ?? []);
    const shared = sharedRow(a.rows[x] ?? [], b.rows[x] ?? [], part.rowHeight);
    if (drawn.length > 0) overlap = true;
    if (drawn.length === 0 && shared === undefined) continue;
    columns += 1;
    row = Math.min(row, shared ?? Math.floor((drawn[0] ?? 0) / part.rowHeight));
  }
  return columns > 0 ? { overlap, columns, row } : undefined;
}

function sharedRow(a: readonly number[], b: readonly number[], height: number): number | undefined {
  const rows = new Set(rowsOf(a, height));
  return rowsOf(b, height).find((row) => rows.has(row));
}

function rowsOf(intervals: readonly number[], height: number): number[] {
  const rows: number[] = [];
  for (let i = 0; i < intervals.length; i += 2) {
    const last = Math.ceil((intervals[i + 1] ?? 0) / height) - 1;
    for (let row = Math.floor((intervals[i] ?? 0) / height); row <= last; row += 1) rows.push(row);
  }
  return rows;
}

function violation(
  part: Part,
  regions: readonly PlacedRegion[],
  later: number,
  earlier: number,
  clash: Clash,
  options: LegalityOptions,
): Violation {
  const [own, other] = [regions[later], regions[earlier]];
  const others = regions.filter((_, index) => index !== later);
  const nearest = own && clearOf(part, own, others, options);
  const where = `${clash.columns} column${clash.columns === 1 ? '' : 's'} of clock-region row ${clash.row}`;
  const names = `the pblocks of ${own?.name ?? ''} and ${other?.name ?? ''}`;
  const text = own?.ranges[0]?.text ?? 0;
  const rest = { severity: 'error', region: later, text, ...(nearest ? { nearest } : {}) } as const;
  if (clash.overlap) {
    const guide = 'Pblocks of reconfigurable partitions must not overlap';
    return { rule: 'overlap', guide, message: `${names} overlap in ${where}`, ...rest };
  }
  if (part.family === 'ultrascale+') {
    const guide = 'two reconfigurable Pblocks may not be stacked vertically in one clock region';
    return { rule: 'stacked', guide, message: `${names} are stacked in ${where}`, ...rest };
  }
  const guide = 'a configuration frame, one clock region high, must belong to one reconfigurable partition';
  return { rule: 'shared-frame', guide, message: `${names} share the frames of ${where}`, ...rest };
}

/** The region's own pblock without the frames of others: trimmed from the side that costs least, then made legal. */
function clearOf(
  part: Part,
  own: PlacedRegion,
  others: readonly PlacedRegion[],
  options: LegalityOptions,
): string[] | undefined {
  const obstacles = others.flatMap((other) => obstaclesOf(part, other));
  const taken: Taken = (rectangle) => obstacles.some((each) => meets(rectangle, each));
  const rectangles = drawnRectangles(part, own.ranges).flatMap((drawn) => trim(drawn, obstacles) ?? []);
  const trimmed = rectangles.flatMap((rectangle) => rangesIn(part, rectangle));
  return nearestLegal(part, trimmed.length > 0 ? trimmed : own.ranges, options, taken);
}

/** Rectangles of the frames that a region owns, a whole clock region high. */
function obstaclesOf(part: Part, region: PlacedRegion): Rectangle[] {
  const height = part.rowHeight;
  return drawnRectangles(part, region.ranges).map(({ x0, x1, y0, y1 }) => ({
    x0: part.units[part.unitOf[x0] ?? -1]?.x0 ?? x0,
    x1: part.units[part.unitOf[x1] ?? -1]?.x1 ?? x1,
    y0: Math.floor(y0 / height) * height,
    y1: Math.ceil((y1 + 1) / height) * height - 1,
  }));
}

function meets(a: Rectangle, b: Rectangle): boolean {
  return a.x0 <= b.x1 && a.x1 >= b.x0 && a.y0 <= b.y1 && a.y1 >= b.y0;
}

function trim(drawn: DrawnRectangle, obstacles: readonly Rectangle[]): DrawnRectangle | undefined {
  let rest: DrawnRectangle | undefined = drawn;
  for (const obstacle of obstacles) {
    if (!rest) return undefined;
    if (meets(rest, obstacle)) rest = largest(besides(rest, obstacle));
  }
  return rest;
}

function besides(a: DrawnRectangle, b: Rectangle): DrawnRectangle[] {
  return [
    { ...a, x1: b.x0 - 1, toEven: false },
    { ...a, x0: b.x1 + 1, fromOdd: false },
    { ...a, y1: b.y0 - 1 },
    { ...a, y0: b.y1 + 1 },
  ].filter(({ x0, x1, y0, y1 }) => x0 <= x1 && y0 <= y1);
}

function largest(rectangles: readonly DrawnRectangle[]): DrawnRectangle | undefined {
  const area = ({ x0, x1, y0, y1 }: Rectangle): number => (x1 - x0 + 1) * (y1 - y0 + 1);
  return rectangles.reduce<DrawnRectangle | undefined>(
    (best, each) => (best && area(best) >= area(each) ? best : each),
    undefined,
  );
}
