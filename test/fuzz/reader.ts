/** What reads bytes that come from outside, and what its answers may be. */
export type Bytes = Uint8Array;

export interface Reader {
  /** What is wrong with its answer, if anything. */
  readonly read: (bytes: Bytes) => string | undefined | Promise<string | undefined>;
  /** The error that it may throw. */
  readonly own: abstract new (...args: never[]) => Error;
  readonly seeds: readonly Bytes[];
}

/** For readers that return their errors. */
export class NothingThrown extends Error {}

export function bytesOf(written: string): Bytes {
  return new TextEncoder().encode(written);
}

/** A clear error is one sentence about the file, not about the reader. */
export function told(message: string | undefined): string | undefined {
  if (message === undefined || message.trim() === '') return 'an error that says nothing';
  const slip =
    /undefined|\[object|is not a function|Cannot read prop|Maximum call|Invalid (array|typed)/.exec(message);
  return slip ? `an error that says: ${message}` : undefined;
}

export function oddNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : value;
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.values(value)
    .map(oddNumber)
    .find((n) => n !== undefined);
}
