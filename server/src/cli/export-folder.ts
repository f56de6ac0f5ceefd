/** Writes an exported folder so that a crash or a full disk leaves each file whole, and user files are never lost. */
import { constants } from 'node:fs';
import { access, chmod, lstat, readFile, readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Cancelled, type Checkpoint } from '../base/checkpoint';
import { hashOf } from '../base/hash';
import { type Disk, nodeDisk } from './disk';
import { exportMarker, exportTitle } from '../base/protocol/export-marker';
import { type Listed, markerText, readMarker, sumOf, union } from './export-marker';
import { reasonOf } from './failure';
import { untilInterrupted } from './interrupt';
import { leftovers, otherAt, unfinished } from './leftovers';
import { type Place, placeInside } from './links';
import { Refused } from './outcome';

/** Content of each exported file, by its path inside the folder, with `/`. */
export type ExportFiles = ReadonlyMap<string, string | Uint8Array>;

interface Written {
  /** Files of an earlier export that this one lacks, kept because they were changed since. */
  readonly kept: readonly string[];
}

/**
 * Writes an export. Everything is staged first, so that a full disk changes nothing. A new folder is then made by one
 * rename. In an existing folder each file that differs replaces the old one atomically; if one replacement fails, all
 * old files are restored.
 *
 * Whenever the process ends, each file is the old one or the new one. The staging folder lists what was begun; the next
 * export to that folder reads the list, recognises the files of both versions as its own, and removes the staging folder.
 *
 * An existing folder keeps what is not the export's: results of builds, and the user's own files. Files that
 * an earlier export wrote and this one does not are removed if they are unchanged. A folder that holds other
 * files and is not an earlier export of the same design is refused unless forced, and so is one that another process
 * is exporting to. Links are followed inside the folder.
 *
 * @throws Refused
 * @throws Cancelled if Ctrl+C was pressed before anything was changed
 */
export async function writeFolder(
  folder: string,
  design: string,
  files: ExportFiles,
  force: boolean,
  disk: Disk = nodeDisk,
): Promise<Written> {
  const { checkpoint, end } = untilInterrupted();
  try {
    const target = await targetOf(folder);
    const title = exportTitle(design);
    if (!force && !target.isEmpty && !target.lists.some((list) => list.title === title)) {
      throw new Refused(
        `${folder} holds files that are not an earlier export of this design; use another folder or --force`,
      );
    }
    return await write({ folder, target, title, files: bytesOf(files), disk, checkpoint });
  } catch (error) {
    if (error instanceof Cancelled || error instanceof Refused) throw error;
    throw new Refused(`cannot write ${folder}: ${reasonOf(error)}`);
  } finally {
    end();
  }
}

/** The target folder before the export. */
interface Target {
  /** With links resolved. */
  readonly root: string;
  readonly exists: boolean;
  readonly isEmpty: boolean;
  /** Folder for staging, on the same disk as the target. */
  readonly workshop: string;
  /** Staging folders left by exports that were killed. */
  readonly abandoned: readonly string[];
  /** Lists of what earlier exports wrote, and of what killed ones were about to write. */
  readonly lists: readonly Listed[];
}

async function targetOf(folder: string): Promise<Target> {
  const asked = resolve(folder);
  const known = await stat(asked).catch(() => undefined);
  if (known === undefined && (await lstat(asked).catch(() => undefined)))
    throw new Refused(`${folder} is a broken link`);
  if (known?.isDirectory() === false) throw new Refused(`${folder} is a file; name a folder`);
  const root = known === undefined ? asked : await realpath(asked);
  const beside = dirname(root);
  // A mount point is on another disk than its parent.
  const fits = known === undefined || ((await stat(beside)).dev === known.dev && (await isWritable(beside)));
  const inside = known === undefined ? [] : await leftovers(root, purposeOf(root));
  const abandoned = [...(await leftovers(beside, purposeOf(root))), ...inside];
  const names = known === undefined ? [] : await readdir(root);
  const lists = await Promise.all([root, ...abandoned].map(readMarker));
  return {
    root,
    exists: known !== undefined,
    isEmpty: names.length === inside.length,
    workshop: fits ? beside : root,
    abandoned,
    lists: lists.filter((list) => list !== undefined),
  };
}

interface Job {
  /** As the user named it. */
  readonly folder: string;
  readonly target: Target;
  readonly title: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly disk: Disk;
  readonly checkpoint: Checkpoint;
}

async function write(job: Job): Promise<Written> {
  const { target, disk, title, files, checkpoint } = job;
  const marker = Buffer.from(markerText(title, files));
  const earlier = await earlierFiles(job);
  const changed = await changedFiles(job, new Map(files).set(exportMarker, marker));
  const staging = unfinished(target.workshop, purposeOf(target.root));
  const made = await disk.makeFolder(staging);
  try {
    const other = await otherAt(target.workshop, purposeOf(target.root));
    if (other !== undefined)
      throw new Refused(`process ${other} is exporting to ${job.folder} right now; wait until it has ended`);
    await disk.write(join(staging, exportMarker), marker, undefined);
    await disk.makeFolder(join(staging, 'new'));
    for (const { name, bytes, place } of changed) {
      await checkpoint();
      const path = join(staging, 'new', name);
      await disk.makeFolder(dirname(path));
      await disk.write(path, bytes, place.there?.mode);
    }
    await checkpoint();
    if (!(await movedWhole(job, join(staging, 'new')))) await replace(job, staging, changed, earlier);
    for (const left of target.abandoned) await disk.remove(left).catch(() => undefined);
  } finally {
    // If this fails, the next export removes it.
    await disk.remove(staging).catch(() => undefined);
    if (made !== undefined) await removeEmptyFolders(disk, dirname(made), dirname(staging));
  }
  return { kept: earlier.kept };
}

/** A first export: all of it, or nothing. Replaces an empty folder and keeps its mode, unless a process is using it. */
async function movedWhole({ target, disk }: Job, made: string): Promise<boolean> {
  const { root, exists, isEmpty, workshop } = target;
  if (!exists) {
    await disk.move(made, root);
    return true;
  }
  if (!isEmpty || workshop === root || root === process.cwd()) return false;
  await chmod(made, (await stat(root)).mode & 0o7777);
  // Windows cannot rename over a folder, not even an empty one.
  return disk.move(made, root).then(
    () => true,
    () => false,
  );
}

interface Changed {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly place: Place;
}

/** Files that are new or differ in the target; the list of files comes last. */
async function changedFiles(
  { folder, target, checkpoint }: Job,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<Changed[]> {
  const changed: Changed[] = [];
  const taken = new Map<string, string>();
  for (const [name, bytes] of files) {
    await checkpoint();
    const place = await within(folder, () => placeInside(target.root, name));
    const other = taken.get(place.path);
    if (other !== undefined)
      throw new Refused(
        `cannot write ${folder}: ${other} and ${name} are the same file through a link; remove the link`,
      );
    taken.set(place.path, name);
    if (place.there && (await readFile(place.path)).equals(bytes)) continue;
    changed.push({ name, bytes, place });
  }
  return changed;
}

/** Files that earlier exports wrote and this one does not. */
interface Earlier {
  /** Unchanged since: to be removed. */
  readonly stale: readonly string[];
  /** Changed since, or behind a link. */
  readonly kept: readonly string[];
  /** Already deleted, though their folders may remain. */
  readonly gone: readonly string[];
}

async function earlierFiles({ target: { root, lists }, files }: Job): Promise<Earlier> {
  const earlier = { stale: [] as string[], kept: [] as string[], gone: [] as string[] };
  // A file of this export may be a link to one of an earlier export.
  const places = [...files.keys()].map((name) => placeInside(root, name).catch(() => undefined));
  const written = new Set((await Promise.all(places)).map((place) => place?.path));
  for (const [name, sums] of union(lists)) {
    if (files.has(name) || name === exportMarker) continue;
    const place = await placeInside(root, name).catch(() => undefined);
    // A file behind a link is not the one that was written.
    if (place?.path !== join(root, name) || written.has(place.path)) earlier.kept.push(name);
    else if (place.there === undefined) earlier.gone.push(name);
    else if (sums.includes(sumOf(await readFile(place.path)))) earlier.stale.push(name);
    else earlier.kept.push(name);
  }
  return earlier;
}

/** Moves the staged files into the target and the stale ones out of it; undoes all of it if one move fails. */
async function replace(
  { target: { root }, disk }: Job,
  staging: string,
  changed: readonly Changed[],
  { stale, gone }: Earlier,
): Promise<void> {
  const undo: (() => Promise<unknown>)[] = [];
  const old = async (name: string): Promise<string> => {
    const path = join(staging, 'old', name);
    await disk.makeFolder(dirname(path));
    return path;
  };
  const put = async ({ name, place: { path, there } }: Changed): Promise<void> => {
    if (there) {
      const kept = await old(name);
      await disk.keep(path, kept);
      undo.push(() => disk.move(kept, path));
    } else {
      await disk.makeFolder(dirname(path));
      undo.push(async () => {
        await disk.remove(path);
        await removeEmptyFolders(disk, root, dirname(path));
      });
    }
    await disk.move(join(staging, 'new', name), path);
  };
  try {
    for (const each of changed) if (each.name !== exportMarker) await put(each);
    for (const name of stale) {
      const path = join(root, name);
      const kept = await old(name);
      await disk.move(path, kept);
      undo.push(async () => {
        await disk.makeFolder(dirname(path));
        await disk.move(kept, path);
      });
    }
    for (const name of [...stale, ...gone]) await removeEmptyFolders(disk, root, dirname(join(root, name)));
    // Written last: from here on the removed files are off the list.
    for (const each of changed) if (each.name === exportMarker) await put(each);
  } catch (error) {
    for (const step of undo.reverse()) await step();
    throw error;
  }
}

/** Removes a folder and its parents while they are empty; keeps the root. */
async function removeEmptyFolders(disk: Disk, root: string, folder: string): Promise<void> {
  if (folder === root || !folder.startsWith(root)) return;
  if (await disk.removeEmptyFolder(folder)) await removeEmptyFolders(disk, root, dirname(folder));
}

/** Prefixes errors of `work` with the folder's name. */
async function within<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refused) throw new Refused(`cannot write ${folder}: ${error.message}`);
    throw error;
  }
}

function bytesOf(files: ExportFiles): ReadonlyMap<string, Uint8Array> {
  return new Map([...files].map(([name, content]) => [name, Buffer.from(content)]));
}

async function isWritable(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );
}

function purposeOf(root: string): string {
  return `folder_${hashOf(basename(root))}`;
}
