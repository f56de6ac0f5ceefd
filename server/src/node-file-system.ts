import { access, readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FileSystem } from './workspace/file-system';

/** Files on disk; anything that is not a `file:` URI does not exist here. */
export const nodeFileSystem: FileSystem = {
  async read(uri) {
    try {
      return await readFile(fileURLToPath(uri));
    } catch {
      return undefined;
    }
  },
  async exists(uri) {
    try {
      await access(fileURLToPath(uri));
      return true;
    } catch {
      return false;
    }
  },
  async list(uri) {
    try {
      const folder = fileURLToPath(uri);
      const entries = await readdir(folder, { withFileTypes: true });
      return await Promise.all(
        entries.map(async (entry) => ({
          name: entry.name,
          isFolder: entry.isSymbolicLink() ? await isFolder(join(folder, entry.name)) : entry.isDirectory(),
        })),
      );
    } catch {
      return [];
    }
  },
};

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
