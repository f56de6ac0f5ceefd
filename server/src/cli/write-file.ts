/** Writes single files atomically, and edits design files in place. */
import { mkdir, open, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { byteOrderMark, decodeText, hasByteOrderMark } from '../base/decode-text';
import { reasonOf } from './failure';
import { leftovers, unfinished } from './leftovers';
import { placeNamed } from './links';
import { Refused } from './outcome';
import { readNamed } from './read-file';

/** Replaces `text.slice(start, end)`. */
export interface FileEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Writes a file atomically. A link is followed within its folder, and the file's mode is kept. Anything but a
 * regular file, such as `/dev/stdout`, is written to directly.
 *
 * @throws Refused
 */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  try {
    const known = await stat(path).catch(() => undefined);
    if (known && (known.isCharacterDevice() || known.isFIFO())) await writeFile(path, content);
    else await replace(path, content);
  } catch (error) {
    throw new Refused(`cannot write ${path}: ${reasonOf(error)}`);
  }
}

/**
 * Reads a text file that will be edited and written back.
 *
 * @throws Refused if it cannot be read, or is not UTF-8 and so could not be written back unchanged
 */
export async function readEditable(path: string): Promise<{ readonly text: string; readonly mark: boolean }> {
  const bytes = await readNamed(path, 'design');
  const { text, fault } = decodeText(bytes);
  if (fault) throw new Refused(`${path}:${fault.line}: ${fault.message} first, or it would be damaged`);
  return { text, mark: hasByteOrderMark(bytes) };
}

/** Writes an edited text back, with its original byte order mark. */
export async function writeEdited(path: string, text: string, mark: boolean): Promise<void> {
  const bytes = new TextEncoder().encode(text);
  await writeWhole(path, mark ? Uint8Array.from([...byteOrderMark, ...bytes]) : bytes);
}

/**
 * Writes edits of an analysed text into its file.
 *
 * @param analysed the text that the offsets count in
 * @throws Refused
 */
export async function applyEdits(path: string, analysed: string, edits: readonly FileEdit[]): Promise<void> {
  const { text: there, mark } = await readEditable(path);
  if (there !== analysed) throw new Refused(`${path} has changed in the meantime; try again`);
  let text = analysed;
  for (const { start, end, text: by } of [...edits].sort((a, b) => b.start - a.start)) {
    text = text.slice(0, start) + by + text.slice(end);
  }
  await writeEdited(path, text, mark);
}

async function replace(path: string, content: string | Uint8Array): Promise<void> {
  const folder = dirname(resolve(path));
  const made = await mkdir(folder, { recursive: true });
  try {
    const { path: target, there } = await placeNamed(path);
    const temporary = unfinished(dirname(target), 'file');
    try {
      // `wx` never writes to an existing file or through a link; the mode keeps a private file private.
      const file = await open(temporary, 'wx', there ? 0o600 : undefined);
      try {
        await file.writeFile(content);
        if (there) await file.chmod(there.mode & 0o7777);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, target);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    for (const left of await leftovers(dirname(target), 'file')) await rm(left).catch(() => undefined);
  } catch (error) {
    if (made !== undefined) await removeEmpty(folder, made);
    throw error;
  }
}

/** Removes the folders that were made, from the innermost to the first. */
async function removeEmpty(folder: string, first: string): Promise<void> {
  for (let each = folder; each.startsWith(first); each = dirname(each)) {
    await rmdir(each).catch(() => undefined);
    if (each === dirname(each)) return;
  }
}
