import { decompress } from '../base/decompress';
import { mostBytes, refusalText } from '../workspace/refusal';
import { DataFault } from './array';

/** A file inside a zip archive, not unpacked yet. */
export interface ZipEntry {
  readonly name: string;
  /** @throws DataFault where it is damaged */
  readonly unpack: () => Promise<Uint8Array>;
}

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const END_LENGTH = 22;
const ENTRY_LENGTH = 46;
const LOCAL_LENGTH = 30;
/** A size or offset that stands in a zip64 field instead; numpy writes such local headers, but plain central ones. */
const ELSEWHERE = 0xffffffff;

/**
 * Entries of a zip archive (.npz), from its central directory (PKWARE's APPNOTE, 4.3.12 and 4.5.3).
 *
 * @throws DataFault where it is no such archive
 */
export function zipEntries(file: string, bytes: Uint8Array): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let end = bytes.length - END_LENGTH;
  while (end >= 0 && view.getUint32(end, true) !== END) end--;
  if (end < 0)
    throw new DataFault(`${file}: this is no .npz file, or it is truncated (no zip directory at its end)`);
  const entries: ZipEntry[] = [];
  let at = view.getUint32(end + 16, true);
  while (at + ENTRY_LENGTH <= end && view.getUint32(at, true) === ENTRY) {
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const name = new TextDecoder().decode(bytes.subarray(at + ENTRY_LENGTH, at + ENTRY_LENGTH + nameLength));
    const wide = zip64(view, at + ENTRY_LENGTH + nameLength, extraLength);
    const next = (short: number): number => (short === ELSEWHERE ? (wide.shift() ?? short) : short);
    const method = view.getUint16(at + 10, true);
    const size = next(view.getUint32(at + 24, true));
    const packed = next(view.getUint32(at + 20, true));
    const offset = next(view.getUint32(at + 42, true));
    entries.push({ name, unpack: () => unpack(file, bytes, { name, method, size, packed, offset }) });
    at += ENTRY_LENGTH + nameLength + extraLength + view.getUint16(at + 32, true);
  }
  if (entries.length !== view.getUint16(end + 10, true))
    throw new DataFault(`${file}: its directory is damaged`);
  return entries;
}

/** Size, packed size and offset, as far as the short fields had no room for them. */
function zip64(view: DataView, start: number, length: number): number[] {
  const found: number[] = [];
  for (let at = start; at + 4 <= start + length && at + 4 <= view.byteLength;) {
    const size = view.getUint16(at + 2, true);
    if (view.getUint16(at, true) === 1) {
      for (let i = 0; i + 8 <= size && at + 12 + i <= view.byteLength; i += 8) {
        found.push(Number(view.getBigUint64(at + 4 + i, true)));
      }
    }
    at += 4 + size;
  }
  return found;
}

interface Place {
  readonly name: string;
  readonly method: number;
  readonly size: number;
  readonly packed: number;
  readonly offset: number;
}

async function unpack(file: string, bytes: Uint8Array, place: Place): Promise<Uint8Array> {
  const { name, method, size, packed, offset } = place;
  const damaged = new DataFault(`${file}: its entry ${name} is damaged`);
  if (offset + LOCAL_LENGTH > bytes.length) throw damaged;
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, LOCAL_LENGTH);
  const start = offset + LOCAL_LENGTH + view.getUint16(26, true) + view.getUint16(28, true);
  const content = bytes.subarray(start, start + packed);
  if (content.length !== packed) throw damaged;
  if (method === 0) return content;
  if (method !== 8)
    throw new DataFault(`${file}: its entry ${name} is packed by a method that is not read (${method})`);
  const most = mostBytes['data set'];
  if (size > most) {
    const refusal = refusalText({ kind: 'too-large', most, unpacked: true }, 'data set');
    throw new DataFault(`${file}: its entry ${name}: ${refusal}`);
  }
  const unpacked = await decompress(content, 'deflate-raw', size);
  if (typeof unpacked === 'string' || unpacked.length !== size) throw damaged;
  return unpacked;
}
