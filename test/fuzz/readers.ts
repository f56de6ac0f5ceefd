/** Files of others, damaged: an answer, or one clear error of the reader's own, in bounded time. */
import type { Random } from '../support/seed';
import { dataReaders } from './data-readers';
import { ownReaders, slowReaders } from './file-readers';
import { type Kind, below, pick, without } from './kind';
import { type Bytes, type Reader, bytesOf, told } from './reader';
import { textReaders } from './text-readers';

const fast: Readonly<Record<string, Reader>> = { ...textReaders, ...dataReaders, ...ownReaders };
const every: Readonly<Record<string, Reader>> = { ...fast, ...slowReaders };

interface Case {
  readonly reader: string;
  readonly bytes: Bytes;
}

/** Of the processor, for files of a few thousand bytes. */
const MOST_CPU_MS = 5000;

/** Share of those that take longer. */
const SLOW = 0.05;

export const readers: Kind<Case> = {
  name: 'readers',
  make(random) {
    const reader = pick(random, Object.keys(random() < SLOW ? slowReaders : fast));
    return { reader, bytes: damaged(random, pick(random, every[reader]?.seeds ?? [])) };
  },
  async check({ reader, bytes }) {
    const { read, own } = every[reader] ?? {};
    if (read === undefined || own === undefined) throw new Error(`no reader ${reader}`);
    const before = process.cpuUsage();
    let fault: string | undefined;
    try {
      fault = await read(bytes);
    } catch (error) {
      if (!(error instanceof own)) throw error;
      fault = told(error.message);
    }
    const { user, system } = process.cpuUsage(before);
    const ms = (user + system) / 1000;
    if (ms > MOST_CPU_MS) fault ??= `it took ${Math.round(ms)} ms`;
    return fault === undefined ? undefined : `${reader}: ${fault}`;
  },
  *smaller({ reader, bytes }) {
    for (const lines of without(
      Buffer.from(bytes)
        .toString('latin1')
        .split(/(?<=\n)/),
    ))
      yield { reader, bytes: Buffer.from(lines.join(''), 'latin1') };
  },
  show: ({ reader, bytes }) =>
    `${reader}, latin1: ${JSON.stringify(Buffer.from(bytes).toString('latin1').slice(0, 4000))}`,
};

const odd = [
  '-1',
  '0',
  '1e999',
  '99999999999999999999',
  'NaN',
  'null',
  '""',
  '{}',
  '[]',
  '\0',
  '\ufeff',
  'é',
  '"',
  ',',
  '|',
  '<',
];

function damaged(random: Random, bytes: Bytes): Bytes {
  let result: Bytes = bytes;
  for (let count = 1 + below(random, 4); count > 0; count--) result = damagedOnce(random, result);
  return result;
}

function damagedOnce(random: Random, bytes: Bytes): Bytes {
  const kind = random();
  const at = below(random, bytes.length + 1);
  const end = Math.min(bytes.length, at + 1 + below(random, random() < 0.5 ? 8 : 80));
  if (kind < 0.1) return bytes.subarray(0, at);
  if (kind < 0.25) {
    const changed = bytes.slice();
    // Lengths and counts of binary files are of several bytes.
    const by = pick(random, [0, 0x7f, 0xff, below(random, 256)]);
    changed.fill(by, at, Math.min(changed.length, at + pick(random, [1, 1, 2, 4])));
    return changed;
  }
  if (kind < 0.4) return joined(bytes.subarray(0, at), bytes.subarray(end));
  if (kind < 0.5) return joined(bytes.subarray(0, end), bytes.subarray(at));
  const number = anyNumber(random, bytes);
  if (kind < 0.85 && number)
    return joined(bytes.subarray(0, number.at), bytesOf(pick(random, odd)), bytes.subarray(number.end));
  return joined(bytes.subarray(0, at), bytesOf(pick(random, odd)), bytes.subarray(at));
}

/** Digits, or a word where there are none. */
function anyNumber(random: Random, bytes: Bytes): { at: number; end: number } | undefined {
  if (bytes.length > 20_000) return undefined;
  const found = [
    ...Buffer.from(bytes)
      .toString('latin1')
      .matchAll(/\d[\d.]*|[A-Za-z_]+/g),
  ];
  if (found.length === 0) return undefined;
  const match = pick(random, found);
  return { at: match.index, end: match.index + match[0].length };
}

function joined(...parts: readonly Bytes[]): Bytes {
  return Buffer.concat(parts);
}
