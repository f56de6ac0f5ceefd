/** Reads the length and part of a `.bit` or `.bin`. */

export interface BitstreamFile {
  /** Configuration words, without the header of a `.bit`. */
  readonly bytes: number;
  /** As in the header of a `.bit`, such as `7z020clg400`; a `.bin` names none. */
  readonly part: string;
}

/** The sync word of a bitstream (UG470, UG570), in both byte orders: `.bin` files of the FPGA manager are swapped on Zynq-7000. */
const syncWords = [
  [0xaa, 0x99, 0x55, 0x66],
  [0x66, 0x55, 0x99, 0xaa],
];

/** The sync word comes after the header of a `.bit` and some dummy words. */
const SEARCHED = 4096;

/** The bitstream of a file, or in words why it is none. */
export function readBitstreamFile(file: Uint8Array): BitstreamFile | { readonly error: string } {
  const head = file.subarray(0, SEARCHED);
  if (!syncWords.some((word) => indexOf(head, word) >= 0))
    return { error: 'it is no bitstream: the sync word 0xAA995566 is not in it' };
  const header = headerOf(file);
  if (header === undefined) return { bytes: file.length, part: '' };
  const left = file.length - header.start;
  if (left < header.length)
    return { error: `it is cut short: its header says ${header.length} bytes, and ${left} follow` };
  return { bytes: header.length, part: header.part };
}

interface Header {
  readonly part: string;
  /** Position and number of the configuration bytes. */
  readonly start: number;
  readonly length: number;
}

/** A `.bit` starts with a field of nine bytes and one of 1, then `a` design, `b` part, `c` date, `d` time, `e` length. */
function headerOf(file: Uint8Array): Header | undefined {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < 13 || view.getUint16(0) !== 9 || view.getUint16(11) !== 1) return undefined;
  let at = 13;
  let part = '';
  while (at + 3 <= file.length) {
    const key = String.fromCharCode(file[at] ?? 0);
    if (key === 'e')
      return at + 5 > file.length ? undefined : { part, start: at + 5, length: view.getUint32(at + 1) };
    const size = view.getUint16(at + 1);
    if (key === 'b')
      part = new TextDecoder('latin1').decode(file.subarray(at + 3, at + 3 + size)).replace(/\0+$/, '');
    at += 3 + size;
  }
  return undefined;
}

function indexOf(bytes: Uint8Array, word: readonly number[]): number {
  for (let at = 0; at + word.length <= bytes.length; at += 1)
    if (word.every((byte, offset) => bytes[at + offset] === byte)) return at;
  return -1;
}
