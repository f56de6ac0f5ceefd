/**
 * The list of files that an export wrote, stored beside them: a title line that names the design, then a line for each
 * file in sha256sum's format. A folder may come from anywhere, so an entry counts only if the file's sum matches.
 */
import { createHash } from 'node:crypto';
import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportMarker } from '../base/protocol/export-marker';

/** Largest list that is read, in bytes: room for thousands of files. */
const LARGEST = 4 << 20;

export interface Listed {
  readonly title: string;
  /** Sums by file name; none in lists of early versions, several if a killed export was about to rewrite the file. */
  readonly files: ReadonlyMap<string, readonly string[]>;
}

export function markerText(title: string, files: ReadonlyMap<string, Uint8Array>): string {
  const lines = [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, bytes]) => `${sumOf(bytes)}  ${name}`);
  return `${[title, ...lines].join('\n')}\n`;
}

export async function readMarker(folder: string): Promise<Listed | undefined> {
  const path = join(folder, exportMarker);
  const known = await lstat(path).catch(() => undefined);
  if (known?.isFile() !== true || known.size > LARGEST) return undefined;
  const [title = '', ...lines] = (await readFile(path, 'utf8')).split('\n');
  return { title, files: filesOf(lines) };
}

/** Merges lists. */
export function union(lists: readonly Listed[]): ReadonlyMap<string, readonly string[]> {
  const all = new Map<string, readonly string[]>();
  for (const { files } of lists) {
    for (const [name, sums] of files) all.set(name, [...(all.get(name) ?? []), ...sums]);
  }
  return all;
}

export function sumOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function filesOf(lines: readonly string[]): Map<string, readonly string[]> {
  const files = new Map<string, readonly string[]>();
  for (const line of lines) {
    const [, sum, name = line] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? [];
    if (staysInside(name)) files.set(name, sum === undefined ? [] : [sum]);
  }
  return files;
}

function staysInside(name: string): boolean {
  return !/[\\:\0]/.test(name) && name.split('/').every((part) => !['', '.', '..'].includes(part));
}
