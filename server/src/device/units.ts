/** Groups configuration columns into the smallest units that can be reconfigured. */
import type { Column } from './column';
import type { Family } from './data-types';

/**
 * The smallest part that can be reconfigured alone (UG909): on 7 series two columns back to back on one interconnect, on
 * UltraScale+ a programmable unit (two sites and the interconnect between them).
 */
export interface Unit {
  /** Columns of the unit that have sites, left to right. */
  readonly columns: readonly number[];
  /** First and last column, including interconnect. */
  readonly x0: number;
  readonly x1: number;
  /** Rows that must be reconfigured together: 1 for CLBs, 5 with a BRAM or DSP tile, 15 with URAM (UG909, UltraScale+). */
  readonly grain: number;
  /** If the unit can never be reconfigured: the kind of the column with which it shares interconnect. */
  readonly blockedBy?: Column['kind'];
}

const reconfigurable = new Set<Column['kind']>(['clb-l', 'clb-m', 'bram', 'dsp', 'uram']);

export function isReconfigurable(column: Column): boolean {
  return reconfigurable.has(column.kind);
}

export function unitsOf(family: Family, columns: readonly Column[]): Unit[] {
  return family === '7series' ? pairs(columns) : programmableUnits(columns);
}

/** Columns 2p and 2p + 1 share back-to-back interconnect. */
function pairs(columns: readonly Column[]): Unit[] {
  const units: Unit[] = [];
  for (let x = 0; x < columns.length; x += 2) {
    const members = columns.slice(x, x + 2);
    const other = members.find((column) => !isReconfigurable(column));
    units.push({
      columns: members.map((column) => column.index),
      x0: x,
      x1: x + members.length - 1,
      grain: 1,
      ...(other ? { blockedBy: other.kind } : {}),
    });
  }
  return units;
}

/** Site, interconnect, site; a URAM column is between two interconnects and joins both into one unit. */
function programmableUnits(columns: readonly Column[]): Unit[] {
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
    units.push(programmableUnit(columns, x0, x1));
    x = x1 + 1;
  }
  return units;
}

function programmableUnit(columns: readonly Column[], x0: number, x1: number): Unit {
  const members = columns.slice(x0, x1 + 1);
  const sites = members.filter(isReconfigurable);
  const blocker = members.map((column) => blockerOf(columns, column)).find((kind) => kind !== undefined);
  return {
    columns: sites.map((column) => column.index),
    x0,
    x1,
    grain: Math.max(...sites.map(grainOf)),
    ...(blocker ? { blockedBy: blocker } : {}),
  };
}

function grainOf(column: Column): number {
  if (column.kind === 'uram') return 15;
  return column.kind === 'bram' || column.kind === 'dsp' ? 5 : 1;
}

/**
 * The PS interface shares its interconnect with fabric; an interface column connects the hard block, transceiver or IO next
 * to it, whose sites no pblock can name here. A hard block belongs to the unit on its left: the clock-region column ends
 * after it (public ZCU104 partial bitstreams stop there), and the interface on its right has no site of its own.
 */
function blockerOf(columns: readonly Column[], column: Column): Column['kind'] | undefined {
  if (column.kind === 'ps') return 'ps';
  if (column.kind !== 'interface') return undefined;
  const left = columns[column.index - 1];
  const right = columns[column.index + 1];
  if (right && ['hard', 'io', 'gt'].includes(right.kind)) return right.kind;
  return left && ['io', 'gt'].includes(left.kind) ? left.kind : undefined;
}
