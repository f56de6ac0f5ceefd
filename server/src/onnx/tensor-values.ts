/** Elements of tensors as numbers. Whatever can be viewed is viewed; the rest is decoded on demand. */
import { dataType, dataTypeBits, dataTypeName } from './data-type';
import { minifloat } from './minifloat';
import type { OnnxTensor } from './model';
import { OnnxError } from './onnx-error';
import { packedVarints, textOf } from './wire';

/** Numbers in the order of the tensor's elements, row-major. */
export type Numbers =
  Float32Array | Float64Array | Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array;

/** Product of the dimensions; 1 for a scalar. As declared: it may be absurd, and larger than the data. */
export function elementCount(dims: readonly number[]): number {
  return dims.reduce((product, dim) => product * dim, 1);
}

/**
 * A tensor's elements as numbers, whichever way they are stored: 64-bit integers rounded beyond 2^53, booleans as 0
 * and 1, halves and smaller floats widened, 4-bit values unpacked. Float, double and integers of up to 32 bits in
 * raw data are viewed in place (do not write into them), unless the file has them unaligned.
 * Throws an OnnxError where the data is missing, of another length than the dimensions say, or no numbers.
 */
export function tensorNumbers(tensor: OnnxTensor): Numbers {
  const { data, type, dims } = tensor;
  if (data.kind === 'external') {
    throw new OnnxError(
      `the values of ${label(tensor)} are in the file ${data.location}, which was not loaded; put it beside the model`,
    );
  }
  const bits = dataTypeBits(type);
  if (bits === undefined || data.kind === 'strings') {
    throw new OnnxError(`${label(tensor)} holds ${dataTypeName(type)} and no numbers`);
  }
  const count = elementCount(dims);
  const values = data.kind === 'raw' ? fromRaw(tensor, data.bytes, count) : fromVarints(data.chunks, type);
  if (values.length !== count) {
    throw new OnnxError(
      `${label(tensor)} has ${values.length} values where its dimensions ${dims.join('x') || '(none)'} need ${count}`,
    );
  }
  return values;
}

/**
 * Whether raw data has the bytes that the dimensions need; undefined is the rest of a file.
 *
 * @throws OnnxError
 */
export function checkLength({ name, type, dims }: Omit<OnnxTensor, 'data'>, bytes: number | undefined): void {
  const needed = Math.ceil((elementCount(dims) * (dataTypeBits(type) ?? 8)) / 8);
  if (bytes === undefined || bytes === needed) return;
  throw new OnnxError(
    `${label({ name })} has ${bytes} bytes of data where its dimensions ${dims.join('x') || '(none)'} of ${dataTypeName(type)} need ${needed}`,
  );
}

/** A tensor's strings. Throws an OnnxError where it holds none. */
export function tensorStrings(tensor: OnnxTensor): string[] {
  if (tensor.data.kind === 'strings') return tensor.data.values.map(textOf);
  if (tensor.type === dataType.string && elementCount(tensor.dims) === 0) return [];
  throw new OnnxError(`${label(tensor)} holds ${dataTypeName(tensor.type)} and no strings`);
}

function label({ name }: Pick<OnnxTensor, 'name'>): string {
  return name === '' ? 'a constant' : `tensor ${name}`;
}

function fromRaw(tensor: OnnxTensor, bytes: Uint8Array, count: number): Numbers {
  const { type } = tensor;
  const bits = dataTypeBits(type) ?? 8;
  checkLength(tensor, bytes.length);
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
      return wide(view(BigInt64Array, bytes));
    case dataType.uint64:
      return wide(view(BigUint64Array, bytes));
  }
  if (bits < 8) return unpacked(bytes, count, bits, type);
  const decode = minifloat(type);
  if (decode === undefined) {
    throw new OnnxError(`${label(tensor)} holds ${dataTypeName(type)}, which is not supported`);
  }
  const codes = bits === 16 ? view(Uint16Array, bytes) : bytes;
  return Float32Array.from(codes, decode);
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

function wide(values: BigInt64Array | BigUint64Array): Float64Array {
  return Float64Array.from(values as ArrayLike<bigint>, Number);
}

/** The first of a byte's elements is in its lowest bits. */
function unpacked(bytes: Uint8Array, count: number, bits: number, type: number): Numbers {
  const perByte = 8 / bits;
  const decode = minifloat(type);
  const sign = type === dataType.uint4 || dataTypeName(type).startsWith('uint') ? 0 : 1 << (bits - 1);
  const values = decode ? new Float32Array(count) : new Int8Array(count);
  for (let i = 0; i < count; i++) {
    const byte = bytes[Math.floor(i / perByte)] ?? 0;
    const code = (byte >> ((i % perByte) * bits)) & ((1 << bits) - 1);
    values[i] = decode ? decode(code) : (code ^ sign) - sign;
  }
  return values;
}

/** `int32_data` holds every type of up to 32 bits: halves by their bits, two 4-bit values in one number. */
function fromVarints(chunks: readonly (Uint8Array | number)[], type: number): Numbers {
  const codes = chunks.flatMap((chunk) =>
    typeof chunk === 'number' ? [chunk] : packedVarints(chunk, 'the data of a tensor'),
  );
  const bits = dataTypeBits(type) ?? 64;
  if (bits < 8) {
    const bytes = Uint8Array.from(codes);
    return unpacked(bytes, bytes.length * (8 / bits), bits, type);
  }
  const decode = minifloat(type);
  if (decode) return Float32Array.from(codes, decode);
  return bits === 64
    ? Float64Array.from(codes, type === dataType.uint64 ? unsigned : Number)
    : Float64Array.from(codes);
}

function unsigned(value: number): number {
  return value < 0 ? value + 2 ** 64 : value;
}
