/** Element types of tensors, by their number in `TensorProto.DataType` of onnx.proto. */
const byNumber: Readonly<Record<number, readonly [name: string, bits: number]>> = {
  1: ['float', 32],
  2: ['uint8', 8],
  3: ['int8', 8],
  4: ['uint16', 16],
  5: ['int16', 16],
  6: ['int32', 32],
  7: ['int64', 64],
  8: ['string', 0],
  9: ['bool', 8],
  10: ['float16', 16],
  11: ['double', 64],
  12: ['uint32', 32],
  13: ['uint64', 64],
  14: ['complex64', 64],
  15: ['complex128', 128],
  16: ['bfloat16', 16],
  17: ['float8e4m3fn', 8],
  18: ['float8e4m3fnuz', 8],
  19: ['float8e5m2', 8],
  20: ['float8e5m2fnuz', 8],
  21: ['uint4', 4],
  22: ['int4', 4],
  23: ['float4e2m1', 4],
  24: ['float8e8m0', 8],
  25: ['uint2', 2],
  26: ['int2', 2],
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
  uint4: 21,
  int4: 22,
} as const satisfies Record<string, DataType>;

/** `float16`, `int8` …, or `type 99` for one that onnx.proto does not have. */
export function dataTypeName(type: DataType): string {
  return byNumber[type]?.[0] ?? `type ${type}`;
}

/** Bits of one element in raw data; undefined for strings and unknown types. */
export function dataTypeBits(type: DataType): number | undefined {
  const bits = byNumber[type]?.[1];
  return bits === 0 ? undefined : bits;
}
