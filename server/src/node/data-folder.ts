/** Data sets on disk. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DataFault } from '../datasets/array';
import type { DataFolder } from '../datasets/folder';
import { readRegular } from './file-system';
import { isRefused } from '../workspace/file-system';
import { mostBytes, refusalText } from '../workspace/refusal';

/** @throws DataFault from its methods, with the path and the reason */
export function nodeDataFolder(path: string): DataFolder {
  return {
    path,
    entries: async () => {
      try {
        const entries = await readdir(path, { withFileTypes: true });
        return entries.map((e) => ({ name: e.name, isFolder: e.isDirectory() }));
      } catch {
        throw new DataFault(`${path}: no such folder, or it cannot be read`);
      }
    },
    read: async (name, first) => {
      const part = first === undefined ? undefined : { start: 0, end: first };
      const bytes = await readRegular(join(path, name), mostBytes['data set'], part);
      if (!isRefused(bytes)) return bytes;
      if (bytes.kind === 'absent') return undefined;
      throw new DataFault(`${join(path, name)}: ${refusalText(bytes, 'data set')}`);
    },
    folder: (name) => nodeDataFolder(join(path, name)),
  };
}
