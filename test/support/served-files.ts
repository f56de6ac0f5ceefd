/** A client that serves files from memory, as the extension serves those that only the editor reaches. */
import type { ProtocolConnection } from 'vscode-languageserver/node';
import {
  type FileParams,
  type FileResult,
  type FileSizeParams,
  type FileSizeResult,
  type FolderParams,
  type FolderResult,
  fileRequest,
  fileSizeRequest,
  folderRequest,
} from '../../server/src/base/protocol/files';

export interface ServedFiles {
  /** Content by URI, to be changed at will. */
  readonly files: Map<string, Uint8Array | string>;
  /** What was asked for, in order: `exeunt/file file:///d/n.exeunt`. */
  readonly asked: string[];
}

export function serveFiles(connection: ProtocolConnection): ServedFiles {
  const served: ServedFiles = { files: new Map(), asked: [] };
  const find = (method: string, uri: string): Buffer | undefined => {
    served.asked.push(`${method} ${uri}`);
    const content = served.files.get(uri);
    return content === undefined ? undefined : Buffer.from(content);
  };
  connection.onRequest<FileSizeResult, unknown>(
    fileSizeRequest,
    ({ uri }: FileSizeParams): FileSizeResult => {
      const found = find(fileSizeRequest, uri);
      return found ? { size: found.length } : { refused: { kind: 'absent' } };
    },
  );
  connection.onRequest<FileResult, unknown>(fileRequest, ({ uri, most, range }: FileParams): FileResult => {
    const found = find(fileRequest, uri);
    if (found === undefined) return { refused: { kind: 'absent' } };
    const wanted = range ? found.subarray(range.start, range.end) : found;
    if (!range && found.length > most) return { refused: { kind: 'too-large', most, bytes: found.length } };
    return { content: wanted.toString('base64') };
  });
  connection.onRequest(folderRequest, ({ uri }: FolderParams): FolderResult => {
    served.asked.push(`${folderRequest} ${uri}`);
    const below = [...served.files.keys()].filter((name) => name.startsWith(`${uri}/`));
    const names = below.map((name) => name.slice(uri.length + 1).split('/'));
    const entries = names.map(([name = '', ...more]) => ({ name, isFolder: more.length > 0 }));
    return entries.filter((entry, i) => entries.findIndex((e) => e.name === entry.name) === i);
  });
  return served;
}
