/** Temporary files of killed processes: named so that the next writer to the folder can remove them. */
import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Temporary paths of this process, whose id may equal that of a killed one. */
const mine = new Set<string>();

/**
 * A unique path for an unfinished file or folder.
 *
 * @param purpose letters and digits that separate one target's leftovers from another's
 */
export function unfinished(folder: string, purpose: string): string {
  const path = join(folder, `.exeunt-${purpose}-${process.pid}-${randomBytes(4).toString('hex')}.part`);
  mine.add(path);
  return path;
}

/** Paths in a folder that processes, now gone, began for the same purpose. */
export async function leftovers(folder: string, purpose: string): Promise<string[]> {
  const begun = await begunIn(folder, purpose);
  return begun.filter(({ id }) => !runs(id)).map(({ path }) => path);
}

/** Another process that is at the same in this folder right now. */
export async function otherAt(folder: string, purpose: string): Promise<number | undefined> {
  const begun = await begunIn(folder, purpose);
  return begun.find(({ id }) => runs(id))?.id;
}

/** What others have begun, by the number of their process. */
async function begunIn(
  folder: string,
  purpose: string,
): Promise<readonly { readonly path: string; readonly id: number }[]> {
  const names = await readdir(folder).catch(() => []);
  return names.flatMap((name) => {
    const path = join(folder, name);
    const [, about, id] = /^\.exeunt-(\w+)-(\d+)-[0-9a-f]{8}\.part$/.exec(name) ?? [];
    return about === purpose && !mine.has(path) ? [{ path, id: Number(id) }] : [];
  });
}

function runs(id: number): boolean {
  if (id === process.pid) return false;
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
