/** Prints rectangles of the die as Vivado ranges. */
import { formatRange, freeRows, type Part, type Rectangle, type SiteKind, type SiteRange } from '../device';

interface Site {
  readonly kind: SiteKind;
  readonly columns: RegExp;
  /** CLB rows of one tile and sites in it, bottom to top. */
  readonly tile: number;
  readonly sites: number;
}

const sitesByFamily: Record<Part['family'], readonly Site[]> = {
  '7series': [
    { kind: 'SLICE', columns: /^clb/, tile: 1, sites: 1 },
    { kind: 'DSP48', columns: /^dsp$/, tile: 5, sites: 2 },
    { kind: 'RAMB18', columns: /^bram$/, tile: 5, sites: 2 },
    { kind: 'RAMB36', columns: /^bram$/, tile: 5, sites: 1 },
  ],
  'ultrascale+': [
    { kind: 'SLICE', columns: /^clb/, tile: 1, sites: 1 },
    { kind: 'DSP48E2', columns: /^dsp$/, tile: 5, sites: 2 },
    { kind: 'RAMB18', columns: /^bram$/, tile: 5, sites: 2 },
    { kind: 'RAMB36', columns: /^bram$/, tile: 5, sites: 1 },
    { kind: 'URAM288', columns: /^uram$/, tile: 15, sites: 4 },
  ],
};

/**
 * Ranges of every reconfigurable kind inside a rectangle of columns and CLB rows. The corner sites of each range exist, as
 * Vivado requires: columns that cannot be reconfigured are trimmed from the edges, and a rectangle with a hole at a corner
 * is cut at the edge of the hole.
 */
export function rangesIn(part: Part, rectangle: Rectangle): SiteRange[] {
  return sitesByFamily[part.family].flatMap((site) => {
    const whole = rangeOf(part, site, rectangle);
    if (whole && cornersExist(part, whole)) return [whole.range];
    return bands(part, rectangle).flatMap((band) => rangeOf(part, site, band)?.range ?? []);
  });
}

/** The same in Vivado's syntax. */
export function printRectangle(part: Part, rectangle: Rectangle): string[] {
  return rangesIn(part, rectangle).map(formatRange);
}

interface Placed {
  readonly range: SiteRange;
  readonly first: number;
  readonly last: number;
  readonly y0: number;
  readonly y1: number;
}

function rangeOf(part: Part, site: Site, { x0, x1, y0, y1 }: Rectangle): Placed | undefined {
  const low = Math.ceil(y0 / site.tile);
  const high = Math.floor((y1 + 1) / site.tile) - 1;
  if (high < low) return undefined;
  const columns = part.columns
    .slice(x0, x1 + 1)
    .filter((column) => site.columns.test(column.kind) && column.siteX >= 0)
    .filter((column) => isUsable(part, column.index, low * site.tile, (high + 1) * site.tile - 1));
  const [first, last] = [columns[0], columns[columns.length - 1]];
  if (!first || !last) return undefined;
  const across = part.family === '7series' && site.kind === 'SLICE' ? 2 : 1;
  return {
    range: {
      kind: site.kind,
      x0: first.siteX,
      y0: low * site.sites,
      x1: last.siteX + across - 1,
      y1: (high + 1) * site.sites - 1,
      text: 0,
    },
    first: first.index,
    last: last.index,
    y0: low * site.tile,
    y1: (high + 1) * site.tile - 1,
  };
}

function cornersExist(part: Part, { first, last, y0, y1 }: Placed): boolean {
  return (
    isUsable(part, first, y0, y0) &&
    isUsable(part, last, y1, y1) &&
    isFree(part, first, y0, y1) &&
    isFree(part, last, y0, y1)
  );
}

/** Whether nothing keeps a column's unit static in any of the rows: an edge in such a column would split it in some. */
function isFree(part: Part, column: number, y0: number, y1: number): boolean {
  const unit = part.units[part.unitOf[column] ?? -1];
  const free = unit ? freeRows(unit, [y0, y1 + 1]) : [];
  return free.length === 2 && free[0] === y0 && free[1] === y1 + 1;
}

/** Whether a column's unit can be reconfigured and each of its columns has sites in some of the rows. */
export function isUsable(part: Part, column: number, y0: number, y1: number): boolean {
  const unit = part.units[part.unitOf[column] ?? -1];
  if (!unit || freeRows(unit, [y0, y1 + 1]).length === 0) return false;
  return unit.columns.every((each) => !isEmpty(part, each, y0, y1));
}

/** Whether holes cover all rows of a column. */
function isEmpty(part: Part, column: number, y0: number, y1: number): boolean {
  return part.holes.some((hole) => hole.x0 <= column && column <= hole.x1 && hole.y0 <= y0 && y1 <= hole.y1);
}

/**
 * The rectangle cut at the upper and lower edges of holes, and of what keeps a unit static in some rows, so that in each
 * piece every column is either whole or missing.
 */
function bands(part: Part, rectangle: Rectangle): Rectangle[] {
  const isOver = ({ x0, x1 }: { x0: number; x1: number }) => x0 <= rectangle.x1 && x1 >= rectangle.x0;
  const holes = part.holes.filter(isOver).flatMap((hole) => [hole.y0, hole.y1 + 1]);
  const blocked = part.units
    .filter(isOver)
    .flatMap(({ blockers }) => blockers.flatMap(({ rows }) => [...rows]));
  const cuts = [...holes, ...blocked].filter((y) => y > rectangle.y0 && y <= rectangle.y1);
  const edges = [rectangle.y0, ...new Set(cuts.sort((a, b) => a - b)), rectangle.y1 + 1];
  return edges.slice(1).map((top, index) => ({ ...rectangle, y0: edges[index] ?? 0, y1: top - 1 }));
}
