import type { Bytes } from '../base/units';
import { frameRows, runsOf, type Run } from './frame-rows';
import type { Part } from './part';

/** Words of a configuration file that are not frames, as counted in public Vivado bitstreams (uncompressed, not encrypted). */
const words7series = { partial: 56, partialReset: 81, segment: 8, full: 583 };
const wordsUltrascale = { partial: 950, segment: 7, maskHeader: 6, maskFrames: 2, full: 515 };

/** UltraScale+: a partial bitstream also rewrites two programmable units beside the region (expanded routing). */
const expandedUnits = 2;

/** Pad frames a clock-region row that a full bitstream adds. */
const fullPads = 4;

/** Length of a full bitstream's configuration words, computed from the geometry; `part.fullBits` is the published figure. */
export function fullBitstreamBytes(part: Part): Bytes {
  const frames = frameRows(part).reduce(
    (sum, row) => sum + row.frames + part.bramFrames * row.bramColumns + fullPads,
    0,
  );
  const header = part.family === '7series' ? words7series.full : wordsUltrascale.full;
  return 4 * (header + part.wordsPerFrame * frames);
}

/**
 * Length in bytes of the partial bitstream (a `.bin`; a `.bit` adds a header of about 100 bytes).
 * `owned` are the columns of the snapped pblock by clock-region row. Formula of segments: DS190 family 7 series
 * 56 + Σ(8 + 101 (f + pad)), with reset 81 + 101 M + 2 Σ(…); UltraScale+ 950 + Σ(7 + 93 (f + pad)) + 2 m (6 + 186).
 * Not modelled: compression, encryption, CRC words per frame.
 */
export function partialBitstreamBytes(
  part: Part,
  owned: readonly (readonly number[])[],
  reset: boolean,
): Bytes {
  if (owned.every((columns) => columns.length === 0)) return 0;
  return 4 * (part.family === '7series' ? words7(part, owned, reset) : wordsPlus(part, owned));
}

function words7(part: Part, owned: readonly (readonly number[])[], reset: boolean): number {
  const rows = frameRows(part);
  const words = owned.reduce((sum, columns, row) => {
    const last = (rows[row]?.columns ?? 0) - 1;
    const runs = [
      ...configRuns(part, columns, last),
      ...bramRuns(part, columns, rows[row]?.bramColumns ?? 0),
    ];
    return sum + segmentWords(part, runs, words7series.segment);
  }, 0);
  if (!reset) return words7series.partial + words;
  return words7series.partialReset + part.wordsPerFrame * resetMaskFrames(part) + 2 * words;
}

/** RESET_AFTER_RECONFIG masks the whole device: one frame a column and two a clock-region row. */
function resetMaskFrames(part: Part): number {
  return frameRows(part).reduce((sum, row) => sum + row.columns + 2, 0);
}

function wordsPlus(part: Part, owned: readonly (readonly number[])[]): number {
  const bramColumns = part.columns.filter((column) => column.kind === 'bram').length;
  return owned.reduce((sum, columns) => {
    const wide = widened(part, columns);
    const runs = [
      ...configRuns(part, wide, part.columns.length - 1),
      ...bramRuns(part, columns, bramColumns),
    ];
    const mask = columns.reduce((m, column) => m + maskWeight(part, column), 0);
    const maskWords = wordsUltrascale.maskHeader + wordsUltrascale.maskFrames * part.wordsPerFrame;
    return sum + segmentWords(part, runs, wordsUltrascale.segment) + 2 * mask * maskWords;
  }, wordsUltrascale.partial);
}

function maskWeight(part: Part, column: number): number {
  const kind = part.columns[column]?.kind;
  if (kind === 'clb-l' || kind === 'clb-m') return 1;
  return kind === 'bram' || kind === 'dsp' ? 2 : 0;
}

/** Every unit that owns a column, widened by two units on each side, but not over the edge of its clock-region column. */
function widened(part: Part, columns: readonly number[]): number[] {
  const marked = new Set<number>();
  for (const column of columns) {
    const unit = part.units[part.unitOf[column] ?? -1];
    if (!unit) continue;
    const [first, last] = clockRegionSpan(part, column);
    const index = part.unitOf[column] ?? 0;
    const [from, to] = [widenLeft(part, index, first), widenRight(part, index, last)];
    for (let x = from; x <= to; x += 1) marked.add(x);
  }
  return [...marked].sort((a, b) => a - b);
}

function clockRegionSpan(part: Part, column: number): [number, number] {
  const starts = part.clockRegionStarts;
  let index = 0;
  while ((starts[index + 1] ?? Infinity) <= column) index += 1;
  return [starts[index] ?? 0, (starts[index + 1] ?? part.columns.length) - 1];
}

/** Columns between units (hard blocks, IO, transceivers) count as one unit of their own. */
function widenLeft(part: Part, unit: number, edge: number): number {
  let x = part.units[unit]?.x0 ?? 0;
  for (let step = 0; step < expandedUnits && x > edge; step += 1) {
    const next = part.units[unitAround(part, x - 1)];
    x = next ? next.x0 : x - 1;
  }
  return Math.max(x, edge);
}

function widenRight(part: Part, unit: number, edge: number): number {
  let x = part.units[unit]?.x1 ?? 0;
  for (let step = 0; step < expandedUnits && x < edge; step += 1) {
    const next = part.units[unitAround(part, x + 1)];
    x = next ? next.x1 : x + 1;
  }
  return Math.min(x, edge);
}

function unitAround(part: Part, column: number): number {
  return part.units.findIndex((unit) => unit.x0 <= column && column <= unit.x1);
}

function configRuns(part: Part, columns: readonly number[], last: number): Run[] {
  return runsOf(columns, last, (column) => part.columns[column]?.frames ?? 0);
}

/** BRAM columns are numbered apart from the others, so that two of them are neighbours whatever lies between. */
function bramRuns(part: Part, columns: readonly number[], bramColumns: number): Run[] {
  const all = part.columns.filter((column) => column.kind === 'bram').map((column) => column.index);
  const owned = columns.filter((column) => part.columns[column]?.kind === 'bram').map((x) => all.indexOf(x));
  return runsOf(owned, bramColumns - 1, () => part.bramFrames);
}

function segmentWords(part: Part, runs: readonly Run[], header: number): number {
  return runs.reduce((sum, run) => sum + header + part.wordsPerFrame * (run.frames + run.pad), 0);
}
