/** Text out of bytes. Ours is UTF-8; anything else is told, with its place, and never written back as if it were. */

/** What keeps a text from being UTF-8. */
export interface EncodingFault {
  /** Place in the decoded text. */
  readonly offset: number;
  /** From 1. */
  readonly line: number;
  /** What is wrong and what helps, as a clause with "it" for the file. */
  readonly message: string;
}

export interface DecodedText {
  /** As near as it can be read: UTF-16 as what it says, a byte that is no UTF-8 as U+FFFD. A byte order mark is left out. */
  readonly text: string;
  readonly fault?: EncodingFault;
}

export function decodeText(bytes: Uint8Array): DecodedText {
  const wide = wideEncoding(bytes);
  if (wide) {
    const message = `it is ${wide.name}, not UTF-8: save it as UTF-8`;
    return { text: wide.decode(bytes), fault: { offset: 0, line: 1, message } };
  }
  const text = beginning(bytes, false);
  return text === undefined ? withFault(bytes) : { text };
}

/** `UTF-16 (little-endian)` where text is in that, as a Windows shell writes it; undefined for all that may be UTF-8. */
export function wideEncodingName(bytes: Uint8Array): string | undefined {
  return wideEncoding(bytes)?.name;
}

export const byteOrderMark = Uint8Array.of(0xef, 0xbb, 0xbf);

export function hasByteOrderMark(bytes: Uint8Array): boolean {
  return byteOrderMark.every((byte, i) => bytes[i] === byte);
}

/** @param isCut whether the last character may go on behind the bytes; then it is left out */
function beginning(bytes: Uint8Array, isCut: boolean): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isCut });
  } catch {
    return undefined;
  }
}

/** The place is behind the longest beginning that is UTF-8. */
function withFault(bytes: Uint8Array): DecodedText {
  let good = 0;
  let bad = bytes.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (beginning(bytes.subarray(0, middle), true) === undefined) bad = middle;
    else good = middle;
  }
  const before = beginning(bytes.subarray(0, good), true) ?? '';
  const mark = hasByteOrderMark(bytes) ? byteOrderMark.length : 0;
  const byte = bytes[mark + new TextEncoder().encode(before).length] ?? 0;
  // As editors count them.
  const line = before.split(/\r\n|\r|\n/).length;
  const code = byte.toString(16).toUpperCase().padStart(2, '0');
  const message = `line ${line} holds the byte 0x${code}, which is not UTF-8: save it as UTF-8`;
  return { text: new TextDecoder().decode(bytes), fault: { offset: before.length, line, message } };
}

interface WideEncoding {
  readonly name: string;
  decode(bytes: Uint8Array): string;
}

const littleEndian: WideEncoding = {
  name: 'UTF-16 (little-endian)',
  decode: (bytes) => new TextDecoder('utf-16le').decode(bytes),
};
/** Not every host decodes it, so its bytes are swapped. */
const bigEndian: WideEncoding = {
  name: 'UTF-16 (big-endian)',
  decode: (bytes) => littleEndian.decode(bytes.map((_, i) => bytes[i ^ 1] ?? 0)),
};
const utf32: WideEncoding = { name: 'UTF-32', decode: (bytes) => new TextDecoder().decode(bytes) };

/** Bytes that are looked at where no byte order mark says it. */
const PROBED = 1024;
/** A few zeros are in any damaged file. */
const LEAST_ZEROS = 4;

function wideEncoding(bytes: Uint8Array): WideEncoding | undefined {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? utf32 : littleEndian;
  if (a === 0xfe && b === 0xff) return bigEndian;
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return utf32;
  // A design is mostly ASCII, and every other byte of ASCII in UTF-16 is zero.
  const probed = Math.min(PROBED, bytes.length - (bytes.length % 2));
  const zeros: [number, number] = [0, 0];
  for (let i = 0; i < probed; i++) if (bytes[i] === 0) zeros[i & 1 ? 1 : 0]++;
  const [even, odd] = zeros;
  const isMost = (count: number) => count > LEAST_ZEROS && count > probed / 4;
  if (isMost(odd) && even === 0) return littleEndian;
  return isMost(even) && odd === 0 ? bigEndian : undefined;
}
