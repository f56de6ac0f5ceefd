/** One line of a table, by the names in its head. */
export interface Row {
  readonly line: number;
  /** Empty where the table has no such column or nothing in it. */
  cell(name: string): string;
}

export interface Table {
  readonly columns: readonly string[];
  /** What the file says of itself: its lines that start with `#`, without that. */
  readonly comment: string;
  readonly rows: readonly Row[];
}

/** Reads comma separated values with quoted cells. Never throws: a short line has empty cells. */
export function readCsv(text: string): Table {
  const comments: string[] = [];
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .flatMap((each, index) => {
      if (each.startsWith('#')) comments.push(each.slice(1).trim());
      return each.startsWith('#') || each.trim() === '' ? [] : [{ line: index + 1, cells: cellsOf(each) }];
    });
  const [head, ...rest] = lines;
  const columns = (head?.cells ?? []).map((name) => name.trim());
  const places = new Map(columns.map((name, place) => [name, place]));
  const rows = rest.map(({ line, cells }) => ({
    line,
    cell: (name: string) => (cells[places.get(name) ?? -1] ?? '').trim(),
  }));
  return { columns, comment: comments.join(' '), rows };
}

function cellsOf(line: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (const sign of line) {
    if (sign === '"') quoted = !quoted;
    else if (sign === ',' && !quoted) {
      cells.push(cell);
      cell = '';
    } else cell += sign;
  }
  return [...cells, cell];
}
