/** Parses traces: per-sample results of a network at every exit, from a CSV file. */
import { at, numberAt } from '../at';
import { CsvRows } from './csv-rows';
import { BadLine, type Positions, readHeader, type TraceFault } from './trace-header';
import { type ConfidenceMeasure, type Numbers, readRows, type Rows } from './trace-rows';

/**
 * Per-sample results of a network at every exit. Matrices have one entry per exit and sample: value(exit, sample) is at
 * exit · sampleCount + sample.
 */
export interface Trace {
  /** Names in the trace: in network order if they are numbers, else in order of first appearance. */
  readonly exits: readonly string[];
  /** Whether `exits` are the numbers 0, 1, …, the last being the end of the network. */
  readonly numbered: boolean;
  readonly sampleCount: number;
  /** Largest class probability, or what `measures` says, 0..1. */
  readonly confidence: Float64Array;
  /** By exit: what `confidence` is. Where the trace does not say, it is what the exit decides by. */
  readonly measures?: readonly (ConfidenceMeasure | undefined)[];
  /** Undefined if the trace has no such column. */
  readonly entropy: Float64Array | undefined;
  /** Largest minus second largest logit. */
  readonly margin: Float64Array | undefined;
  /** Largest share of a softmax with base 2, as computed by decision units, 0..1. */
  readonly softmax2: Float64Array | undefined;
  /** 1 if the prediction is correct. */
  readonly correct: Uint8Array;
  /** Number of the predicted class; -1 if the trace has a name instead. */
  readonly predicted: Int32Array;
}

/** A trace of a design with switches: samples have rows on their own path, and possibly on others. */
export interface SparseTrace extends Trace {
  /** 1 if a sample has a row at an exit; otherwise the other figures have no meaning. */
  readonly present: Uint8Array;
  /** `pred` of a cell (exit and sample), as written in the file. */
  readonly pred: (cell: number) => string;
  readonly sampleName: (sample: number) => string;
}

interface ParsedTrace<T extends Trace = Trace> {
  /** Undefined if there is an error. */
  readonly trace: T | undefined;
  /** The error of the first invalid line. */
  readonly error: TraceFault | undefined;
  /** Oddities that do not affect the result. */
  readonly warnings: readonly TraceFault[];
}

/** Reads a trace from the text of a CSV file (UTF-8, header first, columns in any order). */
export function parseTrace(source: string | Uint8Array): ParsedTrace {
  return parsed(source, undefined, tabulate);
}

/**
 * The same for a design with switches. Only `pred` is read in the rows of a switch.
 *
 * @param switches names in the `exit` column that are switches
 */
export function parseSparseTrace(
  source: string | Uint8Array,
  switches: ReadonlySet<string>,
): ParsedTrace<SparseTrace> {
  return parsed(source, switches, tabulateSparse);
}

function parsed<T extends Trace>(
  source: string | Uint8Array,
  switches: ReadonlySet<string> | undefined,
  table: (rows: Rows, col: Positions, warnings: TraceFault[], onLine: (line: number) => void) => T,
): ParsedTrace<T> {
  const warnings: TraceFault[] = [];
  let line = 1;
  try {
    const file = new CsvRows(source);
    if (!file.next()) throw new BadLine('the trace is empty');
    const col = readHeader(file, warnings);
    const rows = readRows(file, col, switches, warnings, (n) => (line = n));
    line = 1;
    const trace = table(rows, col, warnings, (n) => (line = n));
    return { trace, error: undefined, warnings };
  } catch (error) {
    if (!(error instanceof BadLine)) throw error;
    return { trace: undefined, error: { line, message: error.message }, warnings };
  }
}

/** Sorts the rows into matrices. Samples without a row at every exit are left out, with a warning. */
function tabulate(rows: Rows, col: Positions, warnings: TraceFault[], onLine: (line: number) => void): Trace {
  const { samples } = rows;
  const { exits, numbered, rowAt } = placeRows(rows, onLine);
  const whole: number[] = [];
  let firstGap: string | undefined;
  for (let s = 0; s < samples.length; s++) {
    const gap = rowAt.subarray(s * exits.length, (s + 1) * exits.length).indexOf(-1);
    if (gap === -1) whole.push(s);
    else firstGap ??= `sample ${samples[s]} has no row for exit ${exits[gap]}`;
  }
  if (firstGap !== undefined) {
    if (whole.length === 0) throw new BadLine(`no sample has a row for every exit: ${firstGap}`);
    const left = samples.length - whole.length;
    warnings.push({ line: 1, message: `${firstGap}; ${left} of ${samples.length} samples are left out` });
  }

  const rowOf = (exit: number, column: number): number =>
    rowAt[numberAt(whole, column) * exits.length + exit] ?? -1;
  return {
    exits,
    measures: measuresOf(rows, exits),
    numbered,
    sampleCount: whole.length,
    ...figures(rows, col, exits.length, whole.length, rowOf),
  };
}

function tabulateSparse(
  rows: Rows,
  col: Positions,
  _: TraceFault[],
  onLine: (line: number) => void,
): SparseTrace {
  const { samples } = rows;
  const { exits, rowAt } = placeRows(rows, onLine);
  const rowOf = (exit: number, sample: number): number => at(rowAt, sample * exits.length + exit);
  const rowIn = (cell: number): number => rowOf(Math.floor(cell / samples.length), cell % samples.length);
  return {
    exits,
    measures: measuresOf(rows, exits),
    numbered: false,
    sampleCount: samples.length,
    present: Uint8Array.from({ length: rowAt.length }, (_cell, cell) => (rowIn(cell) === -1 ? 0 : 1)),
    pred: (cell) => rows.pred[rowIn(cell)] ?? '',
    sampleName: (sample) => at(samples, sample),
    ...figures(rows, col, exits.length, samples.length, rowOf),
  };
}

function measuresOf(rows: Rows, order: readonly string[]): NonNullable<Trace['measures']> {
  return order.map((exit) => rows.measures[rows.exits.indexOf(exit)]);
}

/** Row for each sample and exit, -1 if there is none. */
function placeRows(
  rows: Rows,
  onLine: (line: number) => void,
): { readonly exits: string[]; readonly numbered: boolean; readonly rowAt: Int32Array } {
  const { samples } = rows;
  if (samples.length === 0) throw new BadLine('the trace has a header but no rows');
  const { exits, rank, numbered } = orderExits(rows.exits);
  const rowAt = new Int32Array(samples.length * exits.length).fill(-1);
  for (let row = 0; row < rows.sample.length; row++) {
    const sample = rows.sample.at(row);
    const exit = numberAt(rank, rows.exit.at(row));
    const cell = sample * exits.length + exit;
    const first = rowAt[cell] ?? -1;
    if (first >= 0) {
      onLine(rows.line.at(row));
      throw new BadLine(
        `sample ${samples[sample]} has two rows for exit ${exits[exit]}, the first in line ${rows.line.at(first)}`,
      );
    }
    rowAt[cell] = row;
  }
  return { exits, numbered, rowAt };
}

type Figures = Pick<Trace, 'confidence' | 'softmax2' | 'entropy' | 'margin' | 'correct' | 'predicted'>;

/** @param rowOf the row of an exit and sample, -1 if there is none */
function figures(
  rows: Rows,
  col: Positions,
  exits: number,
  samples: number,
  rowOf: (exit: number, sample: number) => number,
): Figures {
  const size = samples * exits;
  const rowIn = new Int32Array(size);
  for (let exit = 0; exit < exits; exit++)
    for (let sample = 0; sample < samples; sample++) rowIn[exit * samples + sample] = rowOf(exit, sample);
  const matrix = <T extends Float64Array | Uint8Array | Int32Array>(into: T, from: Numbers): T => {
    for (let cell = 0; cell < size; cell++) {
      const row = rowIn[cell] ?? -1;
      into[cell] = row < 0 ? Number.NaN : from.at(row);
    }
    return into;
  };
  return {
    confidence: matrix(new Float64Array(size), rows.confidence),
    softmax2: col.softmax2 >= 0 ? matrix(new Float64Array(size), rows.softmax2) : undefined,
    entropy: col.entropy >= 0 ? matrix(new Float64Array(size), rows.entropy) : undefined,
    margin: col.margin >= 0 ? matrix(new Float64Array(size), rows.margin) : undefined,
    correct: matrix(new Uint8Array(size), rows.correct),
    predicted: matrix(new Int32Array(size), rows.predicted),
  };
}

/** Orders exits: numbers in numeric order, without gaps; names in order of appearance. `rank` maps the old order to it. */
function orderExits(found: readonly string[]): { exits: string[]; rank: number[]; numbered: boolean } {
  const numbered = found.every((name) => /^\d+$/.test(name));
  const exits = numbered ? [...found].sort((a, b) => Number(a) - Number(b)) : [...found];
  const gap = numbered ? exits.findIndex((name, i) => Number(name) !== i) : -1;
  if (gap !== -1) throw new BadLine(`the trace has no exit ${gap}, but it has exit ${exits[gap] ?? ''}`);
  return { exits, rank: found.map((name) => exits.indexOf(name)), numbered };
}
