import { chmod, copyFile, link, mkdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';

/** Everything that changes a disk while a folder is exported; a test counts these calls, and has each of them fail. */
export interface Disk {
  /** Makes a folder and those above it; the first one of them that was not there. */
  makeFolder(path: string): Promise<string | undefined>;
  /** @param mode of the file that it is going to replace */
  write(path: string, content: Uint8Array, mode: number | undefined): Promise<void>;
  /** A second name for a file, or a copy where the disk has no such thing. */
  keep(path: string, as: string): Promise<void>;
  /** Takes the place of a file that is there, in one step. */
  move(path: string, to: string): Promise<void>;
  /** With all that is in it; no link is followed. */
  remove(path: string): Promise<void>;
  /** Nothing happens to one that holds anything. */
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
