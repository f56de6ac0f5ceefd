/** Decodes text files. They must be UTF-8; anything else is reported with its place and never written back as UTF-8. */

/** The first place at which a text is not UTF-8. */
export interface EncodingFault {
  /** Offset in the decoded text. */
  readonly offset: number;
  /** From 1. */
  readonly line: number;
  /** What is wrong and how to fix it, as a clause in which "it" is the file. */
  readonly message: string;
}

export interface DecodedText {
  /** UTF-16 is decoded as such; otherwise bytes that are not UTF-8 become U+FFFD. Without the byte order mark. */
  readonly text: string;
  readonly fault?: EncodingFault;
}

export function decodeText(bytes: Uint8Array): DecodedText {
  const wide = wideEncoding(bytes);
  if (wide) {
    const message = `it is ${wide.name}, not UTF-8: save it as UTF-8`;
    return { text: wide.decode(bytes), fault: { offset: 0, line: 1, message } };
  }
  const text = decodedPrefix(bytes, false);
  return text === undefined ? withFault(bytes) : { text };
}

/** The encoding, such as `UTF-16 (little-endian)`, which a Windows shell writes; undefined if the text may be UTF-8. */
export function wideEncodingName(bytes: Uint8Array): string | undefined {
  return wideEncoding(bytes)?.name;
}

export const byteOrderMark = Uint8Array.of(0xef, 0xbb, 0xbf);

export function hasByteOrderMark(bytes: Uint8Array): boolean {
  return byteOrderMark.every((byte, i) => bytes[i] === byte);
}

/** @param isCut whether the bytes may end inside a character, which is then left out */
function decodedPrefix(bytes: Uint8Array, isCut: boolean): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isCut });
  } catch {
    return undefined;
  }
}

/** Decodes the text and places the fault after its longest prefix that is UTF-8. */
function withFault(bytes: Uint8Array): DecodedText {
  let good = 0;
  let bad = bytes.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (decodedPrefix(bytes.subarray(0, middle), true) === undefined) bad = middle;
    else good = middle;
  }
  const before = decodedPrefix(bytes.subarray(0, good), true) ?? '';
  const mark = hasByteOrderMark(bytes) ? byteOrderMark.length : 0;
  const byte = bytes[mark + new TextEncoder().encode(before).length] ?? 0;
  // Line breaks as editors count them.
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
/** Not every host can decode UTF-16BE, so swap the bytes. */
const bigEndian: WideEncoding = {
  name: 'UTF-16 (big-endian)',
  decode: (bytes) => littleEndian.decode(bytes.map((_, i) => bytes[i ^ 1] ?? 0)),
};
const utf32: WideEncoding = { name: 'UTF-32', decode: (bytes) => new TextDecoder().decode(bytes) };

/** Bytes examined if there is no byte order mark. */
const PROBED = 1024;
/** Fewer zeros than this may just be damage. */
const LEAST_ZEROS = 4;

function wideEncoding(bytes: Uint8Array): WideEncoding | undefined {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? utf32 : littleEndian;
  if (a === 0xfe && b === 0xff) return bigEndian;
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return utf32;
  // A design is mostly ASCII, and in UTF-16 every other byte of ASCII is zero.
  const probed = Math.min(PROBED, bytes.length - (bytes.length % 2));
  const zeros: [number, number] = [0, 0];
  for (let i = 0; i < probed; i++) if (bytes[i] === 0) zeros[i & 1 ? 1 : 0]++;
  const [even, odd] = zeros;
  const isMost = (count: number) => count > LEAST_ZEROS && count > probed / 4;
  if (isMost(odd) && even === 0) return littleEndian;
  return isMost(even) && odd === 0 ? bigEndian : undefined;
}
