/** Element types of tensors, by their number in `TensorProto.DataType` of onnx.proto. */

/** The field of TensorProto that holds such elements where they are not in `raw_data`. */
type DataField = 'float_data' | 'double_data' | 'int32_data' | 'int64_data' | 'uint64_data' | 'string_data';

interface ElementType {
  readonly name: string;
  /** Of one element in raw data; 0 for strings. */
  readonly bits: number;
  readonly group: 'float' | 'signed' | 'unsigned' | 'bool' | 'other';
  readonly field: DataField;
}

const of = (
  name: string,
  bits: number,
  group: ElementType['group'],
  field: DataField = 'int32_data',
): ElementType => ({ name, bits, group, field });

const byNumber: Readonly<Record<number, ElementType>> = {
  1: of('float', 32, 'float', 'float_data'),
  2: of('uint8', 8, 'unsigned'),
  3: of('int8', 8, 'signed'),
  4: of('uint16', 16, 'unsigned'),
  5: of('int16', 16, 'signed'),
  6: of('int32', 32, 'signed'),
  7: of('int64', 64, 'signed', 'int64_data'),
  8: of('string', 0, 'other', 'string_data'),
  9: of('bool', 8, 'bool'),
  10: of('float16', 16, 'float'),
  11: of('double', 64, 'float', 'double_data'),
  12: of('uint32', 32, 'unsigned', 'uint64_data'),
  13: of('uint64', 64, 'unsigned', 'uint64_data'),
  14: of('complex64', 64, 'other', 'float_data'),
  15: of('complex128', 128, 'other', 'double_data'),
  16: of('bfloat16', 16, 'float'),
  17: of('float8e4m3fn', 8, 'float'),
  18: of('float8e4m3fnuz', 8, 'float'),
  19: of('float8e5m2', 8, 'float'),
  20: of('float8e5m2fnuz', 8, 'float'),
  21: of('uint4', 4, 'unsigned'),
  22: of('int4', 4, 'signed'),
  23: of('float4e2m1', 4, 'float'),
  24: of('float8e8m0', 8, 'float'),
  25: of('uint2', 2, 'unsigned'),
  26: of('int2', 2, 'signed'),
};

/** Number of an element type in onnx.proto; 0 is none. */
export type DataType = number;

export const dataType = {
  undefined: 0,
  float: 1,
  uint8: 2,
  int8: 3,
  uint16: 4,
  int16: 5,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  float16: 10,
  double: 11,
  uint32: 12,
  uint64: 13,
  bfloat16: 16,
  float8e4m3fn: 17,
  float8e4m3fnuz: 18,
  float8e5m2: 19,
  float8e5m2fnuz: 20,
  uint4: 21,
  int4: 22,
  float4e2m1: 23,
  float8e8m0: 24,
} as const satisfies Record<string, DataType>;

/** `float16`, `int8` …, or `type 99` for one that onnx.proto does not have. */
export function dataTypeName(type: DataType): string {
  return byNumber[type]?.name ?? `type ${type}`;
}

/** Bits of one element in raw data; undefined for strings and unknown types. */
export function dataTypeBits(type: DataType): number | undefined {
  const bits = byNumber[type]?.bits;
  return bits === 0 ? undefined : bits;
}

/** Whether onnx.proto has such a type. */
export function isDataType(type: DataType): boolean {
  return byNumber[type] !== undefined;
}

/** Any float, from 4 bits to 64; no complex numbers. */
export function isFloatType(type: DataType): boolean {
  return byNumber[type]?.group === 'float';
}

/** Any integer, from 2 bits to 64; bool is none. */
export function isIntegerType(type: DataType): boolean {
  const group = byNumber[type]?.group;
  return group === 'signed' || group === 'unsigned';
}

export function isUnsignedType(type: DataType): boolean {
  return byNumber[type]?.group === 'unsigned';
}

/** The field of TensorProto, apart from `raw_data`, for elements of a type. */
export function dataFieldOf(type: DataType): DataField {
  return byNumber[type]?.field ?? 'int32_data';
}
