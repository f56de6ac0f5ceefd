import { access, readFile } from 'node:fs/promises';
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
};
