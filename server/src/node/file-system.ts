/** Bounded, safe reads from disk. */
import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { lstat, open, readdir, readlink, stat } from 'node:fs/promises';
import { dirname, join, parse, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ByteRange, FileSystem } from '../workspace/file-system';
import type { Refusal } from '../workspace/refusal';

/** Files on disk; anything that is not a `file:` URI does not exist here. */
export const nodeFileSystem: FileSystem = {
  read: (uri, most, range) => onPath(uri, (path) => readRegular(path, most, range)),
  size: (uri) => onPath(uri, async (path) => regular(await stat(path)) ?? (await stat(path)).size),
  followed: (uri) => onPath(uri, async (path) => hrefOf(await followed(path))),
  async list(uri) {
    try {
      const folder = fileURLToPath(uri);
      const entries = await readdir(folder, { withFileTypes: true });
      return await Promise.all(
        entries.map(async (entry) => ({
          name: entry.name,
          isFolder: entry.isSymbolicLink()
            ? await leadsToFolder(join(folder, entry.name))
            : entry.isDirectory(),
        })),
      );
    } catch {
      return [];
    }
  },
};

/** Content of a regular file of at most `most` bytes, or a part of one. Never blocks on a pipe or trusts a reported size. */
export async function readRegular(
  path: string,
  most: number,
  range?: ByteRange,
): Promise<Uint8Array | Refusal> {
  let file: FileHandle | undefined;
  try {
    // Check first: merely opening some devices has side effects.
    const refusal = regular(await stat(path));
    if (refusal) return refusal;
    file = await open(path, constants.O_RDONLY | nonBlocking);
    const facts = await file.stat();
    const changed = regular(facts);
    if (changed) return changed;
    if (range) return await readPart(file, range.start, Math.min(range.end, facts.size));
    if (facts.size > most) return { kind: 'too-large', most, bytes: facts.size };
    return (await readWhole(file, facts.size, most)) ?? { kind: 'too-large', most };
  } catch (error) {
    return refusalOf(error);
  } finally {
    await file?.close();
  }
}

/** Windows has neither this flag nor such pipes. */
const nonBlocking = (constants as { O_NONBLOCK?: number }).O_NONBLOCK ?? 0;

type Kind = Pick<Awaited<ReturnType<typeof stat>>, 'isFile' | 'isDirectory' | 'isFIFO' | 'isSocket'>;

function regular(facts: Kind): Refusal | undefined {
  if (facts.isFile()) return undefined;
  const what = facts.isDirectory()
    ? 'folder'
    : facts.isFIFO()
      ? 'pipe'
      : facts.isSocket()
        ? 'socket'
        : 'device';
  return { kind: 'not-regular', what };
}

/** Reads to the end, since system files report size 0 and others grow; undefined beyond `most`. */
async function readWhole(file: FileHandle, size: number, most: number): Promise<Uint8Array | undefined> {
  let buffer = new Uint8Array(size + 1);
  let length = 0;
  for (;;) {
    const { bytesRead } = await file.read(buffer, length, Math.min(buffer.length - length, mostAtOnce), null);
    if (bytesRead === 0) return buffer.subarray(0, length);
    length += bytesRead;
    if (length > most) return undefined;
    if (length === buffer.length) {
      const larger = new Uint8Array(Math.min(2 * length + leastBuffer, most + 1));
      larger.set(buffer);
      buffer = larger;
    }
  }
}

const leastBuffer = 65_536;
/** Limit of one read call. */
const mostAtOnce = 2 ** 30;

async function readPart(file: FileHandle, start: number, end: number): Promise<Uint8Array> {
  const part = new Uint8Array(Math.max(0, end - start));
  let length = 0;
  while (length < part.length) {
    const wanted = Math.min(part.length - length, mostAtOnce);
    const { bytesRead } = await file.read(part, length, wanted, start + length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return part.subarray(0, length);
}

/**
 * Resolves a path link by link. Unlike the system's `realpath` it contacts no other host: on Windows a link may lead to
 * a share, and looking at it would already sign in there.
 *
 * @throws Error for a broken link
 */
async function followed(path: string): Promise<string | Refusal> {
  let { root: at } = parse(resolve(path));
  let rest = steps(resolve(path).slice(at.length));
  for (let hops = 0; rest.length > 0;) {
    const [name = '', ...behind] = rest;
    rest = behind;
    // `at` is already resolved, so `..` is the parent of the link's target.
    const next = name === '..' ? dirname(at) : join(at, name);
    if (name === '..' || !(await lstat(next)).isSymbolicLink()) {
      at = next;
      continue;
    }
    if (++hops > mostHops) return { kind: 'unreadable', reason: 'its symbolic links form a loop' };
    const target = await readlink(next);
    const { root } = parse(target);
    if (root.startsWith('\\\\') && root !== parse(next).root)
      return { kind: 'elsewhere', host: root.split('\\')[2] ?? '' };
    rest = [...steps(target.slice(root.length)), ...rest];
    if (root !== '') at = resolve(at, root);
  }
  return at;
}

/** Linux's limit. */
const mostHops = 40;

function steps(path: string): string[] {
  return path.split(sep === '/' ? '/' : /[\\/]/).filter((part) => part !== '' && part !== '.');
}

function hrefOf(found: string | Refusal): string | Refusal {
  return typeof found === 'string' ? pathToFileURL(found).href : found;
}

async function leadsToFolder(link: string): Promise<boolean> {
  try {
    const target = await followed(link);
    return typeof target === 'string' && (await lstat(target)).isDirectory();
  } catch {
    return false;
  }
}

async function onPath<T>(uri: string, work: (path: string) => Promise<T | Refusal>): Promise<T | Refusal> {
  try {
    return await work(fileURLToPath(uri));
  } catch (error) {
    return refusalOf(error);
  }
}

/** The system's error, in plain words. */
function refusalOf(error: unknown): Refusal {
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EPERM') return { kind: 'unreadable', reason: 'permission denied' };
  if (code === 'ELOOP') return { kind: 'unreadable', reason: 'its symbolic links form a loop' };
  const isAbsent = ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(code) || code.startsWith('ERR_');
  return isAbsent ? { kind: 'absent' } : { kind: 'unreadable', reason: message };
}
