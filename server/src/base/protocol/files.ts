/** Which files the server may read, and how it reads those that only its client can reach. */

/** The file options in a client's `initializationOptions`, each of which may be absent. */
export interface FileOptions {
  /**
   * Whether the user trusts the open folders. While false, only files in them are read. An editor without workspace trust
   * leaves this out, and every file that a design names is read.
   */
  trusted?: boolean;
  /** The client answers the requests below, for files that the server cannot reach on disk. */
  files?: boolean;
}

/** Notification to the server: the user trusts the folders from now on. */
export const trustedNotification = 'exeunt/trusted';

/** Why a file is not read. */
export type FileRefusal =
  | { readonly kind: 'absent' }
  /** `reason` is the host's own text. */
  | { readonly kind: 'unreadable'; readonly reason: string }
  | { readonly kind: 'not-regular'; readonly what: 'folder' | 'pipe' | 'socket' | 'device' }
  /** `bytes` is the size on disk, if known; `unpacked` means that the unpacked content exceeds the limit. */
  | {
      readonly kind: 'too-large';
      readonly most: number;
      readonly bytes?: number;
      readonly unpacked?: true;
    }
  /** Outside the workspace, which is not trusted. */
  | { readonly kind: 'outside' };

/** Request to the client: size of a regular file in bytes. */
export const fileSizeRequest = 'exeunt/fileSize';
export interface FileSizeParams {
  uri: string;
}
export type FileSizeResult = { size: number } | { refused: FileRefusal };

/** Request to the client: content of a regular file of at most `most` bytes, or of the part from `start` up to `end`. */
export const fileRequest = 'exeunt/file';
export interface FileParams {
  uri: string;
  most: number;
  range?: { start: number; end: number };
}
/** In base64. */
export type FileResult = { content: string } | { refused: FileRefusal };

/** Request to the client: entries of a folder; empty if there is no such folder. */
export const folderRequest = 'exeunt/folder';
export interface FolderParams {
  uri: string;
}
export type FolderResult = { name: string; isFolder: boolean }[];
