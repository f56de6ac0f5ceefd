/** Protocol Buffers' wire format (protobuf.dev/programming-guides/encoding): fields out of bytes, nothing copied. */
import { OnnxError } from './onnx-error';

export const wireType = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** One field of a message. The reader reuses it: take out what is needed before the next one. */
export interface Field {
  number: number;
  wire: number;
  /** Value of a varint as a signed 64-bit integer; exact up to 2^53, rounded beyond. */
  int: number;
  /** Contents of a fixed or length-delimited field: a view into the message. */
  bytes: Uint8Array;
}

const empty = new Uint8Array(0);

/** Highest field number that protobuf allows; random bytes mostly show themselves by exceeding it. */
const highestField = 2 ** 29 - 1;

/**
 * Visits the fields of a message in their order. Throws an OnnxError where the bytes are no message: a length that
 * passes the end, a wire type that there is not, a varint without an end.
 */
export function forEachField(message: Uint8Array, what: string, visit: (field: Field) => void): void {
  const cursor: Cursor = { bytes: message, at: 0, what };
  const field: Field = { number: 0, wire: 0, int: 0, bytes: empty };
  while (cursor.at < message.length) {
    const tag = readVarint(cursor);
    field.wire = tag % 8;
    field.number = Math.floor(tag / 8);
    field.int = 0;
    field.bytes = empty;
    if (field.number < 1 || field.number > highestField) fail(cursor, `field number ${field.number}`);
    switch (field.wire) {
      case wireType.varint:
        field.int = readVarint(cursor);
        break;
      case wireType.fixed64:
        field.bytes = take(cursor, 8);
        break;
      case wireType.bytes:
        field.bytes = take(cursor, readVarint(cursor));
        break;
      case wireType.fixed32:
        field.bytes = take(cursor, 4);
        break;
      default:
        fail(cursor, `wire type ${field.wire}`);
    }
    visit(field);
  }
}

/** Varints one after another, as in a packed repeated field: signed 64-bit integers, rounded beyond 2^53. */
export function packedVarints(bytes: Uint8Array, what: string): number[] {
  const cursor: Cursor = { bytes, at: 0, what };
  const values: number[] = [];
  while (cursor.at < bytes.length) values.push(readVarint(cursor));
  return values;
}

const decoder = new TextDecoder();

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

interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
  readonly what: string;
}

/** Seven bits a byte, least first, at most ten bytes; the upper half apart, since numbers hold 53 bits. */
function readVarint(cursor: Cursor): number {
  const { bytes } = cursor;
  let low = 0;
  let high = 0;
  for (let shift = 0; shift < 70; shift += 7) {
    const byte = bytes[cursor.at];
    if (byte === undefined) fail(cursor, 'the bytes end inside a number');
    cursor.at++;
    const seven = byte & 0x7f;
    if (shift < 28) low |= seven << shift;
    else if (shift === 28) {
      low |= seven << 28;
      high = seven >> 4;
    } else high |= seven << (shift - 32);
    if (byte < 0x80) return (high | 0) * 2 ** 32 + (low >>> 0);
  }
  return fail(cursor, 'a number longer than 64 bits');
}

function take(cursor: Cursor, length: number): Uint8Array {
  const end = cursor.at + length;
  if (length < 0 || end > cursor.bytes.length) {
    fail(cursor, `${length} bytes are announced and ${cursor.bytes.length - cursor.at} are left`);
  }
  const part = cursor.bytes.subarray(cursor.at, end);
  cursor.at = end;
  return part;
}

function fail(cursor: Cursor, reason: string): never {
  throw new OnnxError(
    `not a valid ONNX model: ${reason}, in ${cursor.what}; the file is truncated or not an ONNX file`,
  );
}
