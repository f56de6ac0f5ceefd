/** The Verilog that the prices are counted of. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Text by file name, in order. */
export async function readVerilog(folder: string): Promise<ReadonlyMap<string, string>> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.v')).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return new Map(names.map((name, i) => [name, (texts[i] ?? '').replace(/\r\n/g, '\n')]));
}

/** SHA-256 of names and texts. */
export function hashOf(verilog: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256');
  for (const [name, text] of verilog) hash.update(`${name}\n${text}\n`);
  return hash.digest('hex');
}
