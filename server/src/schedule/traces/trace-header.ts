/** The first line of a trace: which column is where. */
import type { CsvRows } from './csv-rows';

export interface TraceFault {
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

const columns = [
  'sample_id',
  'exit',
  'confidence',
  'entropy',
  'margin',
  'softmax2',
  'pred',
  'label',
  'correct',
  'measure',
] as const;
export type Column = (typeof columns)[number];
const required: readonly Column[] = ['sample_id', 'exit', 'confidence', 'pred', 'label'];

/** Ends the reading of a trace at the line that is being read. */
export class BadLine extends Error {}

/** Positions of the columns, and how many there are; -1 for one that the trace does not have. */
export type Positions = Readonly<Record<Column, number>> & { readonly width: number };

/** @throws BadLine where a required column is missing, or a column is there twice */
export function readHeader(header: CsvRows, warnings: TraceFault[]): Positions {
  const names = Array.from({ length: header.width }, (_, i) => header.text(i));
  const col = Object.fromEntries(columns.map((c) => [c, names.indexOf(c)])) as Record<Column, number>;
  const missing = required.filter((c) => col[c] === -1);
  if (missing.length > 0) throw new BadLine(`the header has no ${missing.map((c) => `'${c}'`).join(', ')}`);
  names.forEach((name, i) => {
    if (names.indexOf(name) !== i) throw new BadLine(`column '${name}' occurs twice`);
    if (!(columns as readonly string[]).includes(name)) {
      warnings.push({ line: 1, message: `column '${name}' is ignored` });
    }
  });
  return { ...col, width: names.length };
}
