/** A kind of random case: how one is made, what has to hold for it, and what a smaller one is. */
import { seed, seeded, type Random } from '../support/seed';

export interface Kind<C> {
  readonly name: string;
  make(random: Random): C;
  /** What is wrong, if anything; what is thrown is wrong too. */
  check(found: C): Promise<string | undefined>;
  /** Cases with less in them, the smallest first. */
  smaller(found: C): Iterable<C>;
  show(found: C): string;
}

export interface Find {
  readonly kind: string;
  readonly index: number;
  readonly message: string;
  readonly reproduction: string;
}

/** Tries to make the case smaller; more take longer than they are worth. */
const MOST_TRIES = 400;
const MOST_MS = 30_000;

/** The case of a kind with this number, the same for the same seed. */
export async function tryCase<C>(kind: Kind<C>, index: number): Promise<Find | undefined> {
  const found = kind.make(seeded(streamOf(kind.name, index)));
  const message = await faultOf(kind, found);
  if (message === undefined) return undefined;
  const least = await leastOf(kind, found, sortOf(message));
  return { kind: kind.name, index, message, reproduction: kind.show(least) };
}

export function wordsOf({ kind, index, message, reproduction }: Find): string {
  const again = `npm run fuzz -- --seed ${seed} --only ${kind} --case ${index}`;
  return `${kind}, case ${index} of seed ${seed}: ${message}\n${reproduction}\nAgain: ${again}`;
}

export function pick<T>(random: Random, list: readonly T[]): T {
  const found = list[Math.floor(random() * list.length)];
  if (found === undefined) throw new Error('nothing to pick from');
  return found;
}

export function below(random: Random, bound: number): number {
  return Math.floor(random() * bound);
}

/** The list without some of it: halves first, then less and less. */
export function* without<T>(list: readonly T[]): Generator<T[]> {
  for (
    let length = Math.ceil(list.length / 2);
    length >= 1;
    length = length === 1 ? 0 : Math.ceil(length / 2)
  )
    for (let at = 0; at < list.length; at += length) yield [...list.slice(0, at), ...list.slice(at + length)];
}

/** A text without some of its lines, or of its characters once it is short. */
export function* shorter(text: string): Generator<string> {
  for (const lines of without(text.split(/(?<=\n)/))) yield lines.join('');
  if (text.length < 400) for (const characters of without(text.split(/(?<=.)/su))) yield characters.join('');
}

async function leastOf<C>(kind: Kind<C>, found: C, sort: string): Promise<C> {
  const end = performance.now() + MOST_MS;
  let least = found;
  let tries = 0;
  for (let isLess = true; isLess;) {
    isLess = false;
    for (const smaller of kind.smaller(least)) {
      if (++tries > MOST_TRIES || performance.now() > end) return least;
      const message = await faultOf(kind, smaller);
      if (message === undefined || sortOf(message) !== sort) continue;
      least = smaller;
      isLess = true;
      break;
    }
  }
  return least;
}

async function faultOf<C>(kind: Kind<C>, found: C): Promise<string | undefined> {
  try {
    return await kind.check(found);
  } catch (error) {
    return error instanceof Error
      ? (error.stack ?? error.message).split('\n').slice(0, 6).join('\n')
      : String(error);
  }
}

/** Faults of one sort begin alike. */
function sortOf(message: string): string {
  return message.replace(/[\d"'`].*/s, '').slice(0, 60);
}

function streamOf(name: string, index: number): number {
  let hash = index + 1;
  for (const character of name) hash = (Math.imul(hash, 31) + character.charCodeAt(0)) | 0;
  return hash;
}
