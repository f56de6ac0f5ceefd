/** Finds designs that share a file: a name declared in one file may be used in all that import it. */
import { type CancellationToken, type Connection, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { Cancelled } from '../base/checkpoint';
import type { Named } from '../ide/navigation';
import { bindDesign } from '../semantics/bind';
import type { Documents } from '../workspace/documents';
import { normalUri } from '../workspace/uri';

/** Most folders that are searched in a large workspace. */
const MOST_FOLDERS = 2000;
/** Most characters of closed designs read for one answer; their syntax trees take many times that. */
const MOST_READ = 64e6;
/** Folders of third-party files, not searched. */
const foreign: readonly string[] = ['node_modules', '__pycache__'];

/**
 * Names of all designs that include a given file, itself among them: open documents, and those in the editor's folders.
 *
 * @throws ResponseError if the folders hold more than can be read: skipping some could miss a use of the name
 */
export async function designsWith(
  documents: Documents,
  folders: readonly string[],
  uri: string,
  token: CancellationToken,
  most = MOST_READ,
): Promise<Named[]> {
  const open = documents.openUris();
  const known = new Set(open.map(normalUri));
  const closed = (await designFiles(documents, folders, token)).filter((u) => !known.has(u));
  const found: Named[] = [];
  let read = 0;
  for (const candidate of [...open, ...closed]) {
    if (token.isCancellationRequested) throw new Cancelled();
    const files = await documents.files(candidate);
    if (!known.has(normalUri(candidate))) read += files[0]?.text.length ?? 0;
    if (read > most) {
      throw tooMuch(`more than ${most / 1e6} MB of designs, too many to find a name in all of them`);
    }
    if (files.some((f) => f.uri === uri))
      found.push({ uri: normalUri(candidate), files, symbols: bindDesign(files).symbols });
  }
  return found;
}

/** @param fallback document whose folder is searched if the editor has no open folders */
export async function openFolders(
  connection: Connection,
  hasFolders: boolean,
  fallback: string,
): Promise<string[]> {
  const folders = hasFolders ? await connection.workspace.getWorkspaceFolders() : null;
  if (folders && folders.length > 0) return folders.map((f) => f.uri);
  return fallback.startsWith('untitled:') ? [] : [new URL('.', fallback).href];
}

async function designFiles(
  documents: Documents,
  folders: readonly string[],
  token: CancellationToken,
): Promise<string[]> {
  const found = new Set<string>();
  const queue = folders.map((f) => (f.endsWith('/') ? f : `${f}/`));
  const seen = new Set(queue);
  for (let at = 0; at < queue.length; at++) {
    const folder = queue[at] ?? '';
    if (at >= MOST_FOLDERS)
      throw tooMuch(`more than ${MOST_FOLDERS} folders, too many to look for designs in all of them`);
    if (token.isCancellationRequested) throw new Cancelled();
    for (const { name, isFolder } of (await documents.list(folder, '')) ?? []) {
      const uri = normalUri(`${folder}${encodeURIComponent(name)}`);
      if (!isFolder) {
        if (name.endsWith('.exeunt')) found.add(uri);
      } else if (!name.startsWith('.') && !foreign.includes(name) && !seen.has(`${uri}/`)) {
        seen.add(`${uri}/`);
        queue.push(`${uri}/`);
      }
    }
  }
  return [...found];
}

/** To leave out some would be to miss a place. */
function tooMuch(what: string): ResponseError {
  return new ResponseError(
    LSPErrorCodes.RequestFailed,
    `The open folders hold ${what}: open a smaller folder.`,
  );
}
