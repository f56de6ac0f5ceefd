/** Reads the files that designs name, within what the client offers and the user trusts. */
import {
  type Connection,
  DidChangeWorkspaceFoldersNotification,
  type DidChangeWorkspaceFoldersParams,
  type InitializeParams,
} from 'vscode-languageserver';
import {
  type FileOptions,
  type FileParams,
  type FileRefusal,
  type FileResult,
  type FileSizeParams,
  type FileSizeResult,
  type FolderParams,
  type FolderResult,
  fileRequest,
  fileSizeRequest,
  folderRequest,
  trustedNotification,
} from '../base/protocol/files';
import { confined } from '../workspace/confined';
import type { FileSystem } from '../workspace/file-system';
import { folderOf } from '../workspace/uri';

export interface ClientFiles extends FileSystem {
  initialize(params: InitializeParams): void;
  /** Also allows the folder of a file that the user picked, wherever it is. */
  besides(picked: string): FileSystem;
}

/**
 * Reads local files itself and all others through the client, if it offers that. Until the user trusts the workspace only files
 * in it are read; if no folder is open, only those beside the open documents.
 *
 * @param own files under `file:`; undefined if there is no disk
 * @param events `opened` returns the open documents; `trusted` is called when more may be read than before
 */
export function clientFiles(
  connection: Connection,
  own: FileSystem | undefined,
  events: { readonly opened: () => readonly string[]; readonly trusted: () => void },
): ClientFiles {
  let isTrusted = true;
  let served: FileSystem = noFiles;
  let folders: readonly string[] = [];
  const holder = (uri: string): FileSystem => (own && uri.startsWith('file:') ? own : served);
  const all: FileSystem = {
    read: (uri, most, range) => holder(uri).read(uri, most, range),
    size: (uri) => holder(uri).size(uri),
    list: async (uri) => (await holder(uri).list?.(uri)) ?? [],
    followed: (uri) => holder(uri).followed?.(uri) ?? Promise.resolve(uri),
  };
  connection.onNotification(trustedNotification, () => {
    if (isTrusted) return;
    isTrusted = true;
    events.trusted();
  });
  return {
    ...confined(all, () =>
      isTrusted ? undefined : folders.length > 0 ? folders : events.opened().map(folderOf),
    ),
    besides: (picked) => confined(all, () => (isTrusted ? undefined : [folderOf(picked)])),
    initialize({ initializationOptions, workspaceFolders, ...params }) {
      const options = (initializationOptions ?? {}) as FileOptions;
      isTrusted = options.trusted !== false;
      if (options.files === true) served = servedFiles(connection);
      // The protocol's older field for a single folder.
      const { rootUri } = params as { readonly rootUri?: string | null };
      folders = workspaceFolders?.map((f) => f.uri) ?? (rootUri ? [rootUri] : []);
      connection.onNotification(
        DidChangeWorkspaceFoldersNotification.type.method,
        ({ event: { added, removed } }: DidChangeWorkspaceFoldersParams) => {
          const gone = new Set(removed.map((f) => f.uri));
          folders = [...folders.filter((f) => !gone.has(f)), ...added.map((f) => f.uri)];
        },
      );
    },
  };
}

const absent: FileRefusal = { kind: 'absent' };

const noFiles: FileSystem = { read: () => Promise.resolve(absent), size: () => Promise.resolve(absent) };

/** Files read through the client. Requests state a size limit, and longer answers are rejected. */
function servedFiles(connection: Connection): FileSystem {
  const ask = async <R>(method: string, params: object): Promise<R | { readonly refused: FileRefusal }> => {
    try {
      return await connection.sendRequest<R>(method, params);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { refused: { kind: 'unreadable', reason } };
    }
  };
  return {
    async read(uri, most, range) {
      const params: FileParams = { uri, most, ...(range && { range: { ...range } }) };
      const found = await ask<FileResult>(fileRequest, params);
      if ('refused' in found) return found.refused;
      const bytes = fromBase64(found.content);
      const wanted = range ? range.end - range.start : most;
      return bytes.length > wanted ? { kind: 'too-large', most: wanted, bytes: bytes.length } : bytes;
    },
    async size(uri) {
      const found = await ask<FileSizeResult>(fileSizeRequest, { uri } satisfies FileSizeParams);
      return 'refused' in found ? found.refused : found.size;
    },
    async list(uri) {
      const found = await ask<FolderResult>(folderRequest, { uri } satisfies FolderParams);
      return 'refused' in found ? [] : found;
    },
  };
}

/** Node's Buffer is faster, but a browser worker has none. */
function fromBase64(text: string): Uint8Array {
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = characters.charCodeAt(i);
  return bytes;
}
