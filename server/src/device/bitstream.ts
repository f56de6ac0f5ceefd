/** Size of full and partial bitstreams, from frames. */
import type { Bytes } from '../base/units';
import type { Part } from './part';

/** Words of a bitstream that are not frames, as counted in public Vivado bitstreams (uncompressed, not encrypted). */
const words7series = { partial: 56, partialReset: 81, segment: 8, full: 583 };
const wordsUltrascale = { partial: 950, segment: 7, maskHeader: 6, maskFrames: 2, full: 515 };

/** UltraScale+: a partial bitstream also rewrites two programmable units on each side of the region (expanded routing). */
const expandedUnits = 2;

/** Pad frames per clock-region row of a full bitstream. */
const fullPads = 4;

/** For each clock-region row, bottom up: the columns that a pblock owns, in order. */
export type OwnedColumns = readonly (readonly number[])[];

/** Length of a full bitstream's configuration words, computed from the geometry; `part.fullBits` is the published figure. */
export function fullBitstreamBytes(part: Part): Bytes {
  const frames = part.frameRows.reduce(
    (sum, row) => sum + row.frames + part.bramFrames * row.bramColumns + fullPads,
    0,
  );
  const header = part.family === '7series' ? words7series.full : wordsUltrascale.full;
  return 4 * (header + part.wordsPerFrame * frames);
}

/**
 * Length in bytes of the partial bitstream (a `.bin`; a `.bit` adds a header of about 100 bytes), fitted to public Vivado
 * bitstreams. A segment is a run of neighbouring columns in one clock-region row, or of BRAM content columns.
 * 7 series: 56 + Σ(8 + 101 (f + pad)) words, with reset 81 + 101 M + 2 Σ(8 + 101 (f + pad));
 * UltraScale+: 950 + Σ(7 + 93 (f + pad)) + 2 m (6 + 2 · 93). Not modelled: compression, encryption, CRC words per frame.
 */
export function partialBitstreamBytes(part: Part, owned: OwnedColumns, reset: boolean): Bytes {
  if (owned.every((columns) => columns.length === 0)) return 0;
  return bytesOfRowWords(
    part,
    owned.reduce((sum, columns, row) => sum + rowWords(part, row, columns), 0),
    reset,
  );
}

/** Bytes of a partial bitstream whose clock-region rows have `words` words in total; see `rowWords`. */
export function bytesOfRowWords(part: Part, words: number, reset: boolean): Bytes {
  if (part.family !== '7series') return 4 * (wordsUltrascale.partial + words);
  if (!reset) return 4 * (words7series.partial + words);
  return 4 * (words7series.partialReset + part.wordsPerFrame * resetMaskFrames(part) + 2 * words);
}

/** Words of a partial bitstream for the columns owned in one clock-region row. Rows add up. */
export function rowWords(part: Part, row: number, columns: readonly number[]): number {
  if (columns.length === 0) return 0;
  const lastColumn = (part.frameRows[row]?.columns ?? 0) - 1;
  const lastBram = (part.frameRows[row]?.bramColumns ?? 0) - 1;
  if (part.family === '7series') {
    const header = words7series.segment;
    return configWords(part, columns, lastColumn, header) + bramWords(part, columns, lastBram, header);
  }
  const header = wordsUltrascale.segment;
  const maskWords = wordsUltrascale.maskHeader + wordsUltrascale.maskFrames * part.wordsPerFrame;
  const masked = columns.reduce((sum, column) => sum + maskWeight(part, column), 0);
  return (
    configWords(part, widened(part, columns), lastColumn, header) +
    bramWords(part, columns, lastBram, header) +
    2 * masked * maskWords
  );
}

/** RESET_AFTER_RECONFIG masks the whole device: one frame per column and two per clock-region row. */
function resetMaskFrames(part: Part): number {
  return part.frameRows.reduce((sum, row) => sum + row.columns + 2, 0);
}

/** Masked frames of a column: one for a CLB column, two for a BRAM or DSP column. URAM columns: none seen, not verified. */
function maskWeight(part: Part, column: number): number {
  const kind = part.columns[column]?.kind;
  if (kind === 'clb-l' || kind === 'clb-m') return 1;
  return kind === 'bram' || kind === 'dsp' ? 2 : 0;
}

/** Words for all runs of columns; the pad is 2 frames if a run ends on the last column of its row, else 1. */
function configWords(part: Part, columns: readonly number[], last: number, header: number): number {
  let words = 0;
  columns.forEach((column, index) => {
    words += part.wordsPerFrame * (part.columns[column]?.frames ?? 0);
    if (columns[index + 1] !== column + 1) words += header + part.wordsPerFrame * (column === last ? 2 : 1);
  });
  return words;
}

/** BRAM content columns have numbers of their own, so that two of them are neighbours whatever is between them. */
function bramWords(part: Part, columns: readonly number[], last: number, header: number): number {
  let words = 0;
  let previous = -2;
  for (const column of columns) {
    if (part.columns[column]?.kind !== 'bram') continue;
    const index = part.bramIndex[column] ?? 0;
    if (index !== previous + 1) words += header + part.wordsPerFrame;
    words += part.wordsPerFrame * (part.bramFrames + (index === last ? 1 : 0));
    previous = index;
  }
  return words;
}

/** The owned units, widened by two units on each side, but not beyond their clock-region column. */
function widened(part: Part, columns: readonly number[]): number[] {
  const wide: number[] = [];
  let reached = -1;
  let unit = -1;
  for (const column of columns) {
    if (part.unitOf[column] === unit) continue;
    unit = part.unitOf[column] ?? -1;
    const end = edge(part, column, 1);
    for (let x = Math.max(edge(part, column, -1), reached + 1); x <= end; x += 1) wide.push(x);
    reached = Math.max(reached, end);
  }
  return wide;
}

/** The last column reached from a column's unit; a column between units (hard block, IO, transceiver) counts as one. */
function edge(part: Part, column: number, direction: 1 | -1): number {
  const region = part.clockRegionOf[column];
  let x = unitEnd(part, column, direction);
  for (let step = 0; step < expandedUnits; step += 1) {
    if (part.clockRegionOf[x + direction] !== region) return x;
    x = unitEnd(part, x + direction, direction);
  }
  while (part.clockRegionOf[x] !== region) x -= direction;
  return x;
}

function unitEnd(part: Part, column: number, direction: 1 | -1): number {
  const unit = part.units[part.unitOf[column] ?? -1];
  if (!unit) return column;
  return direction === 1 ? unit.x1 : unit.x0;
}
