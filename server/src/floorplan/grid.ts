/** A part as a grid of cells, for placement. */
import { perObject } from '../base/memo';
import { noResources, resourceKinds, type ResourceKind, type Resources } from '../base/resources';
import { evaluatePblock, rowWords, type Part, type Rectangle } from '../device';
import { rangesIn } from './ranges';

/**
 * The die as a grid for placement: reconfigurable units across, clock-region rows up. A cell is owned if a region over it
 * would own frames there; holes, and units that share interconnect with something fixed, are not.
 */
export interface Grid {
  readonly part: Part;
  readonly units: number;
  readonly rows: number;
  readonly owned: (row: number, unit: number) => boolean;
  /** Number of owned cells in rows r0..r1 and units u0..u1, both ends included. */
  readonly ownedIn: (area: Area) => number;
  readonly amountIn: (area: Area, kind: ResourceKind) => number;
  /** Words of a partial bitstream for units u0..u1 in one row. */
  readonly words: (row: number, u0: number, u1: number) => number;
  /** UltraScale+: whether units u0..u1 hold all BRAM of a row and of the one below, whose content then is one segment. */
  readonly sharesBram: (row: number, u0: number, u1: number) => boolean;
}

/** A rectangle of cells, both ends included. */
export interface Area {
  readonly u0: number;
  readonly u1: number;
  readonly r0: number;
  readonly r1: number;
}

/** The grid of a part, built once. */
export const gridOf = perObject(build);

export function rectangleOf(part: Part, area: Area): Rectangle {
  return {
    x0: part.units[area.u0]?.x0 ?? 0,
    x1: part.units[area.u1]?.x1 ?? 0,
    y0: area.r0 * part.rowHeight,
    y1: (area.r1 + 1) * part.rowHeight - 1,
  };
}

export function resourcesIn(grid: Grid, area: Area): Resources {
  return {
    lut: grid.amountIn(area, 'lut'),
    ff: grid.amountIn(area, 'ff'),
    dsp: grid.amountIn(area, 'dsp'),
    bram18: grid.amountIn(area, 'bram18'),
    uram: grid.amountIn(area, 'uram'),
  };
}

function build(part: Part): Grid {
  const units = part.units.length;
  const rows = part.rows;
  const cells = Array.from({ length: rows }, (_, row) =>
    part.units.map((_unit, unit) => cellOf(part, row, unit)),
  );
  const cell = (row: number, unit: number): Cell => cells[row]?.[unit] ?? emptyCell;
  const ownedSums = sums(rows, units, (row, unit) => (cell(row, unit).owned ? 1 : 0));
  const amounts = new Map(
    resourceKinds.map((kind) => [kind, sums(rows, units, (row, unit) => cell(row, unit).resources[kind])]),
  );
  const amountIn: Grid['amountIn'] = (area, kind) => amounts.get(kind)?.(area) ?? 0;
  const hasAllBram = (row: number, u0: number, u1: number): boolean => {
    const all = (part.frameRows[row]?.bramColumns ?? 0) * ((2 * part.rowHeight) / 5);
    return all > 0 && amountIn({ u0, u1, r0: row, r1: row }, 'bram18') === all;
  };
  return {
    part,
    units,
    rows,
    owned: (row, unit) => cell(row, unit).owned,
    ownedIn: ownedSums,
    amountIn,
    sharesBram: (row, u0, u1) =>
      part.family === 'ultrascale+' && hasAllBram(row, u0, u1) && hasAllBram(row - 1, u0, u1),
    words: wordTable(part, (row, unit) => cell(row, unit).owned),
  };
}

interface Cell {
  readonly owned: boolean;
  readonly resources: Resources;
}

const emptyCell: Cell = { owned: false, resources: noResources };

function cellOf(part: Part, row: number, unit: number): Cell {
  const ranges = rangesIn(part, rectangleOf(part, { u0: unit, u1: unit, r0: row, r1: row }));
  if (ranges.length === 0) return emptyCell;
  const { resources, frames } = evaluatePblock(part, ranges, { snapping: true });
  return { owned: frames.config > 0, resources };
}

/** Two-dimensional prefix sums, for the sum over any area in constant time. */
function sums(
  rows: number,
  units: number,
  value: (row: number, unit: number) => number,
): (area: Area) => number {
  const width = units + 1;
  const table = new Float64Array((rows + 1) * width);
  for (let row = 0; row < rows; row += 1) {
    for (let unit = 0; unit < units; unit += 1) {
      const above = table[(row + 1) * width + unit] ?? 0;
      const left = table[row * width + unit + 1] ?? 0;
      const corner = table[row * width + unit] ?? 0;
      table[(row + 1) * width + unit + 1] = value(row, unit) + above + left - corner;
    }
  }
  const at = (row: number, unit: number): number => table[row * width + unit] ?? 0;
  return ({ u0, u1, r0, r1 }) => at(r1 + 1, u1 + 1) - at(r0, u1 + 1) - at(r1 + 1, u0) + at(r0, u0);
}

/** Words by row, computed on first use; rows that own the same units and end alike share an entry. */
function wordTable(part: Part, owned: (row: number, unit: number) => boolean): Grid['words'] {
  const units = part.units.length;
  const bySignature = new Map<string, Float64Array>();
  const tables = part.frameRows.map((frameRow, row) => {
    const signature = `${frameRow.columns} ${part.units.map((_, unit) => (owned(row, unit) ? 1 : 0)).join('')}`;
    const table = bySignature.get(signature) ?? new Float64Array(units * units).fill(-1);
    bySignature.set(signature, table);
    return table;
  });
  return (row, u0, u1) => {
    const table = tables[row];
    if (!table) return 0;
    const known = table[u0 * units + u1] ?? -1;
    if (known >= 0) return known;
    const columns: number[] = [];
    for (let unit = u0; unit <= u1; unit += 1) {
      if (owned(row, unit)) columns.push(...(part.units[unit]?.columns ?? []));
    }
    return (table[u0 * units + u1] = rowWords(part, row, columns));
  };
}
