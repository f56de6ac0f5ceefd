/** Elements of tensors as numbers. Whatever can be viewed is viewed; the rest is decoded on demand. */
import { dataType, dataTypeBits, dataTypeName, isUnsignedType } from './data-type';
import { minifloats } from './minifloat';
import type { OnnxTensor } from './model';
import { OnnxError } from './onnx-error';
import { checkTensor, elementCount, tensorLabel } from './tensor-length';
import { type Cursor, readVarint, textOf } from './wire';

/** Numbers in the order of the tensor's elements, row-major. */
export type Numbers =
  Float32Array | Float64Array | Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array;

/**
 * A tensor's elements as numbers, whichever way they are stored: 64-bit integers rounded beyond 2^53, booleans as 0
 * and 1, halves and smaller floats widened, 4-bit values unpacked. Float, double and integers of up to 32 bits in
 * raw data are viewed in place (do not write into them), unless the file has them unaligned.
 * Throws an OnnxError where the data is missing, of another length than the dimensions say, or no numbers.
 */
export function tensorNumbers(tensor: OnnxTensor): Numbers {
  const { data, type, dims } = tensor;
  const called = tensorLabel(tensor);
  if (data.kind === 'external') {
    throw new OnnxError(
      `the values of ${called} are in the file ${data.location}, which was not loaded; put it beside the model`,
    );
  }
  if (data.kind === 'strings' || dataTypeBits(type) === undefined) {
    throw new OnnxError(`${called} holds ${dataTypeName(type)} and no numbers`);
  }
  if (type === complex64 || type === complex128) {
    throw new OnnxError(
      `${called} holds ${dataTypeName(type)}, which is not supported; export the model with real and imaginary parts apart`,
    );
  }
  checkTensor(tensor, called);
  const count = elementCount(dims);
  return data.kind === 'raw' ? fromRaw(type, data.bytes, count) : fromVarints(type, data.bytes, count);
}

const complex64 = 14;
const complex128 = 15;

/** A tensor's strings. Throws an OnnxError where it holds none. */
export function tensorStrings(tensor: OnnxTensor): string[] {
  if (tensor.data.kind === 'strings') return tensor.data.values.map(textOf);
  throw new OnnxError(`${tensorLabel(tensor)} holds ${dataTypeName(tensor.type)} and no strings`);
}

/** `bytes` are as many as `count` elements need. */
function fromRaw(type: number, bytes: Uint8Array, count: number): Numbers {
  switch (type) {
    case dataType.float:
      return view(Float32Array, bytes);
    case dataType.double:
      return view(Float64Array, bytes);
    case dataType.int8:
      return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
    case dataType.uint8:
    case dataType.bool:
      return bytes;
    case dataType.int16:
      return view(Int16Array, bytes);
    case dataType.uint16:
      return view(Uint16Array, bytes);
    case dataType.int32:
      return view(Int32Array, bytes);
    case dataType.uint32:
      return view(Uint32Array, bytes);
    case dataType.int64:
      return wide(view(Uint32Array, bytes), count, (high) => high | 0);
    case dataType.uint64:
      return wide(view(Uint32Array, bytes), count, (high) => high);
  }
  const bits = dataTypeBits(type) ?? 8;
  if (bits < 8) return unpacked(type, bytes, bits, count);
  return decoded(type, bits === 16 ? view(Uint16Array, bytes) : bytes);
}

interface ViewConstructor<T> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBufferLike, offset: number, length: number): T;
}

/** Typed arrays want their bytes aligned; protobuf aligns nothing. */
function view<T>(type: ViewConstructor<T>, bytes: Uint8Array): T {
  const size = type.BYTES_PER_ELEMENT;
  // Not `slice`: that of a Node Buffer copies nothing.
  const aligned = bytes.byteOffset % size === 0 ? bytes : new Uint8Array(bytes);
  return new type(aligned.buffer, aligned.byteOffset, bytes.length / size);
}

/** Of 64-bit integers by their halves, which is many times faster than by `bigint`. */
function wide(halves: Uint32Array, count: number, high: (half: number) => number): Float64Array {
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    values[i] = high(halves[2 * i + 1] ?? 0) * 2 ** 32 + (halves[2 * i] ?? 0);
  }
  return values;
}

function decoded(type: number, codes: Uint8Array | Uint16Array): Numbers {
  const table = minifloats(type);
  if (table === undefined) throw new Error(`elements of ${dataTypeName(type)} have no decoder`);
  const values = new Float32Array(codes.length);
  for (let i = 0; i < values.length; i++) values[i] = table[codes[i] ?? 0] ?? 0;
  return values;
}

/** The first of a byte's elements is in its lowest bits. */
function unpacked(type: number, bytes: Uint8Array, bits: number, count: number): Numbers {
  const perByte = 8 / bits;
  const table = minifloats(type);
  const sign = isUnsignedType(type) ? 0 : 1 << (bits - 1);
  const values = table ? new Float32Array(count) : sign === 0 ? new Uint8Array(count) : new Int8Array(count);
  for (let i = 0; i < count; i++) {
    const byte = bytes[Math.floor(i / perByte)] ?? 0;
    const code = (byte >> ((i % perByte) * bits)) & ((1 << bits) - 1);
    values[i] = table ? (table[code] ?? 0) : (code ^ sign) - sign;
  }
  return values;
}

/**
 * `int32_data` holds every type of up to 32 bits: halves by their bits, two 4-bit values in one number. A number
 * outside the type's range is cut to its lowest bits, as runtimes do.
 */
function fromVarints(type: number, bytes: Uint8Array, count: number): Numbers {
  const bits = dataTypeBits(type) ?? 64;
  const read = (into: Numbers): typeof into => {
    const cursor: Cursor = { bytes, at: 0, where: () => 'the data of a tensor' };
    for (let i = 0; i < into.length; i++) into[i] = readVarint(cursor);
    return into;
  };
  if (bits < 8)
    return unpacked(type, read(new Uint8Array(Math.ceil((count * bits) / 8))) as Uint8Array, bits, count);
  switch (type) {
    case dataType.int8:
      return read(new Int8Array(count));
    case dataType.uint8:
    case dataType.bool:
      return read(new Uint8Array(count));
    case dataType.int16:
      return read(new Int16Array(count));
    case dataType.uint16:
      return read(new Uint16Array(count));
    case dataType.int32:
      return read(new Int32Array(count));
    case dataType.uint32:
      return read(new Uint32Array(count));
    case dataType.int64:
      return read(new Float64Array(count));
    case dataType.uint64:
      return read(new Float64Array(count)).map((v) => (v < 0 ? v + 2 ** 64 : v));
  }
  return decoded(type, read(bits === 16 ? new Uint16Array(count) : new Uint8Array(count)) as Uint8Array);
}
