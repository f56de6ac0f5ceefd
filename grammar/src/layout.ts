/** Lays out lines of formatted text in columns. */

export interface Line {
  /** Levels of indentation. */
  readonly indent: number;
  /** Cells, aligned with those of other lines of the same table; a single cell is plain text. */
  cells: string[];
  readonly table?: Table;
  /** Comments after the text. */
  trailing: string[];
  readonly blankBefore: boolean;
  /** Copied unchanged from the file, with its indentation. */
  readonly verbatim?: true;
}

export interface Table {
  /** Width of each column. Cells may be wider; they only shift the rest of their own line. */
  readonly widths: number[];
  /** Blanks between each column and the next. */
  readonly gaps: readonly number[];
}

/** Blanks before a trailing comment. */
const commentGap = 2;

export function render(lines: readonly Line[], indent: number, eol: string): string {
  const bodies = lines.map((line) => (line.verbatim ? (line.cells[0] ?? '') : body(line, indent)));
  const columns = commentColumns(lines, bodies);
  return lines
    .map((line, i) => {
      const text = bodies[i] ?? '';
      const blank = line.blankBefore ? eol : '';
      const comments = line.trailing.join(' ');
      return blank + (comments === '' ? text : text.padEnd(columns[i] ?? 0) + comments);
    })
    .join(eol);
}

function body(line: Line, indent: number): string {
  const { cells, table } = line;
  const last = cells.findLastIndex((cell) => cell !== '');
  let text = ' '.repeat(line.indent * indent);
  for (let i = 0; i <= last; i++) {
    const cell = cells[i] ?? '';
    const width = table?.widths[i] ?? 0;
    const gap = width === 0 && cell === '' ? 0 : (table?.gaps[i] ?? 1);
    text += i === last ? cell : cell.padEnd(width) + ' '.repeat(gap);
  }
  return text;
}

/** Trailing comments on successive lines of one level start in the same column. */
function commentColumns(lines: readonly Line[], bodies: readonly string[]): number[] {
  const columns: number[] = [];
  for (let i = 0; i < lines.length;) {
    let end = i;
    let widest = 0;
    while (end < lines.length && joins(lines, i, end)) {
      widest = Math.max(widest, bodies[end]?.length ?? 0);
      end++;
    }
    for (let k = i; k < Math.max(end, i + 1); k++) columns.push(widest + commentGap);
    i = Math.max(end, i + 1);
  }
  return columns;
}

function joins(lines: readonly Line[], first: number, at: number): boolean {
  const line = lines[at];
  if (!line || line.trailing.length === 0) return false;
  return at === first || (!line.blankBefore && line.indent === lines[first]?.indent);
}
