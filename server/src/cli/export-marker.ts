/**
 * The list of what an export wrote, beside it: one line for whose export it is, then a line for each file as sha256sum
 * writes it. It comes with a folder, from whoever made the folder, so it is believed only where the file is just that.
 */
import { createHash } from 'node:crypto';
import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportMarker } from '../base/protocol/export-marker';

/** Of some thousand files; nothing longer was written by an export. */
const LARGEST = 4 << 20;

export interface Listed {
  readonly title: string;
  /** By name; no sums where an early version wrote the list. A file was written more than once by an export that was ended. */
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

/** What several lists name together. */
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
