import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DataFault } from './import/data/array';
import type { DataFolder } from './import/data/folder';

/** A folder on disk. */
export function nodeDataFolder(path: string): DataFolder {
  return {
    path,
    entries: async () => {
      try {
        const entries = await readdir(path, { withFileTypes: true });
        return entries.map((e) => ({ name: e.name, isFolder: e.isDirectory() }));
      } catch {
        throw new DataFault(`${path}: there is no such folder, or it cannot be read`);
      }
    },
    read: (name) => readFile(join(path, name)).catch(() => undefined),
    folder: (name) => nodeDataFolder(join(path, name)),
  };
}
