/** Words errors for the terminal: one line with the cause. */
import { Cancelled } from '../base/checkpoint';
import { Refused, WrongUse } from './outcome';

/** File errors in plain words; Node's own text names system calls and paths. */
const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EBUSY: 'it is in use',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would be too large',
  EIO: 'the disk reports an error',
  EISDIR: 'it is a folder',
  ELOOP: 'its links form a loop',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'the name is too long',
  ENFILE: 'too many files are open',
  ENOENT: 'no such file or folder',
  ENOSPC: 'no space is left on the disk',
  ENOTDIR: 'a part of the path is a file, not a folder',
  ENXIO: 'no process reads the other end',
  EPERM: 'permission denied',
  EROFS: 'the disk is read-only',
  ETXTBSY: 'it is in use',
};

/** Why a read or write failed. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known = Object.hasOwn(reasons, code) ? reasons[code] : undefined;
  return known ?? firstLine(error instanceof Error ? error.message : String(error));
}

/** Errors that only a bug in this program throws. */
const faults = [EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError];

/** The one line that a failed command prints, for any thrown value. */
export function failureText(error: unknown): string {
  if (error instanceof Refused || error instanceof WrongUse) return error.message;
  if (error instanceof Cancelled) return 'interrupted; nothing was written';
  if (!(error instanceof Error) || faults.some((fault) => error instanceof fault))
    return `internal error, please report it: ${reasonOf(error)}`;
  const path = 'path' in error && typeof error.path === 'string' ? `${error.path}: ` : '';
  return `${path}${reasonOf(error)}`;
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}
