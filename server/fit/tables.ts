import { readFile } from 'node:fs/promises';
import type { Measurements } from './measurements';

/** Tells a line of the result. */
export type Say = (text: string) => void;

/** Reads tables one after the other; an error names the file. */
export async function readTables(
  files: readonly string[],
  read: (text: string) => Measurements,
): Promise<(Measurements & { readonly file: string })[]> {
  const tables: (Measurements & { readonly file: string })[] = [];
  for (const file of files) {
    try {
      tables.push({ file, ...read(await readFile(file, 'utf8')) });
    } catch (error) {
      throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return tables;
}

/** Longer lists of lines are cut. */
const mostLines = 5;

/** Says what of a table was left out and why. */
export function tellLeft(
  { file, left }: Pick<Measurements, 'left'> & { readonly file: string },
  say: Say,
): void {
  for (const [reason, lines] of left) {
    const shown = lines.slice(0, mostLines).join(', ');
    const more = lines.length > mostLines ? `, … (${lines.length} lines)` : '';
    say(`${file}: left out, ${reason}: line ${shown}${more}`);
  }
  if (left.size > 0) say('');
}
