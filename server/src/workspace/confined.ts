/** Restricts a file system to the folders that the user trusts. */
import { type FileSystem, isRefused } from './file-system';
import type { Refusal } from './refusal';
import { isWithin, normalUri } from './uri';

/**
 * The same files, restricted to those within some folders after symbolic links are followed.
 * @param folders called on each access; undefined if every file may be read
 */
export function confined(files: FileSystem, folders: () => readonly string[] | undefined): FileSystem {
  const followed = (uri: string) => files.followed?.(uri) ?? Promise.resolve(uri);

  /** Target of a URI, if it may be read. */
  async function allowed(uri: string): Promise<string | Refusal> {
    const within = folders();
    if (within === undefined) return uri;
    const target = await followed(uri);
    if (isRefused(target)) {
      const isInside = within.some((folder) => isWithin(normalUri(folder), normalUri(uri)));
      return isInside ? target : { kind: 'outside' };
    }
    for (const folder of within) {
      const root = await followed(folder);
      if (!isRefused(root) && isWithin(normalUri(root), normalUri(target))) return target;
    }
    return { kind: 'outside' };
  }

  return {
    read: async (uri, most, range) => {
      const target = await allowed(uri);
      return isRefused(target) ? target : files.read(target, most, range);
    },
    size: async (uri) => {
      const target = await allowed(uri);
      return isRefused(target) ? target : files.size(target);
    },
    list: async (uri) => {
      const target = await allowed(uri);
      return isRefused(target) ? [] : ((await files.list?.(target)) ?? []);
    },
    followed,
  };
}
