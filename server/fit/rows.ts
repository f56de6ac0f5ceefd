import type { FinnMvau } from '../src/cost/peers/finn';
import type { Row } from './csv';

/** A cell that cannot be priced, with the reason in words. */
export class Unusable extends Error {}

interface DataType {
  readonly bits: number;
  readonly signed: boolean;
}

/** FINN's names: `INT4`, `UINT8`, `BINARY`, `BIPOLAR`, `TERNARY`. */
export function dataType(row: Row, column: string): DataType {
  const name = required(row, column);
  const [, unsigned, bits] = /^(U?)INT(\d+)$/.exec(name) ?? [];
  if (bits !== undefined) return { bits: Number(bits), signed: unsigned === '' };
  if (name === 'BINARY') return { bits: 1, signed: false };
  if (name === 'BIPOLAR') return { bits: 1, signed: true };
  if (name === 'TERNARY') return { bits: 2, signed: true };
  throw new Unusable(`${column} ${name}: only integers are priced`);
}

function required(row: Row, column: string): string {
  const value = row.cell(column);
  if (value === '') throw new Unusable(`no ${column}`);
  return value;
}

/** A whole number of at least one. */
export function count(row: Row, column: string): number {
  const value = Number(required(row, column));
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new Unusable(`${column} ${row.cell(column)} is not a whole number above zero`);
  }
  return value;
}

/** `[3, 3]`, or one number for both. */
export function pair(row: Row, column: string, usual?: number): { h: number; w: number } {
  if (usual !== undefined && row.cell(column) === '') return { h: usual, w: usual };
  const numbers = required(row, column).match(/\d+/g)?.map(Number) ?? [];
  const [h, w = h] = numbers;
  if (h === undefined || w === undefined || h < 1 || w < 1) {
    throw new Unusable(`${column} ${row.cell(column)} is not a size`);
  }
  return { h, w };
}

/** What was measured; a share of a block counts as it stands. */
export function measured(row: Row, column: string): number | undefined {
  const text = row.cell(column);
  const value = Number(text);
  return text === '' || !Number.isFinite(value) || value < 0 ? undefined : value;
}

const styles = { block: 'bram', distributed: 'lutram', ultra: 'uram' } as const;

type RamStyle = FinnMvau['ramStyle'];

export function ramStyle(row: Row): RamStyle {
  const text = row.cell('ram_style');
  if (text === '' || text === 'auto') return 'auto';
  if (text in styles) return text as RamStyle;
  throw new Unusable(`ram_style ${text} is none that is priced`);
}

/** The same in this tool's words; nothing where the tool is to choose. */
export function weightsIn(style: RamStyle): (typeof styles)[keyof typeof styles] | undefined {
  return style === 'auto' ? undefined : styles[style];
}

export function flag(row: Row, column: string): boolean {
  return row.cell(column) === '1';
}
