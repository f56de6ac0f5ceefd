import { readers } from './components';
import { readCsv, type Row } from './csv';
import { kinds, type Kind, type Module } from './module';
import { measured, Unusable } from './rows';

export interface Measurement {
  readonly line: number;
  readonly module: Module;
  readonly measured: Readonly<Partial<Record<Kind, number>>>;
}

export interface Measurements {
  readonly source: string;
  readonly rows: readonly Measurement[];
  /** Lines that cannot be priced, by the reason. */
  readonly left: ReadonlyMap<string, readonly number[]>;
}

/** All that can be priced of a table of modules, or of one of FIFOs. What cannot is told with its lines. */
export function readMeasurements(text: string): Measurements {
  const { columns, comment, rows } = readCsv(text);
  const fifos = !columns.includes('base') && columns.includes('inWidth') && columns.includes('depth');
  if (!fifos && !columns.includes('base')) {
    throw new Error(
      'no column `base` that names the component of each row (nor `inWidth` and `depth` of FIFOs)',
    );
  }
  if (!columns.includes('LUT') && !columns.includes('FF')) {
    throw new Error('neither a column `LUT` nor `FF`: nothing was measured');
  }
  const left = new Map<string, number[]>();
  const found: Measurement[] = [];
  for (const row of rows) {
    const base = fifos ? 'StreamingFIFO' : row.cell('base');
    try {
      const read = readers[base];
      if (read === undefined) throw new Unusable(base === '' ? 'no base' : `${base} is not modelled`);
      const values = measuredOf(row);
      if (kinds.every((kind) => values[kind] === undefined)) throw new Unusable('nothing measured');
      found.push({ line: row.line, module: read(row), measured: values });
    } catch (error) {
      if (!(error instanceof Unusable)) throw error;
      const lines = left.get(error.message);
      if (lines === undefined) left.set(error.message, [row.line]);
      else lines.push(row.line);
    }
  }
  return { source: comment, rows: found, left };
}

/** Block RAM is told in RAMB36 with halves, or as RAMB36 and RAMB18. */
function measuredOf(row: Row): Partial<Record<Kind, number>> {
  const whole = measured(row, 'BRAM36eq') ?? measured(row, 'RAMB36');
  const halves = measured(row, 'RAMB18') ?? 0;
  const values: Partial<Record<Kind, number | undefined>> = {
    lut: measured(row, 'LUT'),
    ff: measured(row, 'FF'),
    bram18: whole === undefined ? undefined : 2 * whole + halves,
    dsp: measured(row, 'DSP'),
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
