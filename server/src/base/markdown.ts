/** Names and messages as Markdown: shown as they are, whatever is in them. */
import { visible } from './protocol/visible';

/** Text in which nothing is a link, a picture, an icon, HTML, or emphasis. */
export function plain(text: string): string {
  return (
    visible(text)
      .replace(/[\\`*[\]<|~]/g, '\\$&')
      // Inside of a word it is a letter.
      .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
      .replace(/&(?=[#\p{L}])|\$(?=\()|:(?=\/)|@/gu, '\\$&')
      .replace(/(?<=\bwww)\./giu, '\\.')
      // What begins a list, a heading, a quotation or a rule, if the text begins a line.
      .replace(/^[-+=#>](?=[-+=#>\s]|$)/u, '\\$&')
      .replace(/^(\d+)([.)])(?=\s|$)/u, '$1\\$2')
  );
}

/** A name as code, whatever is in it. */
export function code(text: string): string {
  const shown = visible(text);
  if (shown === '') return '';
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const apart = /^[`\s]|[`\s]$/.test(shown) ? ' ' : '';
  return `${fence}${apart}${shown}${apart}${fence}`;
}

/** A message, whose backticks hold code. */
export function prose(text: string): string {
  const parts = text.split('`');
  // One without its partner is itself.
  const last = parts.length % 2 === 0 ? parts.length - 1 : parts.length;
  return parts
    .map((part, i) => {
      if (i === last) return plain(`\`${part}`);
      return i % 2 === 1 ? code(part) : part === '' ? '' : plain(part);
    })
    .join('');
}

/** A cell that is Markdown already; a string is text. */
export interface Marked {
  readonly marked: string;
}

/** Markdown as a cell of a table: bars inside of it, those of code too, end no cell. */
export function inCell(markdown: string): string {
  return markdown.replace(/(?<!\\)\|/g, '\\|');
}

/** Columns of figures stand right, but for the first, which names the row. Nothing without rows. */
export function table(head: readonly string[], rows: readonly (readonly (string | Marked)[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly (string | Marked)[]) =>
    `| ${cells.map((cell) => (typeof cell === 'string' ? plain(cell) : inCell(cell.marked))).join(' | ')} |`;
  const isFigures = (column: number) =>
    rows.every((cells) => {
      const cell = cells[column] ?? '';
      return typeof cell === 'string' && /^(\d.*)?$/.test(cell);
    });
  const rule = `|${head.map((_, i) => (i > 0 && isFigures(i) ? '---:' : '---')).join('|')}|`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}
