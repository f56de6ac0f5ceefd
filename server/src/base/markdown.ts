/** Escapes names and messages for Markdown, so that they are shown literally. */
import { visible } from './protocol/visible';

/** Text escaped so that nothing in it is a link, picture, icon, HTML or emphasis. */
export function plain(text: string): string {
  return (
    visible(text)
      .replace(/[\\`*[\]<|~]/g, '\\$&')
      // Inside a word an underscore is literal.
      .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
      .replace(/&(?=[#\p{L}])|\$(?=\()|:(?=\/)|@/gu, '\\$&')
      .replace(/(?<=\bwww)\./giu, '\\.')
      // Would start a list, heading, quotation or rule if the text is at the start of a line.
      .replace(/^[-+=#>](?=[-+=#>\s]|$)/u, '\\$&')
      .replace(/^(\d+)([.)])(?=\s|$)/u, '$1\\$2')
  );
}

/** A name as inline code, in a fence longer than any run of backticks in it. */
export function code(text: string): string {
  const shown = visible(text);
  if (shown === '') return '';
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const apart = /^[`\s]|[`\s]$/.test(shown) ? ' ' : '';
  return `${fence}${apart}${shown}${apart}${fence}`;
}

/** A message as Markdown; text between backticks is code. */
export function prose(text: string): string {
  const parts = text.split('`');
  // An unpaired backtick is literal.
  const last = parts.length % 2 === 0 ? parts.length - 1 : parts.length;
  return parts
    .map((part, i) => {
      if (i === last) return plain(`\`${part}`);
      return i % 2 === 1 ? code(part) : part === '' ? '' : plain(part);
    })
    .join('');
}

/** A table cell that is already Markdown, unlike a string, which gets escaped. */
export interface Marked {
  readonly marked: string;
}

/** Markdown for a table cell: `|` is escaped, in code too. */
export function inCell(markdown: string): string {
  return markdown.replace(/(?<!\\)\|/g, '\\|');
}

/** A table with columns of figures aligned right, except the first, which names the row. Empty if there are no rows. */
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
