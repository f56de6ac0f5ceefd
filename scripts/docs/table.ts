/** Markdown tables. */

/** @param rows cells, in Markdown */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((c) => c.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** `a`, `b`. */
export function codes(words: readonly string[]): string {
  return words.map((w) => `\`${w}\``).join(', ');
}
