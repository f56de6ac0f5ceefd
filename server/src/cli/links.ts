/** Resolves links before writing: they are followed inside the target folder, never out of it. */
import type { Stats } from 'node:fs';
import { lstat, realpath, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { Refused } from './outcome';

/** A path to write, and the file that exists there now. */
export interface Place {
  /** With links resolved. */
  readonly path: string;
  /** The existing regular file. */
  readonly there?: Stats;
}

/**
 * The path that a file of a folder resolves to.
 *
 * @param root the folder, with links resolved
 * @param name of the file below it, with `/`
 * @throws Refused if a link leads out of the folder, or the path is not a regular file
 */
export async function placeInside(root: string, name: string): Promise<Place> {
  const parts = name.split('/');
  const last = parts.pop() ?? '';
  let folder = root;
  for (const [i, part] of parts.entries()) {
    const next = join(folder, part);
    const known = await stated(next);
    // Nothing below it can exist either.
    if (known === undefined) return { path: join(next, ...parts.slice(i + 1), last) };
    folder = known.isSymbolicLink() ? await followed(root, next, parts.slice(0, i + 1).join('/')) : next;
    if (known.isSymbolicLink() ? !(await stat(folder)).isDirectory() : !known.isDirectory())
      throw new Refused(`${parts.slice(0, i + 1).join('/')} is a file, where a folder is needed`);
  }
  return placeOf(root, join(folder, last), name);
}

/**
 * The path that a file named by the user resolves to; a link must stay in the file's own folder.
 *
 * @throws Refused
 */
export async function placeNamed(path: string): Promise<Place> {
  const folder = await realpath(dirname(path)).catch(() => undefined);
  // The folder is made with the file.
  if (folder === undefined) return { path };
  return placeOf(folder, path, path, true);
}

async function placeOf(root: string, path: string, shown: string, isNamed = false): Promise<Place> {
  const known = await stated(path);
  if (known === undefined) return { path };
  const target = known.isSymbolicLink() ? await followed(root, path, shown, isNamed) : path;
  const there = known.isSymbolicLink() ? await stat(target) : known;
  if (there.isDirectory()) throw new Refused(`${shown} is a folder, where a file is to be written`);
  if (!there.isFile()) throw new Refused(`${shown} is no regular file`);
  // Root could write it anyway; respect the protection.
  if ((there.mode & 0o222) === 0) throw new Refused(`${shown} is read-only`);
  return { path: target, there };
}

async function followed(root: string, link: string, shown: string, isNamed = false): Promise<string> {
  const target = await realpath(link).catch(() => undefined);
  if (target === undefined) throw new Refused(`${shown} is a broken link`);
  const way = isNamed ? `name ${target} itself` : 'remove the link';
  if (!target.startsWith(root.endsWith(sep) ? root : root + sep)) {
    throw new Refused(`${shown} is a link to ${target}, out of its folder; ${way}`);
  }
  return target;
}

async function stated(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
