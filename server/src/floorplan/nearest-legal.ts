/** Finds the legal pblock nearest to an illegal one, for quick fixes. */
import { formatRange, type Part, type Rectangle, type SiteRange, type Unit } from '../device';
import { drawnRectangles, type DrawnRectangle } from './drawn';
import { isUsable, rangesIn } from './ranges';
import type { LegalityOptions } from './violation';

/** Whether a rectangle is unavailable because another region owns frames there. */
export type Taken = (rectangle: Rectangle) => boolean;

/**
 * The legal pblock nearest to the ranges: every edge moves to the nearest place that UG909 allows, outwards if both are
 * equally far, inwards if the outward place is blocked or taken. A rectangle that cannot stay moves sideways to the
 * nearest free columns. Returns ranges of all reconfigurable kinds inside; undefined if there is no place.
 */
export function nearestLegal(
  part: Part,
  ranges: readonly SiteRange[],
  options: LegalityOptions,
  taken: Taken = () => false,
): string[] | undefined {
  const rectangles = drawnRectangles(part, ranges)
    .flatMap(
      (drawn) => legalRectangle(part, drawn, options, taken) ?? moved(part, drawn, options, taken) ?? [],
    )
    .filter((each, index, all) => all.findIndex((other) => contains(other, each)) === index);
  const found = rectangles.flatMap((rectangle) => rangesIn(part, rectangle));
  return found.length === 0 ? undefined : found.map(formatRange);
}

/** The ranges of a drawn rectangle with its edges at the nearest places that UG909 allows; undefined if none is inside. */
export function snappedRanges(
  part: Part,
  rectangle: Rectangle,
  options: LegalityOptions,
): string[] | undefined {
  const drawn = { ...rectangle, text: 0, fromOdd: false, toEven: false };
  const legal = legalRectangle(part, drawn, options);
  const ranges = legal === undefined ? [] : rangesIn(part, legal);
  return ranges.length === 0 ? undefined : ranges.map(formatRange);
}

function contains(outer: Rectangle, inner: Rectangle): boolean {
  return outer.x0 <= inner.x0 && outer.x1 >= inner.x1 && outer.y0 <= inner.y0 && outer.y1 >= inner.y1;
}

/** A position for an edge and its distance from the drawn one, as a share of the rectangle. */
interface Edge {
  readonly at: number;
  readonly moved: number;
}

function legalRectangle(
  part: Part,
  drawn: DrawnRectangle,
  options: LegalityOptions,
  taken: Taken = () => false,
): Rectangle | undefined {
  const grain = rowGrain(part, drawn, options);
  const bottoms = rowEdges(part, drawn.y0, grain, drawn);
  const tops = rowEdges(part, drawn.y1 + 1, grain, drawn);
  return bottoms
    .flatMap((bottom) => tops.flatMap((top) => withColumns(part, drawn, bottom, top)))
    .sort((a, b) => a.moved - b.moved)
    .find(({ rectangle }) => !taken(rectangle))?.rectangle;
}

interface Moved {
  readonly rectangle: Rectangle;
  readonly moved: number;
}

/** The legal left and right edges between two rows. */
function withColumns(part: Part, drawn: DrawnRectangle, bottom: Edge, top: Edge): Moved[] {
  const [y0, y1] = [bottom.at, top.at - 1];
  if (y0 > y1) return [];
  const units = part.units.filter((unit) => isUsable(part, unit.x0, y0, y1));
  const rights = columnEdges(part, drawn, 'right', units);
  return columnEdges(part, drawn, 'left', units).flatMap((left) =>
    rights
      .filter((right) => left.at <= right.at)
      .map((right) => ({
        rectangle: { x0: left.at, x1: right.at, y0, y1 },
        moved: left.moved + right.moved + bottom.moved + top.moved,
      })),
  );
}

/** The nearest place to the left or right for a rectangle of the same rows and width, or as much width as is free. */
function moved(
  part: Part,
  drawn: DrawnRectangle,
  options: LegalityOptions,
  taken: Taken,
): Rectangle | undefined {
  const width = drawn.x1 - drawn.x0 + 1;
  const distance = (unit: Unit): number => Math.max(drawn.x0 - unit.x1, unit.x0 - drawn.x1);
  return part.units
    .filter((unit) => isUsable(part, unit.x0, drawn.y0, drawn.y1))
    .sort((a, b) => distance(a) - distance(b))
    .map((unit) => {
      const x0 = unit.x0 > drawn.x1 ? unit.x0 : Math.max(0, unit.x1 - width + 1);
      const x1 = Math.min(part.columns.length, x0 + width) - 1;
      return legalRectangle(part, { ...drawn, x0, x1, fromOdd: false, toEven: false }, options, taken);
    })
    .find((rectangle) => rectangle !== undefined);
}

/** The nearest unit borders on both sides of a drawn edge; outwards first, so that it wins if both are equally far. */
function columnEdges(
  part: Part,
  drawn: DrawnRectangle,
  side: 'left' | 'right',
  units: readonly Unit[],
): Edge[] {
  const width = drawn.x1 - drawn.x0 + 1;
  const left = side === 'left';
  const border = (unit: Unit): number =>
    left ? (unit.columns[0] ?? unit.x0) : (unit.columns.at(-1) ?? unit.x1);
  const edge = left ? drawn.x0 + (drawn.fromOdd ? 0.5 : 0) : drawn.x1 - (drawn.toEven ? 0.5 : 0);
  const outward = units.find((unit) =>
    left ? border(unit) <= edge && lastOf(unit) >= edge : border(unit) >= edge && firstOf(unit) <= edge,
  );
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

/** Step of an edge in rows: clock regions on 7 series with reset, else tiles; on UltraScale+ tiles of the largest unit inside. */
function rowGrain(part: Part, drawn: DrawnRectangle, options: LegalityOptions): number {
  const inside = part.units.filter((unit) => unit.x1 >= drawn.x0 && unit.x0 <= drawn.x1);
  if (part.family === '7series') {
    if (options.reset ?? true) return part.rowHeight;
    return inside.some((unit) => unit.columns.some((x) => isBlock(part, x))) ? blockTile : 1;
  }
  return Math.max(1, ...inside.map((unit) => unit.grain));
}

/** CLB rows of a BRAM or DSP tile: a part of a tile has no site, and the column beside it loses its partner. */
const blockTile = 5;

function isBlock(part: Part, x: number): boolean {
  const kind = part.columns[x]?.kind;
  return kind === 'bram' || kind === 'dsp';
}

function rowEdges(part: Part, y: number, grain: number, drawn: DrawnRectangle): Edge[] {
  const height = drawn.y1 - drawn.y0 + 1;
  const [down, up] = [Math.floor(y / grain) * grain, Math.ceil(y / grain) * grain];
  const outwardFirst = y === drawn.y0 ? [down, up] : [up, down];
  return [...new Set(outwardFirst)]
    .filter((at) => at >= 0 && at <= part.rows * part.rowHeight)
    .map((at) => ({ at, moved: Math.abs(at - y) / height }));
}
