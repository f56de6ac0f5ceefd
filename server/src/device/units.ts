/** Groups configuration columns into the smallest units that can be reconfigured. */
import type { Column } from './column';
import type { Family, Hole } from './data-types';
import { type Intervals, intersect, noIntervals, subtract } from './intervals';

/** What a unit shares interconnect with in some rows, where that keeps the unit static. */
export interface Blocker {
  readonly by: Column['kind'];
  /** Both ends as in `Intervals`. */
  readonly rows: Intervals;
  /** UltraScale+: the block behind the unit's interface (`io`, `gt`, `pcie` …), which is taken along where a pblock names its sites. */
  readonly block?: string;
}

/**
 * The smallest part that can be reconfigured alone (UG909): on 7 series two columns back to back on one interconnect, on
 * UltraScale+ a programmable unit (two sites and the interconnect between them).
 */
export interface Unit {
  /** Columns of the unit that have sites, and on 7 series the configuration column; left to right. */
  readonly columns: readonly number[];
  /** First and last column, including interconnect. */
  readonly x0: number;
  readonly x1: number;
  /** Rows that must be reconfigured together: 1 for CLBs, 5 with a BRAM or DSP tile, 15 with URAM (UG909, UltraScale+). */
  readonly grain: number;
  readonly blockers: readonly Blocker[];
  /** UltraScale+: the columns of the IO group, transceiver or hard block behind its interface. */
  readonly behind: readonly number[];
}

/** What the units depend on beside the columns. */
export interface Die {
  readonly family: Family;
  readonly holes: readonly Hole[];
  /** By column and clock-region row. */
  readonly hard: Readonly<Record<string, readonly string[]>>;
  readonly rows: number;
  readonly rowHeight: number;
}

const reconfigurable = new Set<Column['kind']>(['clb-l', 'clb-m', 'bram', 'dsp', 'uram']);

export function isReconfigurable(column: Column): boolean {
  return reconfigurable.has(column.kind);
}

export function unitsOf(die: Die, columns: readonly Column[]): Unit[] {
  return die.family === '7series' ? pairs(die, columns) : programmableUnits(die, columns);
}

/** The rows of `inside` in which nothing keeps the unit static. */
export function freeRows(
  unit: Unit,
  inside: Intervals,
  named: ReadonlySet<string> = new Set<string>(),
): Intervals {
  let free = inside;
  for (const { rows, block } of unit.blockers) {
    if (block !== undefined && named.has(block)) continue;
    for (let i = 0; i < rows.length; i += 2) free = subtract(free, rows[i] ?? 0, rows[i + 1] ?? 0);
  }
  return free;
}

/** The rows of a unit in which the block behind it is taken along. */
export function rowsBehind(unit: Unit, inside: Intervals, named: ReadonlySet<string>): Intervals {
  const taken = unit.blockers.filter(({ block }) => block !== undefined && named.has(block));
  const rows = taken.flatMap((blocker) => [...intersect(blocker.rows, inside)]);
  return rows.length === 0 ? noIntervals : rows;
}

/** Columns 2p and 2p + 1 share back-to-back interconnect. */
function pairs(die: Die, columns: readonly Column[]): Unit[] {
  const units: Unit[] = [];
  for (let x = 0; x < columns.length; x += 2) {
    const members = columns.slice(x, x + 2);
    const other = members.find((column) => !isReconfigurable(column));
    units.push({
      columns: members.map((column) => column.index),
      x0: x,
      x1: x + members.length - 1,
      grain: 1,
      blockers: other ? [{ by: other.kind, rows: fixedRows(die, other) }] : [],
      behind: [],
    });
  }
  return units;
}

/**
 * A configuration column keeps its partner static only in the clock-region rows that hold the configuration block: public
 * designs for the xc7z020 reconfigure the pair below it. Clock, IO and transceiver columns do so in all rows.
 */
function fixedRows({ holes, rows, rowHeight }: Die, { kind }: Column): Intervals {
  const height = rows * rowHeight;
  if (kind !== 'config') return [0, height];
  const blocks = holes.filter((hole) => hole.kind === 'cfg');
  if (blocks.length === 0) return [0, height];
  return blocks.flatMap(({ y0, y1 }) => [
    Math.floor(y0 / rowHeight) * rowHeight,
    Math.ceil((y1 + 1) / rowHeight) * rowHeight,
  ]);
}

/** Site, interconnect, site; a URAM column is between two interconnects and joins both into one unit. */
function programmableUnits(die: Die, columns: readonly Column[]): Unit[] {
  const units: Unit[] = [];
  let x = 0;
  while (x < columns.length) {
    if (columns[x]?.kind !== 'interconnect') {
      x += 1;
      continue;
    }
    const spansUram = columns[x + 1]?.kind === 'uram';
    const x0 = x - 1;
    const x1 = spansUram ? x + 3 : x + 1;
    units.push(programmableUnit(die, columns, x0, x1));
    x = x1 + 1;
  }
  return units;
}

function programmableUnit(die: Die, columns: readonly Column[], x0: number, x1: number): Unit {
  const members = columns.slice(x0, x1 + 1);
  const sites = members.filter(isReconfigurable);
  const found = members.map((column) => blockOf(columns, column)).find((block) => block !== undefined);
  const first = found === undefined ? undefined : columns[found];
  const behind = first && first.kind !== 'ps' ? groupOf(columns, first) : [];
  return {
    columns: sites.map((column) => column.index),
    x0,
    x1,
    grain: Math.max(...sites.map(grainOf)),
    blockers: first ? blockersOf(die, first) : [],
    behind,
  };
}

function grainOf(column: Column): number {
  if (column.kind === 'uram') return 15;
  return column.kind === 'bram' || column.kind === 'dsp' ? 5 : 1;
}

/**
 * The column of the block with which a member shares its unit. The PS interface shares its interconnect with fabric; an
 * interface column connects the hard block, transceiver or IO next to it. A hard block belongs to the unit on its left
 * (public ZCU104 and K26 partial bitstreams), and the interface on its right has no site of its own.
 */
function blockOf(columns: readonly Column[], column: Column): number | undefined {
  if (column.kind === 'ps') return column.index;
  if (column.kind !== 'interface') return undefined;
  const left = columns[column.index - 1];
  const right = columns[column.index + 1];
  if (right && ['hard', 'io', 'gt'].includes(right.kind)) return right.index;
  return left && ['io', 'gt'].includes(left.kind) ? left.index : undefined;
}

function blockersOf({ hard, rows, rowHeight }: Die, { kind, index }: Column): Blocker[] {
  const whole: Intervals = [0, rows * rowHeight];
  if (kind === 'ps') return [{ by: kind, rows: whole }];
  if (kind !== 'hard') return [{ by: kind, rows: whole, block: kind }];
  return Array.from({ length: rows }, (_, row) => ({
    by: kind,
    rows: [row * rowHeight, (row + 1) * rowHeight],
    block: hard[index]?.[row] ?? 'none',
  }));
}

/** Neighbouring columns of one kind: an IO group has three, which are always taken together. */
export function groupOf(columns: readonly Column[], { index, kind }: Column): number[] {
  let [first, last] = [index, index];
  while (columns[first - 1]?.kind === kind) first -= 1;
  while (columns[last + 1]?.kind === kind) last += 1;
  return Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
}
