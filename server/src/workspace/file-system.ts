/** The interface through which the engine reads files, with helpers for paths. */
import type { Refusal } from './refusal';
import { uriOfPath } from './uri';

/** A range of bytes of a file; a part beyond the end of the file is left out. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Access to files, supplied by the host so that the engine runs in Node, in a browser worker and in tests. Reads only
 * regular files, never more than requested, and never throws.
 */
export interface FileSystem {
  /** Content of a file of at most `most` bytes, or a range of a file of any size. */
  read(uri: string, most: number, range?: ByteRange): Promise<Uint8Array | Refusal>;
  /** Size of a file in bytes, without reading it. */
  size(uri: string): Promise<number | Refusal>;
  /** Entries of a folder; empty if there is no such folder. Absent if the host cannot list folders. */
  list?(uri: string): Promise<readonly FolderEntry[]>;
  /** A URI with all symbolic links followed. Absent if the host has no links. */
  followed?(uri: string): Promise<string | Refusal>;
}

export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

export function isRefused(found: Uint8Array | number | string | Refusal): found is Refusal {
  return typeof found === 'object' && !(found instanceof Uint8Array);
}

/** Resolves a path relative to the design file that names it. Undefined if it cannot be read. */
export function resolvePath(fromUri: string, path: string): string | undefined {
  const found = uriOfPath(fromUri, path);
  return typeof found === 'string' ? found : undefined;
}

/** Last part of a URI's path, decoded for display. */
export function baseName(uri: string): string {
  const last = uri.slice(uri.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
