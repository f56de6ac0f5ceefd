import { mkdir, mkdtemp, readFile, readdir, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { Refused } from './outcome';

/** What an exporter makes: paths inside the folder, with `/`, and what stands in each file. */
export type ExportFiles = ReadonlyMap<string, string | Uint8Array>;

/** Lists what an earlier export wrote, so that only such a folder is written to, and only those files go. */
const MARKER = '.exeunt-export';

/**
 * Writes an export as a whole or not at all. Everything is staged beside the folder first, so that a full disk
 * changes nothing; then each file that differs is moved into its place, and all are moved back if one cannot be.
 *
 * An existing folder keeps what is not the export's: results of builds, and the user's own files. Files that
 * an earlier export wrote and this one does not are removed. A folder that holds other files and is not an
 * earlier export of the same design is refused unless forced.
 *
 * @throws Refused
 */
export async function writeFolder(
  folder: string,
  design: string,
  files: ExportFiles,
  force: boolean,
): Promise<void> {
  const target = resolve(folder);
  const title = `exeunt export of ${design}`;
  if (!force) await refuseForeign(folder, target, title);
  const complete = new Map(files).set(MARKER, `${[title, ...[...files.keys()].sort()].join('\n')}\n`);
  try {
    await mkdir(dirname(target), { recursive: true });
    const staging = await mkdtemp(join(dirname(target), `.${basename(target)}-`));
    try {
      const stale = (await markedFiles(target)).slice(1).filter((name) => !complete.has(name));
      await stage(staging, target, complete);
      if ((await stat(target).catch(() => undefined)) === undefined)
        await rename(join(staging, 'new'), target);
      else await replace(staging, target, stale);
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  } catch (error) {
    throw new Refused(`cannot write ${folder}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Files that are not in the target yet, or differ there, below `new` in the staging folder. */
async function stage(staging: string, target: string, files: ExportFiles): Promise<void> {
  await mkdir(join(staging, 'new'));
  const staged = [...files].map(async ([name, content]) => {
    const bytes = Buffer.from(content);
    const there = await readFile(join(target, name)).catch(() => undefined);
    if (there?.equals(bytes)) return;
    const path = join(staging, 'new', name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
  });
  // All of them have ended before the staging folder may go.
  const failed = (await Promise.allSettled(staged)).find((each) => each.status === 'rejected');
  if (failed) throw failed.reason;
}

/** Moves the staged files into the target and the stale ones out of it; undoes all of it if one move fails. */
async function replace(staging: string, target: string, stale: readonly string[]): Promise<void> {
  const undo: (() => Promise<void>)[] = [];
  const move = async (from: string, to: string) => {
    await mkdir(dirname(to), { recursive: true });
    await rename(from, to);
    undo.push(() => rename(to, from));
  };
  try {
    for (const name of stale) {
      if (await exists(join(target, name))) await move(join(target, name), join(staging, 'old', name));
    }
    for (const path of await filesBelow(join(staging, 'new'))) {
      const name = relative(join(staging, 'new'), path);
      if (await exists(join(target, name))) await move(join(target, name), join(staging, 'old', name));
      await move(path, join(target, name));
    }
  } catch (error) {
    for (const step of undo.reverse()) await step();
    throw error;
  }
  for (const name of stale) await removeEmptyFolders(target, dirname(name));
}

async function removeEmptyFolders(target: string, folder: string): Promise<void> {
  if (folder === '.' || folder === '') return;
  const removed = await rmdir(join(target, folder)).then(
    () => true,
    () => false,
  );
  if (removed) await removeEmptyFolders(target, dirname(folder));
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((e) => e.isFile()).map((e) => join(e.parentPath, e.name));
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

/** Lines of the marker: whose export it is, then its files. Names that lead out of the folder are left out. */
async function markedFiles(target: string): Promise<string[]> {
  const text = await readFile(join(target, MARKER), 'utf8').catch(() => '');
  return text.split('\n').filter((line, i) => i === 0 || (line !== '' && isInside(target, line)));
}

function isInside(target: string, name: string): boolean {
  return resolve(target, name).startsWith(target + sep);
}

async function refuseForeign(folder: string, target: string, title: string): Promise<void> {
  const known = await stat(target).catch(() => undefined);
  if (known === undefined) return;
  if (!known.isDirectory()) throw new Refused(`${folder} is a file; name a folder`);
  if ((await readdir(target)).length === 0) return;
  if ((await markedFiles(target))[0] === title) return;
  throw new Refused(
    `${folder} holds other files than an earlier export of this design; use another folder, or --force`,
  );
}
