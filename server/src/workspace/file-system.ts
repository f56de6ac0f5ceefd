/** How files are reached. Given from outside, so that the engine runs in Node, in a browser worker and in a test. */
export interface FileSystem {
  /** Content of a file, or undefined where there is none that can be read. */
  read(uri: string): Promise<Uint8Array | undefined>;
  exists(uri: string): Promise<boolean>;
  /** What a folder holds; nothing where there is none. Absent where folders cannot be listed. */
  list?(uri: string): Promise<readonly FolderEntry[]>;
}

export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** A path written in a design file is relative to that file. Undefined for a document without a folder (untitled). */
export function resolvePath(fromUri: string, path: string): string | undefined {
  if (fromUri.startsWith('untitled:')) return undefined;
  try {
    return new URL(path.split('\\').join('/').split('/').map(encodeURIComponent).join('/'), fromUri).href;
  } catch {
    return undefined;
  }
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
