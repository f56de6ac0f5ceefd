/** Numbers in row-major order, as a file of a data set holds them. */
export interface DataArray {
  readonly shape: readonly number[];
  readonly values: Values;
}

export type Values =
  Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array | Float64Array;

/** A data set that cannot be used: place, reason, way out. */
export class DataFault extends Error {}

/** How a number is stored. */
export type Stored = 'u1' | 'i1' | 'u2' | 'i2' | 'u4' | 'i4' | 'u8' | 'i8' | 'f2' | 'f4' | 'f8';

export function bytesOf(stored: Stored): number {
  return Number(stored[1]);
}

/**
 * The array of `shape` at `start` of `bytes`. Never allocates for more than is there.
 *
 * @param file for the message
 * @throws DataFault where the bytes do not hold that many numbers
 */
export function readArray(
  file: string,
  bytes: Uint8Array,
  start: number,
  shape: readonly number[],
  stored: Stored,
  littleEndian: boolean,
): DataArray {
  const count = shape.reduce((product, n) => product * n, 1);
  if (!shape.every(Number.isSafeInteger) || Number.isNaN(count))
    throw new DataFault(`${file}: ${shape.join('x')} is no shape of an array`);
  const width = bytesOf(stored);
  const there = Math.max(0, bytes.length - start);
  if (count * width > there) {
    throw new DataFault(
      `${file}: ${shape.join('x')} numbers of ${width} bytes are announced, ${there} bytes follow: the file is truncated`,
    );
  }
  if (width === 1) {
    const values =
      stored === 'u1'
        ? bytes.subarray(start, start + count)
        : new Int8Array(bytes.buffer, bytes.byteOffset + start, count);
    return { shape, values };
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, count * width);
  const values = allocate(stored, count);
  for (let i = 0; i < count; i++) values[i] = readNumber(view, i * width, stored, littleEndian);
  return { shape, values };
}

function allocate(stored: Stored, count: number): Values {
  switch (stored) {
    case 'u1':
      return new Uint8Array(count);
    case 'i1':
      return new Int8Array(count);
    case 'u2':
      return new Uint16Array(count);
    case 'i2':
      return new Int16Array(count);
    case 'u4':
      return new Uint32Array(count);
    case 'i4':
      return new Int32Array(count);
    case 'f2':
    case 'f4':
      return new Float32Array(count);
    // Whole numbers beyond 2^53 are nobody's pixels or labels.
    case 'u8':
    case 'i8':
    case 'f8':
      return new Float64Array(count);
  }
}

function readNumber(view: DataView, at: number, stored: Stored, littleEndian: boolean): number {
  switch (stored) {
    case 'u1':
      return view.getUint8(at);
    case 'i1':
      return view.getInt8(at);
    case 'u2':
      return view.getUint16(at, littleEndian);
    case 'i2':
      return view.getInt16(at, littleEndian);
    case 'u4':
      return view.getUint32(at, littleEndian);
    case 'i4':
      return view.getInt32(at, littleEndian);
    case 'u8':
      return Number(view.getBigUint64(at, littleEndian));
    case 'i8':
      return Number(view.getBigInt64(at, littleEndian));
    case 'f2':
      return fromHalf(view.getUint16(at, littleEndian));
    case 'f4':
      return view.getFloat32(at, littleEndian);
    case 'f8':
      return view.getFloat64(at, littleEndian);
  }
}

/** IEEE 754 binary16. */
function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
