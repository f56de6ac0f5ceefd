/** The figures of a diagram as a table: for reading, for copying, and as CSV. */
import { formatBytes, formatCount, formatNs, formatShare } from '../../../../server/src/base/format';

export interface Column {
  readonly name: string;
  /** Of its numbers; without one its cells are words. */
  readonly unit?: 'ns' | 'B' | 'share' | 'count';
}

/** Null is not known or does not apply. */
export type Cell = string | number | null;

export interface Table {
  readonly title: string;
  readonly columns: readonly Column[];
  /** Each with the item that it is about. */
  readonly rows: readonly { readonly id: string; readonly cells: readonly Cell[] }[];
}

/** A cell in words, as the diagram writes it. */
export function cellText(cell: Cell, unit: Column['unit']): string {
  if (cell === null) return '–';
  if (typeof cell === 'string') return cell;
  switch (unit) {
    case 'ns':
      return formatNs(cell);
    case 'B':
      return formatBytes(cell);
    case 'share':
      return formatShare(cell);
    case 'count':
    case undefined:
      return formatCount(cell);
  }
}

/** RFC 4180, numbers as they are, their unit in the head: `start (ns)`. Tables are separated by an empty line. */
export function tablesToCsv(tables: readonly Table[]): string {
  return tables
    .map(({ columns, rows }) =>
      [
        columns.map(({ name, unit }) => (unit === 'ns' || unit === 'B' ? `${name} (${unit})` : name)),
        ...rows.map(({ cells }) => cells),
      ]
        .map((cells) => cells.map(csvCell).join(','))
        .join('\r\n'),
    )
    .join('\r\n\r\n')
    .concat('\r\n');
}

/** A spreadsheet runs a text that begins like a formula. */
function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
