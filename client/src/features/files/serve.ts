/** Reads files for the server that only VS Code can reach: all files in a browser, otherwise those in virtual folders. */
import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
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
} from '../../../../server/src/base/protocol/files';
import { HeldFile } from './held-file';

export function serveFiles(client: BaseLanguageClient): vscode.Disposable {
  const held = new HeldFile();
  const asUri = (uri: string) => client.protocol2CodeConverter.asUri(uri);
  return vscode.Disposable.from(
    held,
    client.onRequest(fileSizeRequest, async ({ uri }: FileSizeParams): Promise<FileSizeResult> => {
      const found = await regularFile(asUri(uri));
      return 'kind' in found ? { refused: found } : { size: found.size };
    }),
    client.onRequest(fileRequest, async ({ uri, most, range }: FileParams): Promise<FileResult> => {
      const file = asUri(uri);
      const found = await regularFile(file);
      if ('kind' in found) return { refused: found };
      // VS Code reads the whole file even if only a part is requested.
      const limit = range ? MOST_HELD : most;
      if (found.size > limit) return { refused: { kind: 'too-large', most: limit, bytes: found.size } };
      try {
        const bytes = range
          ? (await held.of(file, found)).subarray(range.start, range.end)
          : await vscode.workspace.fs.readFile(file);
        if (bytes.length > limit) return { refused: { kind: 'too-large', most: limit, bytes: bytes.length } };
        return { content: toBase64(bytes) };
      } catch (error) {
        return { refused: refusalOf(error) };
      }
    }),
    client.onRequest(folderRequest, async ({ uri }: FolderParams): Promise<FolderResult> => {
      try {
        const entries = await vscode.workspace.fs.readDirectory(asUri(uri));
        return entries.map(([name, type]) => ({ name, isFolder: (type & vscode.FileType.Directory) !== 0 }));
      } catch {
        return [];
      }
    }),
  );
}

/** Largest file of which a part may be requested, since VS Code reads it whole: for example a model's structure. */
const MOST_HELD = 256e6;

async function regularFile(uri: vscode.Uri): Promise<vscode.FileStat | FileRefusal> {
  try {
    const found = await vscode.workspace.fs.stat(uri);
    if (found.type & vscode.FileType.Directory) return { kind: 'not-regular', what: 'folder' };
    if (!(found.type & vscode.FileType.File)) return { kind: 'not-regular', what: 'device' };
    return (await mayBeFollowed(uri, found)) ? found : { kind: 'outside' };
  } catch (error) {
    return refusalOf(error);
  }
}

/** VS Code does not expose a link's target, so in an untrusted folder no symbolic link on the path is followed. */
async function mayBeFollowed(uri: vscode.Uri, { type }: vscode.FileStat): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  if (type & vscode.FileType.SymbolicLink) return false;
  const root = vscode.workspace.getWorkspaceFolder(uri)?.uri.path ?? '/';
  for (
    let at = vscode.Uri.joinPath(uri, '..');
    at.path.length > root.length;
    at = vscode.Uri.joinPath(at, '..')
  ) {
    if ((await vscode.workspace.fs.stat(at)).type & vscode.FileType.SymbolicLink) return false;
  }
  return true;
}

function refusalOf(error: unknown): FileRefusal {
  if (error instanceof vscode.FileSystemError) {
    if (error.code === 'FileNotFound') return { kind: 'absent' };
    if (error.code === 'FileIsADirectory') return { kind: 'not-regular', what: 'folder' };
    if (error.code === 'NoPermissions') return { kind: 'unreadable', reason: 'permission denied' };
  }
  return { kind: 'unreadable', reason: error instanceof Error ? error.message : String(error) };
}

/** In chunks: a call cannot take millions of arguments. */
function toBase64(bytes: Uint8Array): string {
  const piece = 0x8000;
  let text = '';
  for (let at = 0; at < bytes.length; at += piece) {
    text += String.fromCharCode(...bytes.subarray(at, at + piece));
  }
  return btoa(text);
}
