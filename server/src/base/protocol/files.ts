/** Which files the server may read, and how it reads those that only its client reaches. */

/** What a client tells in `initializationOptions` of its files; all of it may be left out. */
export interface FileOptions {
  /**
   * Whether the user trusts the folders that are open. Until then only files in them are read. An editor that knows no
   * trust says nothing, and everything that a design names is read.
   */
  trusted?: boolean;
  /** The client answers the requests below: for files that are on no disk of the server's. */
  files?: boolean;
}

/** Notification to the server: the user trusts the folders from now on. */
export const trustedNotification = 'exeunt/trusted';

/** Why a file is not read. */
export type FileRefusal =
  | { readonly kind: 'absent' }
  /** As the host says it. */
  | { readonly kind: 'unreadable'; readonly reason: string }
  | { readonly kind: 'not-regular'; readonly what: 'folder' | 'pipe' | 'socket' | 'device' }
  /** `bytes` where its size is known, of what is packed where `unpacked` is not set. */
  | {
      readonly kind: 'too-large';
      readonly most: number;
      readonly bytes?: number;
      readonly unpacked?: true;
    }
  /** Not in the workspace, which is not trusted. */
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

/** Request to the client: what a folder holds; nothing where there is none. */
export const folderRequest = 'exeunt/folder';
export interface FolderParams {
  uri: string;
}
export type FolderResult = { name: string; isFolder: boolean }[];
