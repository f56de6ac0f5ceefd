/** Reads the rows of a trace, in the order of the file. */
import type { Criterion } from '../../semantics/design';
import { at } from '../at';
import type { CsvRows } from './csv-rows';
import { BadLine, type Column, type Positions, type TraceFault } from './trace-header';

/** Criteria whose values are in the column `confidence`. */
export type ConfidenceMeasure = (typeof confidenceMeasures)[number];

const confidenceMeasures = ['softmax', 'learned', 'mean', 'min'] as const satisfies readonly Criterion[];

/** What each row says, by column; `samples` and `exits` are names, which the rows number. */
export interface Rows {
  readonly samples: string[];
  readonly exits: string[];
  /** By exit, in the order of `exits`. */
  readonly measures: (ConfidenceMeasure | undefined)[];
  readonly line: Numbers;
  readonly sample: Numbers;
  readonly exit: Numbers;
  readonly confidence: Numbers;
  readonly entropy: Numbers;
  readonly margin: Numbers;
  readonly softmax2: Numbers;
  readonly correct: Numbers;
  readonly predicted: Numbers;
  readonly pred: string[];
}

/** Numbers by row, in one piece of memory: a million of them one by one would keep the collector busy. */
export class Numbers {
  length = 0;
  private values = new Float64Array(FIRST_ROWS);

  push(value: number): void {
    if (this.length === this.values.length) {
      const wider = new Float64Array(2 * this.length);
      wider.set(this.values);
      this.values = wider;
    }
    this.values[this.length++] = value;
  }

  /** NaN where there is no such row. */
  at(row: number): number {
    return row < this.length ? (this.values[row] ?? Number.NaN) : Number.NaN;
  }
}

const FIRST_ROWS = 16_384;

/**
 * @param switches names of exits in whose rows only `pred` is read; undefined in a design without switches
 * @param onLine is told of each line before it is read
 * @throws BadLine at the first invalid line
 */
export function readRows(
  file: CsvRows,
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
    line: new Numbers(),
    sample: new Numbers(),
    exit: new Numbers(),
    confidence: new Numbers(),
    entropy: new Numbers(),
    margin: new Numbers(),
    softmax2: new Numbers(),
    correct: new Numbers(),
    predicted: new Numbers(),
    pred: [],
  };
  const samples = new Names(rows.samples, 'sample_id', col);
  const exits = new Names(rows.exits, 'exit', col);
  while (file.next()) {
    onLine(file.line);
    if (file.width !== col.width) throw new BadLine(`${file.width} fields where the header has ${col.width}`);
    rows.line.push(file.line);
    rows.sample.push(samples.idIn(file));
    const exit = exits.idIn(file);
    rows.exit.push(exit);
    if (col.measure >= 0) noteMeasure(rows, exit, file.text(col.measure));
    if (switches !== undefined) rows.pred.push(file.text(col.pred));
    if (switches?.has(at(rows.exits, exit)) === true) {
      if (file.text(col.pred) === '') throw new BadLine('pred is empty');
      for (const column of [rows.confidence, rows.softmax2, rows.entropy, rows.margin])
        column.push(Number.NaN);
      rows.correct.push(0);
      rows.predicted.push(-1);
      continue;
    }
    rows.confidence.push(number(file, col, 'confidence', 1));
    if (col.entropy >= 0) rows.entropy.push(number(file, col, 'entropy', Number.MAX_VALUE));
    if (col.margin >= 0) rows.margin.push(number(file, col, 'margin', Number.MAX_VALUE));
    if (col.softmax2 >= 0) rows.softmax2.push(number(file, col, 'softmax2', 1));
    const correct = correctness(file, col);
    if ((correct === 1) !== predIsLabel(file, col)) {
      differing++;
      firstDiffering ||= file.line;
    }
    rows.correct.push(correct);
    rows.predicted.push(classNumber(file, col));
  }
  if (differing > 0) {
    const message = `correct differs from 'pred is label' in ${differing} rows; correct is used`;
    warnings.push({ line: firstDiffering, message });
  }
  return rows;
}

/** Of the exit of the row that is being read. */
function noteMeasure({ exits, measures }: Rows, index: number, text: string): void {
  const measure = confidenceMeasures.find((m) => m === text);
  if (text !== '' && measure === undefined)
    throw new BadLine(`measure '${text}' is none of ${confidenceMeasures.join(', ')}`);
  // Exits are numbered as they appear.
  if (index === measures.length) measures.push(measure);
  else if (measures[index] !== measure)
    throw new BadLine(`exit ${exits[index] ?? ''} has two kinds of confidence: its rows differ in 'measure'`);
}

/** The different names in a column, numbered as they appear. */
class Names {
  private readonly ids = new Map<string | number, number>();
  private readonly keys: (string | number)[] = [];
  private last = 0;

  constructor(
    private readonly names: string[],
    private readonly column: Column,
    private readonly col: Positions,
  ) {}

  idIn(file: CsvRows): number {
    const position = this.col[this.column];
    const key = file.key(position);
    // Rows of a sample mostly follow each other, and its exits come in the same order.
    if (this.keys[this.last] === key) return this.last;
    const following = this.last + 1 < this.keys.length ? this.last + 1 : 0;
    if (this.keys[following] === key) return (this.last = following);
    let id = this.ids.get(key);
    if (id === undefined) {
      const name = file.text(position);
      if (name === '') throw new BadLine(`${this.column} is empty`);
      id = this.names.push(name) - 1;
      this.ids.set(key, id);
      this.keys.push(key);
    }
    return (this.last = id);
  }
}

function number(file: CsvRows, col: Positions, column: Column, most: number): number {
  const value = file.number(col[column]);
  if (value >= 0 && value <= most) return value;
  const range = most === 1 ? 'between 0 and 1' : 'from 0 up';
  throw new BadLine(`${column} '${file.text(col[column])}' is not a number ${range}`);
}

/** The column `correct` if there is one (it may accept more than the top class), else whether pred equals label. */
function correctness(file: CsvRows, col: Positions): number {
  if (col.correct === -1) return predIsLabel(file, col) ? 1 : 0;
  const natural = file.natural(col.correct);
  if (natural === 0 || natural === 1) return natural;
  const said = file.text(col.correct);
  if (said === '1' || said === 'true') return 1;
  if (said === '0' || said === 'false') return 0;
  throw new BadLine(`correct '${said}' is neither 0 nor 1`);
}

function classNumber(file: CsvRows, col: Positions): number {
  const natural = file.natural(col.pred);
  if (natural >= 0) return natural;
  const value = file.number(col.pred);
  return Number.isInteger(value) && value >= 0 ? value : -1;
}

function predIsLabel(file: CsvRows, col: Positions): boolean {
  const natural = file.natural(col.pred);
  const other = file.natural(col.label);
  if (natural >= 0 && other >= 0) return natural === other;
  const pred = file.text(col.pred);
  const label = file.text(col.label);
  if (pred === '') throw new BadLine('pred is empty');
  if (label === '') throw new BadLine('label is empty');
  return pred === label || Number(pred) === Number(label);
}
