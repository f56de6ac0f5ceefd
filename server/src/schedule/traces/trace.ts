/** Parses traces: per-sample results of a network at every exit, from a CSV file. */
import type { Criterion } from '../../semantics/design';
import { at } from '../at';
import { fields, Lines } from './csv-lines';
import { BadLine, type Column, type Positions, readHeader, type TraceFault } from './trace-header';

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

/** Criteria whose values are in the column `confidence`. */
export type ConfidenceMeasure = (typeof confidenceMeasures)[number];

const confidenceMeasures = ['softmax', 'learned', 'mean', 'min'] as const satisfies readonly Criterion[];

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

interface Rows {
  readonly samples: string[];
  readonly exits: string[];
  /** By exit, in the order of `exits`. */
  readonly measures: (ConfidenceMeasure | undefined)[];
  readonly line: number[];
  readonly sample: number[];
  readonly exit: number[];
  readonly confidence: number[];
  readonly entropy: number[];
  readonly margin: number[];
  readonly softmax2: number[];
  readonly correct: number[];
  readonly predicted: number[];
  readonly pred: string[];
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
  const text = typeof source === 'string' ? source : new TextDecoder().decode(source);
  const warnings: TraceFault[] = [];
  let line = 1;
  try {
    const lines = new Lines(text);
    const header = lines.next();
    if (header === undefined) throw new BadLine('the trace is empty');
    const col = readHeader(header, warnings);
    const rows = readRows(lines, col, switches, warnings, (n) => (line = n));
    line = 1;
    const trace = table(rows, col, warnings, (n) => (line = n));
    return { trace, error: undefined, warnings };
  } catch (error) {
    if (!(error instanceof BadLine)) throw error;
    return { trace: undefined, error: { line, message: error.message }, warnings };
  }
}

function readRows(
  lines: Lines,
  col: Positions,
  switches: ReadonlySet<string> | undefined,
  warnings: TraceFault[],
  onLine: (line: number) => void,
): Rows {
  let differing = 0;
  let firstDiffering = 0;
  const rows: Rows = {
    samples: [],
    exits: [],
    measures: [],
    line: [],
    sample: [],
    exit: [],
    confidence: [],
    entropy: [],
    margin: [],
    softmax2: [],
    correct: [],
    predicted: [],
    pred: [],
  };
  const samples = new Map<string, number>();
  const exits = new Map<string, number>();
  for (let text = lines.next(); text !== undefined; text = lines.next()) {
    onLine(lines.number);
    const row = fields(text);
    if (row.length !== col.width) throw new BadLine(`${row.length} fields where the header has ${col.width}`);
    rows.line.push(lines.number);
    rows.sample.push(intern(samples, rows.samples, 'sample_id', row[col.sample_id]));
    rows.exit.push(intern(exits, rows.exits, 'exit', row[col.exit]));
    noteMeasure(rows, row[col.measure]);
    if (switches !== undefined) rows.pred.push(row[col.pred] ?? '');
    if (switches?.has(row[col.exit] ?? '') === true) {
      if ((row[col.pred] ?? '') === '') throw new BadLine('pred is empty');
      for (const column of [rows.confidence, rows.softmax2, rows.entropy, rows.margin])
        column.push(Number.NaN);
      rows.correct.push(0);
      rows.predicted.push(-1);
      continue;
    }
    rows.confidence.push(number('confidence', row[col.confidence], 1));
    if (col.entropy >= 0) rows.entropy.push(number('entropy', row[col.entropy], Number.MAX_VALUE));
    if (col.margin >= 0) rows.margin.push(number('margin', row[col.margin], Number.MAX_VALUE));
    if (col.softmax2 >= 0) rows.softmax2.push(number('softmax2', row[col.softmax2], 1));
    const correct = correctness(row, col);
    if ((correct === 1) !== predIsLabel(row, col)) {
      differing++;
      firstDiffering ||= lines.number;
    }
    rows.correct.push(correct);
    rows.predicted.push(classNumber(row[col.pred]));
  }
  if (differing > 0) {
    const message = `correct differs from 'pred is label' in ${differing} rows; correct is used`;
    warnings.push({ line: firstDiffering, message });
  }
  return rows;
}

/** Of the exit of the row that is being read. */
function noteMeasure({ exit, exits, measures }: Rows, text = ''): void {
  const index = exit.at(-1) ?? 0;
  const measure = confidenceMeasures.find((m) => m === text);
  if (text !== '' && measure === undefined)
    throw new BadLine(`measure '${text}' is none of ${confidenceMeasures.join(', ')}`);
  // Exits are numbered as they appear.
  if (index === measures.length) measures.push(measure);
  else if (measures[index] !== measure)
    throw new BadLine(`exit ${exits[index] ?? ''} has two kinds of confidence: its rows differ in 'measure'`);
}

function intern(
  ids: Map<string, number>,
  names: string[],
  column: Column,
  value: string | undefined,
): number {
  if (value === undefined || value === '') throw new BadLine(`${column} is empty`);
  let id = ids.get(value);
  if (id === undefined) {
    id = names.push(value) - 1;
    ids.set(value, id);
  }
  return id;
}

function number(column: Column, text: string | undefined, most: number): number {
  const value = text === undefined || text === '' ? Number.NaN : Number(text);
  if (value >= 0 && value <= most) return value;
  const range = most === 1 ? 'between 0 and 1' : 'from 0 up';
  throw new BadLine(`${column} '${text ?? ''}' is not a number ${range}`);
}

/** The column `correct` if there is one (it may accept more than the top class), else whether pred equals label. */
function correctness(row: readonly string[], col: Positions): number {
  if (col.correct === -1) return predIsLabel(row, col) ? 1 : 0;
  const said = row[col.correct] ?? '';
  if (said === '1' || said === 'true') return 1;
  if (said === '0' || said === 'false') return 0;
  throw new BadLine(`correct '${said}' is neither 0 nor 1`);
}

function classNumber(pred = ''): number {
  const value = Number(pred);
  return Number.isInteger(value) && value >= 0 ? value : -1;
}

function predIsLabel(row: readonly string[], col: Positions): boolean {
  const pred = row[col.pred] ?? '';
  const label = row[col.label] ?? '';
  if (pred === '') throw new BadLine('pred is empty');
  if (label === '') throw new BadLine('label is empty');
  return pred === label || Number(pred) === Number(label);
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

  const rowOf = (exit: number, column: number): number => at(rowAt, at(whole, column) * exits.length + exit);
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
  rows.sample.forEach((sample, row) => {
    const exit = at(rank, at(rows.exit, row));
    const cell = sample * exits.length + exit;
    const first = at(rowAt, cell);
    if (first !== -1) {
      onLine(at(rows.line, row));
      throw new BadLine(
        `sample ${samples[sample]} has two rows for exit ${exits[exit]}, the first in line ${at(rows.line, first)}`,
      );
    }
    rowAt[cell] = row;
  });
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
  const matrix = <T extends Float64Array | Uint8Array | Int32Array>(into: T, from: readonly number[]): T => {
    for (let sample = 0; sample < samples; sample++) {
      for (let exit = 0; exit < exits; exit++) {
        into[exit * samples + sample] = from[rowOf(exit, sample)] ?? Number.NaN;
      }
    }
    return into;
  };
  const size = samples * exits;
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
