/** Text of a file: UTF-8, without a byte order mark; or the line, from 1, where it is no UTF-8. */
export type Decoded = { readonly text: string } | { readonly wrongLine: number };

/** Never guesses: a byte that is no UTF-8 would be written back as another one. */
export function decodeUtf8(bytes: Uint8Array): Decoded {
  const text = decoded(bytes, false);
  return text === undefined ? { wrongLine: lineOfFault(bytes) } : { text };
}

export const byteOrderMark = Uint8Array.of(0xef, 0xbb, 0xbf);

export function hasByteOrderMark(bytes: Uint8Array): boolean {
  return byteOrderMark.every((byte, i) => bytes[i] === byte);
}

/** @param isCut whether the last character may go on behind the bytes */
function decoded(bytes: Uint8Array, isCut: boolean): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isCut });
  } catch {
    return undefined;
  }
}

/** Line breaks in the longest beginning that is UTF-8, as editors count them. */
function lineOfFault(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (decoded(bytes.subarray(0, middle), true) === undefined) bad = middle;
    else good = middle;
  }
  return (decoded(bytes.subarray(0, good), true) ?? '').split(/\r\n|\r|\n/).length;
}
