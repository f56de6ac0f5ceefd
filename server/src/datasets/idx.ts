import { type DataArray, DataFault, type Stored, readArray } from './array';

/** Third byte of an IDX file (the format of MNIST's files, as its page describes it). */
const types: Readonly<Record<number, Stored>> = {
  0x08: 'u1',
  0x09: 'i1',
  0x0b: 'i2',
  0x0c: 'i4',
  0x0d: 'f4',
  0x0e: 'f8',
};

export function isIdx(bytes: Uint8Array): boolean {
  return bytes[0] === 0 && bytes[1] === 0 && types[bytes[2] ?? 0] !== undefined && (bytes[3] ?? 0) > 0;
}

/**
 * Reads an IDX file: two zero bytes, type, number of dimensions, the dimensions and the values, big-endian.
 *
 * @throws DataFault
 */
export function readIdx(file: string, bytes: Uint8Array): DataArray {
  const stored = types[bytes[2] ?? 0];
  const rank = bytes[3] ?? 0;
  const start = 4 + 4 * rank;
  if (!isIdx(bytes) || stored === undefined || bytes.length < start) {
    throw new DataFault(`${file}: this is no IDX file (its first bytes are not 00 00 TYPE DIMENSIONS)`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, start);
  const shape = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i));
  return readArray(file, bytes, start, shape, stored, false);
}
