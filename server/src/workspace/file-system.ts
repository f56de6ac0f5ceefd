import type { Refusal } from './refusal';
import { uriOfPath } from './uri';

/** A part of a file, in bytes; what lies behind its end is left out. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * How files are reached. Given from outside, so that the engine runs in Node, in a browser worker and in a test. Only
 * regular files are read, never more of one than is asked for, and nothing throws.
 */
export interface FileSystem {
  /** Content of a file of at most `most` bytes; of a part of it where a range is given, whose file may be of any size. */
  read(uri: string, most: number, range?: ByteRange): Promise<Uint8Array | Refusal>;
  /** Size of a file in bytes, without reading it. */
  size(uri: string): Promise<number | Refusal>;
  /** What a folder holds; nothing where there is none. Absent where folders cannot be listed. */
  list?(uri: string): Promise<readonly FolderEntry[]>;
  /** Where a URI leads once all symbolic links in it are followed. Absent where there are no links. */
  followed?(uri: string): Promise<string | Refusal>;
}

export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

export function isRefused(found: Uint8Array | number | string | Refusal): found is Refusal {
  return typeof found === 'object' && !(found instanceof Uint8Array);
}

/** A path written in a design file is relative to that file. Undefined where it leads nowhere that may be looked at. */
export function resolvePath(fromUri: string, path: string): string | undefined {
  const found = uriOfPath(fromUri, path);
  return typeof found === 'string' ? found : undefined;
}

/** Last part of a URI's path, decoded, for people. */
export function baseName(uri: string): string {
  const last = uri.slice(uri.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
