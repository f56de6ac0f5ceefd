import { formatRange, type Part, type Rectangle, type SiteRange, type Unit } from '../device';
import { drawnRectangles, type DrawnRectangle } from './drawn';
import { rangesIn } from './ranges';
import type { LegalityOptions } from './violation';

/** Whether a rectangle may not be used, because another region has frames there. */
export type Taken = (rectangle: Rectangle) => boolean;

/**
 * The legal pblock nearest to the ranges: every edge moves to the nearest place where UG909 allows one, outward if both are
 * equally far, inward where the outward way is blocked or taken. Prints ranges of all reconfigurable kinds inside.
 * Undefined if nothing reconfigurable is left.
 */
export function nearestLegal(
  part: Part,
  ranges: readonly SiteRange[],
  options: LegalityOptions,
  taken: Taken = () => false,
): string[] | undefined {
  const rectangles = drawnRectangles(part, ranges)
    .flatMap((drawn) => legalRectangle(part, drawn, options, taken) ?? [])
    .filter((each, index, all) => all.findIndex((other) => contains(other, each)) === index);
  const found = rectangles.flatMap((rectangle) => rangesIn(part, rectangle));
  return found.length === 0 ? undefined : found.map(formatRange);
}

function contains(outer: Rectangle, inner: Rectangle): boolean {
  return outer.x0 <= inner.x0 && outer.x1 >= inner.x1 && outer.y0 <= inner.y0 && outer.y1 >= inner.y1;
}

/** A place for an edge and how far it is from the drawn one, as a share of the rectangle. */
interface Edge {
  readonly at: number;
  readonly moved: number;
}

export function legalRectangle(
  part: Part,
  drawn: DrawnRectangle,
  options: LegalityOptions,
  taken: Taken = () => false,
): Rectangle | undefined {
  const units = part.units
    .map((unit, index) => ({ unit, index }))
    .filter(({ unit }) => isUsable(part, unit, drawn.y0, drawn.y1));
  const width = drawn.x1 - drawn.x0 + 1;
  const lefts = columnEdges(
    part,
    drawn,
    'left',
    units.map(({ unit }) => unit),
    width,
  );
  const rights = columnEdges(
    part,
    drawn,
    'right',
    units.map(({ unit }) => unit),
    width,
  );
  const grain = rowGrain(part, drawn, options);
  const bottoms = rowEdges(part, drawn.y0, grain, drawn);
  const tops = rowEdges(part, drawn.y1 + 1, grain, drawn);
  const all = lefts.flatMap((left) =>
    rights.flatMap((right) =>
      bottoms.flatMap((bottom) =>
        tops.map((top) => ({
          rectangle: { x0: left.at, x1: right.at, y0: bottom.at, y1: top.at - 1 },
          moved: left.moved + right.moved + bottom.moved + top.moved,
        })),
      ),
    ),
  );
  return all
    .filter(({ rectangle }) => rectangle.x0 <= rectangle.x1 && rectangle.y0 <= rectangle.y1)
    .sort((a, b) => a.moved - b.moved)
    .find(({ rectangle }) => !taken(rectangle))?.rectangle;
}

/** A unit that can be reconfigured and has sites in some of the rows. */
function isUsable(part: Part, unit: Unit, y0: number, y1: number): boolean {
  if (unit.blockedBy !== undefined) return false;
  return unit.columns.every((x) => {
    const missing = part.holes
      .filter((hole) => hole.x0 <= x && x <= hole.x1)
      .reduce((sum, hole) => sum + Math.max(0, Math.min(hole.y1, y1) - Math.max(hole.y0, y0) + 1), 0);
    return missing < y1 - y0 + 1;
  });
}

/** The two nearest unit borders on either side of a drawn edge; outward first, so that it wins when equally far. */
function columnEdges(
  part: Part,
  drawn: DrawnRectangle,
  side: 'left' | 'right',
  units: readonly Unit[],
  width: number,
): Edge[] {
  const left = side === 'left';
  const border = (unit: Unit): number =>
    left ? (unit.columns[0] ?? unit.x0) : (unit.columns.at(-1) ?? unit.x1);
  const edge = left ? drawn.x0 + (drawn.fromOdd ? 0.5 : 0) : drawn.x1 - (drawn.toEven ? 0.5 : 0);
  const outward = units
    .filter((unit) =>
      left ? border(unit) <= edge && lastOf(unit) >= edge : border(unit) >= edge && firstOf(unit) <= edge,
    )
    .at(0);
  const inwards = units.filter((unit) => (left ? border(unit) >= edge : border(unit) <= edge));
  const inward = left ? inwards.at(0) : inwards.at(-1);
  return [outward, inward]
    .filter((unit) => unit !== undefined)
    .map((unit) => ({ at: border(unit), moved: siteColumnsBetween(part, border(unit), edge) / width }));
}

function firstOf(unit: Unit): number {
  return unit.columns[0] ?? unit.x0;
}

function lastOf(unit: Unit): number {
  return (unit.columns.at(-1) ?? unit.x1) + 0.5;
}

function siteColumnsBetween(part: Part, at: number, edge: number): number {
  const [low, high] = [Math.min(at, edge), Math.max(at, edge)];
  const whole = part.columns
    .slice(Math.ceil(low), Math.floor(high))
    .filter((column) => column.siteX >= 0).length;
  return at === edge ? 0 : whole + (Number.isInteger(edge) ? 0 : 0.5);
}

/** Rows that an edge moves by: clock regions with reset on 7 series, tiles of the largest unit inside on UltraScale+. */
function rowGrain(part: Part, drawn: DrawnRectangle, options: LegalityOptions): number {
  if (part.family === '7series') return (options.reset ?? true) ? part.rowHeight : 1;
  const inside = part.units.filter((unit) => unit.x1 >= drawn.x0 && unit.x0 <= drawn.x1);
  return Math.max(1, ...inside.map((unit) => unit.grain));
}

function rowEdges(part: Part, y: number, grain: number, drawn: DrawnRectangle): Edge[] {
  const height = drawn.y1 - drawn.y0 + 1;
  const [down, up] = [Math.floor(y / grain) * grain, Math.ceil(y / grain) * grain];
  const outwardFirst = y === drawn.y0 ? [down, up] : [up, down];
  return [...new Set(outwardFirst)]
    .filter((at) => at >= 0 && at <= part.rows * part.rowHeight)
    .map((at) => ({ at, moved: Math.abs(at - y) / height }));
}
