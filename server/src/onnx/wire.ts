/** Protocol Buffers' wire format (protobuf.dev/programming-guides/encoding): fields out of bytes, nothing copied. */
import { OnnxError } from './onnx-error';

export const wireType = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** One field of a message. The reader reuses it: take out what is needed before the next one. */
export interface WireField {
  number: number;
  wire: number;
  /** Value of a varint as a signed 64-bit integer; exact up to 2^53, rounded beyond. */
  int: number;
  /** Contents of a field, those of a varint as it is encoded: a view into the message. */
  bytes: Uint8Array;
}

/** Bytes and how far they are read. */
export interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
  /** The place in the model, for errors. */
  readonly where: () => string;
}

const empty = new Uint8Array(0);

/** Highest field number that protobuf allows; random bytes mostly show themselves by exceeding it. */
const highestField = 2 ** 29 - 1;

/** A tag and a length have at most ten bytes each. */
export const longestHead = 20;

/**
 * Visits the fields of a message in their order. Throws an OnnxError where the bytes are no message: a length that
 * passes the end, a wire type that there is not, a varint without an end.
 */
export function forEachField(
  bytes: Uint8Array,
  where: () => string,
  visit: (field: WireField) => void,
): void {
  const cursor: Cursor = { bytes, at: 0, where };
  const field: WireField = { number: 0, wire: 0, int: 0, bytes: empty };
  while (cursor.at < bytes.length) {
    const length = readHead(cursor, field);
    const start = cursor.at;
    if (length === undefined) field.int = readVarint(cursor);
    else {
      field.int = 0;
      if (length < 0 || start + length > bytes.length) {
        fail(where, `${length} bytes are announced and ${bytes.length - start} are left`);
      }
      cursor.at = start + length;
    }
    field.bytes = bytes.subarray(start, cursor.at);
    visit(field);
  }
}

/**
 * Reads a field's number and wire type.
 *
 * @returns how many bytes of contents follow; undefined for a varint, whose own bits say
 */
export function readHead(cursor: Cursor, head: Pick<WireField, 'number' | 'wire'>): number | undefined {
  const tag = readVarint(cursor);
  head.wire = ((tag % 8) + 8) % 8;
  head.number = Math.floor(tag / 8);
  if (head.number < 1 || head.number > highestField) {
    fail(cursor.where, `there is no field number ${head.number}`);
  }
  switch (head.wire) {
    case wireType.varint:
      return undefined;
    case wireType.fixed64:
      return 8;
    case wireType.bytes:
      return readVarint(cursor);
    case wireType.fixed32:
      return 4;
    default:
      return fail(cursor.where, `there is no wire type ${head.wire}`);
  }
}

/** Seven bits a byte, least first, at most ten bytes; the upper half apart, since numbers hold 53 bits. */
export function readVarint(cursor: Cursor): number {
  const { bytes } = cursor;
  let low = 0;
  let high = 0;
  for (let shift = 0; shift < 70; shift += 7) {
    const byte = bytes[cursor.at];
    if (byte === undefined) fail(cursor.where, 'the bytes end inside a number');
    cursor.at++;
    const seven = byte & 0x7f;
    if (shift < 28) low |= seven << shift;
    else if (shift === 28) {
      low |= seven << 28;
      high = seven >> 4;
    } else high |= seven << (shift - 32);
    if (byte < 0x80) return (high | 0) * 2 ** 32 + (low >>> 0);
  }
  return fail(cursor.where, 'a number has more than 64 bits');
}

/** Varints one after another, as in a packed repeated field: signed 64-bit integers, rounded beyond 2^53. */
export function packedVarints(bytes: Uint8Array, where: () => string): number[] {
  const cursor: Cursor = { bytes, at: 0, where };
  const values: number[] = [];
  while (cursor.at < bytes.length) values.push(readVarint(cursor));
  return values;
}

// Not without its first character where that is a byte order mark.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** UTF-8; names are mostly short and ASCII, for which a decoder's call costs more than the loop. */
export function textOf(bytes: Uint8Array): string {
  if (bytes.length > 64) return decoder.decode(bytes);
  let text = '';
  for (const byte of bytes) {
    if (byte > 0x7f) return decoder.decode(bytes);
    text += String.fromCharCode(byte);
  }
  return text;
}

/** What is read is not what ONNX wants there. */
export function fail(where: () => string, reason: string): never {
  throw new OnnxError(
    `not a valid ONNX model: ${reason}, in ${where()}; the file is damaged, not wholly copied, or not an ONNX file`,
  );
}
