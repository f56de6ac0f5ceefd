/** Values of fields, with their wire type checked: a wrong one means that the bytes are something else. */
import { OnnxError } from './onnx-error';
import { type Field, packedVarints, textOf, wireType } from './wire';

export function intOf(field: Field, what: string): number {
  return field.wire === wireType.varint ? field.int : wrong(what);
}

export function bytesOf(field: Field, what: string): Uint8Array {
  return field.wire === wireType.bytes ? field.bytes : wrong(what);
}

export function stringOf(field: Field, what: string): string {
  return textOf(bytesOf(field, what));
}

/** A repeated integer: packed, or one value of several fields. */
export function intsOf(field: Field, what: string): number[] {
  return field.wire === wireType.varint ? [field.int] : packedVarints(bytesOf(field, what), what);
}

/** A repeated float: packed, or one value of several fields. */
export function floatsOf({ bytes, wire }: Field, what: string): number[] {
  if (wire !== wireType.fixed32 && wire !== wireType.bytes) return wrong(what);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, i) => view.getFloat32(4 * i, true));
}

function wrong(what: string): never {
  throw new OnnxError(
    `not a valid ONNX model: ${what} is not of the kind that ONNX wants; the file is not an ONNX file`,
  );
}
