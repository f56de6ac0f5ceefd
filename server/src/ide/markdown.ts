/** Pieces of markdown. */

/** Columns of figures stand right, but for the first, which names the row. Nothing without rows. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(' | ')} |`;
  const isFigures = (column: number) => rows.every((cells) => /^(\d.*)?$/.test(cells[column] ?? ''));
  const rule = `|${head.map((_, i) => (i > 0 && isFigures(i) ? '---:' : '---')).join('|')}|`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

/** Paragraphs, the empty ones left out. */
export function paragraphs(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}

export function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

/** A name as code, whatever is in it. */
export function code(text: string): string {
  return `\`${text.replaceAll('`', "'")}\``;
}

function escaped(cell: string): string {
  return cell.replaceAll('|', '\\|');
}
