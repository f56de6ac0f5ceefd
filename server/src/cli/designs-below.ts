/** The design files that a command line names by their folder. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Refused } from './outcome';

/**
 * Each path itself, or, of a folder, every design below it, in order of their paths. Hidden folders, `node_modules` and
 * links are passed over.
 *
 * @throws Refused if a folder has no design
 */
export async function designsBelow(path: string): Promise<readonly string[]> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return [path];
  const found = await listed(path);
  if (found.length === 0)
    throw new Refused(`${path}: no design below it: designs are files that end in .exeunt`);
  return found;
}

async function listed(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const paths = await Promise.all(
    entries.map(async (entry): Promise<string[]> => {
      const path = join(folder, entry.name);
      if (entry.isFile() && entry.name.endsWith('.exeunt')) return [path];
      const isPassedOver = entry.name.startsWith('.') || entry.name === 'node_modules';
      return entry.isDirectory() && !isPassedOver ? listed(path) : [];
    }),
  );
  return paths.flat().sort();
}
