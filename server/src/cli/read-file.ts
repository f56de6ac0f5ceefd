/** Reads files that the command line names, and words refusals. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { decodeText } from '../base/decode-text';
import { readRegular } from '../node/file-system';
import { isRefused } from '../workspace/file-system';
import { type Refusal, type Role, mostBytes, refusalText } from '../workspace/refusal';
import { Refused } from './outcome';

/**
 * Reads a file that the command line names, within the size limit of its kind.
 *
 * @throws Refused with the reason
 */
export async function readNamed(path: string, role: Role): Promise<Uint8Array> {
  const bytes = await readRegular(path, mostBytes[role]);
  if (isRefused(bytes)) throw cannotRead(path, bytes, role);
  return bytes;
}

/** Text such as a tool's report, where invalid bytes do not matter. Also reads UTF-16, which a Windows shell writes. */
export async function readNamedText(path: string, role: Role): Promise<string> {
  return decodeText(await readNamed(path, role)).text;
}

/** `cannot read x.exeunt: it is a folder, not a regular file …` */
export function cannotRead(path: string, refusal: Refusal, role: Role): Refused {
  const reason = refusal.kind === 'absent' ? 'there is no such file' : refusalText(refusal, role);
  return new Refused(`cannot read ${path}: ${reason}`);
}

export function uriOfFile(path: string): string {
  return pathToFileURL(resolve(path)).href;
}
