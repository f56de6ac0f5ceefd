/**
 * Words of an UltraScale+ partial bitstream, as counted in public ones: those of AMD's K26 shell (Vivado 2022.1,
 * Xilinx/kria-apps-firmware) and of PYNQ-PRIO's ZCU104 (2018.3).
 */
import type { Bytes } from '../base/units';
import type { Column } from './column';
import type { Part } from './part';
import { bramWords, configWords, type OwnedColumns } from './segment-words';
import { groupOf, type Unit } from './units';

/** Versions of Vivado that write different files: in 2018.3 the expanded routing is one run, in 2022.1 interconnect columns only. */
export type Writer = '2018.3' | '2022.1';

const constantWords: Record<Writer, number> = { '2018.3': 950, '2022.1': 952 };
const segmentHeader = 7;
const maskHeader = 6;

/** A partial bitstream also rewrites two programmable units on each side of the region (expanded routing). */
const expandedUnits = 2;

/**
 * Static routes and partition pins in the expanded region are written too, and no pblock tells them: of the twelve K26
 * files of one layout, one is met to the byte, the others are up to 23 % longer; none is shorter than by 1 %.
 */
const band = { low: 0.99, high: 1.25 };

export const bandReason =
  'on UltraScale+ the bitstream also holds static routes and partition pins around the region, which only the implementation knows: public files are up to a quarter longer. A real .bit or .bin given to `exeunt calibrate` makes it exact';

/** Where the real length lies, as far as public files tell: 2018.3 writes more columns than later versions. */
export function ultrascaleBand(part: Part, owned: OwnedColumns, bytes: Bytes): { low: Bytes; high: Bytes } {
  const older = 4 * ultrascaleWords(part, owned, '2018.3');
  return { low: Math.floor(bytes * band.low), high: Math.max(Math.ceil(bytes * band.high), older) };
}

/** All words of the bitstream for the columns owned in each clock-region row. */
export function ultrascaleWords(part: Part, owned: OwnedColumns, writer: Writer): number {
  const rows = owned.reduce((sum, columns, row) => sum + ultrascaleRowWords(part, row, columns, writer), 0);
  const shared = owned.filter(
    (columns, row) => row > 0 && allBram(part, row, columns) && allBram(part, row - 1, owned[row - 1] ?? []),
  ).length;
  return constantWords[writer] + rows - (writer === '2022.1' ? shared * sharedBramWords : 0);
}

/** BRAM content of two rows above each other is one segment, if it is that of the whole rows. */
export const sharedBramWords = segmentHeader;

function allBram(part: Part, row: number, columns: readonly number[]): boolean {
  const count = part.frameRows[row]?.bramColumns ?? 0;
  return count > 0 && columns.filter((x) => part.columns[x]?.kind === 'bram').length === count;
}

/** Words of one clock-region row. */
export function ultrascaleRowWords(
  part: Part,
  row: number,
  columns: readonly number[],
  writer: Writer,
): number {
  if (columns.length === 0) return 0;
  const frameRow = part.frameRows[row];
  const written = expanded(part, wholeUnits(part, columns), writer);
  const masks = columns.reduce((sum, column) => sum + maskWords(part, row, column), 0);
  return (
    configWords(part, written, (frameRow?.columns ?? 0) - 1, segmentHeader) +
    bramWords(part, columns, (frameRow?.bramColumns ?? 0) - 1, segmentHeader) +
    2 * (masks + interfaceMasks(part, row, columns))
  );
}

/** The columns of all units that own one of the columns, with interconnect and interfaces, left to right. */
export function wholeUnits(part: Part, columns: readonly number[]): number[] {
  const whole = new Set<number>();
  for (const column of columns) {
    const unit = part.units[part.unitOf[column] ?? -1];
    if (unit === undefined) whole.add(column);
    else for (let x = unit.x0; x <= unit.x1; x += 1) whole.add(x);
  }
  return [...whole].sort((a, b) => a - b);
}

/** The columns with those of the expanded routing on both sides of each run. */
function expanded(part: Part, whole: readonly number[], writer: Writer): number[] {
  const wide = new Set(whole);
  whole.forEach((x, index) => {
    if (whole[index - 1] !== x - 1) reach(part, x, -1, wide, writer);
    if (whole[index + 1] !== x + 1) reach(part, x, 1, wide, writer);
  });
  return [...wide].sort((a, b) => a - b);
}

/** Adds the next two units, or groups of columns between units, up to where expanded routing ends. */
function reach(part: Part, from: number, direction: 1 | -1, wide: Set<number>, writer: Writer): void {
  let x = from + direction;
  for (let step = 0; step < expandedUnits; step += 1) {
    const column = part.columns[x];
    if (!column || part.routingStretchOf[x] !== part.routingStretchOf[from]) return;
    const [first, last] = spanOf(part, column);
    for (let each = first; each <= last; each += 1) {
      if (writer === '2018.3' || part.columns[each]?.kind === 'interconnect') wide.add(each);
    }
    x = direction === 1 ? last + 1 : first - 1;
  }
}

/** A unit, or a whole group of IO, transceiver or hard columns. */
function spanOf(part: Part, column: Column): readonly [number, number] {
  const unit = part.units[part.unitOf[column.index] ?? -1];
  if (unit) return [unit.x0, unit.x1];
  const group = groupOf(part.columns, column);
  return [group[0] ?? column.index, group.at(-1) ?? column.index];
}

/** Words of masks of `frames` frames each. */
function masksOf(part: Part, ...frames: readonly number[]): number {
  return frames.reduce((sum, count) => sum + maskHeader + part.wordsPerFrame * count, 0);
}

/** The masks of a column, which is written before and after the frames: as counted for each kind in AMD's K26 files. */
function maskWords(part: Part, row: number, index: number): number {
  const column = part.columns[index];
  switch (column?.kind) {
    case 'clb-l':
    case 'clb-m':
    case 'gt':
      return masksOf(part, 2);
    case 'bram':
    case 'dsp':
      return masksOf(part, 2, 2);
    case 'uram':
      return masksOf(part, 2, 3);
    case 'io':
      // Of the columns of a group with 8, 4 and 12 frames.
      return column.frames === 12 ? masksOf(part, 2) : masksOf(part, 2, 2);
    case 'hard':
      return hardMasks(part, part.hard[index]?.[row]);
    case 'clock':
    case 'config':
    case 'empty':
    case 'interconnect':
    case 'interface':
    case 'ps':
    case undefined:
      return 0;
  }
}

function hardMasks(part: Part, block: string | undefined): number {
  if (block === 'cfg') return 0;
  return masksOf(part, block === 'pcie' ? 3 : 2);
}

/** The interface columns between a unit and the block behind it, where that is reconfigured too; none beside `cfg`. */
function interfaceMasks(part: Part, row: number, columns: readonly number[]): number {
  const owned = new Set(columns);
  const units = new Set(columns.map((x) => part.units[part.unitOf[x] ?? -1]));
  const taken = [...units].filter((unit): unit is Unit => {
    const [behind] = unit?.behind ?? [];
    return behind !== undefined && owned.has(behind) && part.hard[behind]?.[row] !== 'cfg';
  });
  return taken.length * masksOf(part, 2);
}
