/** The disk as folder exports see it, replaceable in tests. */
import { chmod, copyFile, link, mkdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';

/** Every call that changes the disk while a folder is exported; tests count these calls and make each one fail. */
export interface Disk {
  /** Makes a folder and its missing parents; returns the outermost one that it made. */
  makeFolder(path: string): Promise<string | undefined>;
  /** @param mode of the file to be replaced */
  write(path: string, content: Uint8Array, mode: number | undefined): Promise<void>;
  /** Hard-links a file, or copies it on a disk without hard links. */
  keep(path: string, as: string): Promise<void>;
  /** Replaces an existing file atomically. */
  move(path: string, to: string): Promise<void>;
  /** Removes recursively; follows no link. */
  remove(path: string): Promise<void>;
  /** Leaves a folder that is not empty. */
  removeEmptyFolder(path: string): Promise<boolean>;
}

export const nodeDisk: Disk = {
  makeFolder: (path) => mkdir(path, { recursive: true }),
  write: async (path, content, mode) => {
    await writeFile(path, content, { flag: 'wx' });
    if (mode !== undefined) await chmod(path, mode & 0o7777);
  },
  keep: (path, as) => link(path, as).catch(() => copyFile(path, as)),
  move: rename,
  remove: (path) => rm(path, { recursive: true, force: true }),
  removeEmptyFolder: (path) =>
    rmdir(path).then(
      () => true,
      () => false,
    ),
};
