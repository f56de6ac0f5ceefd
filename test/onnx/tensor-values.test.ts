import { describe, expect, test } from 'vitest';
import {
  OnnxError,
  dataTypeBits,
  dataTypeName,
  elementCount,
  readModel,
  tensorNumbers,
  tensorStrings,
} from '../../server/src/onnx/index';
import { message, model, packed, rawTensor } from '../support/onnx-writer';

function tensor(bytes: Uint8Array) {
  const found = [...readModel(model({ initializers: [bytes] })).graph.initializers.values()][0];
  if (found === undefined) throw new Error('no tensor');
  return found;
}

const raw = (type: number, count: number, ...bytes: number[]) =>
  tensor(rawTensor('t', type, [count], Uint8Array.from(bytes)));
const varints = (type: number, field: number, ...values: number[]) =>
  tensor(message([1, values.length], [2, type], [8, 't'], [field, packed(values)]));

const halves = (...codes: number[]) =>
  tensor(rawTensor('t', 10, [codes.length], new Uint8Array(Uint16Array.from(codes).buffer)));

const rawModel = model({
  initializers: [rawTensor('w', 11, [2], new Uint8Array(Float64Array.of(1.5, 2.5).buffer))],
});

describe('tensorNumbers', () => {
  test.each([
    ['float', raw(1, 1, 0, 0, 0xc0, 0xbf), [-1.5]],
    ['uint8', raw(2, 2, 1, 255), [1, 255]],
    ['int8', raw(3, 2, 1, 255), [1, -1]],
    ['uint16', raw(4, 1, 255, 255), [65_535]],
    ['int16', raw(5, 1, 254, 255), [-2]],
    ['int32', raw(6, 1, 255, 255, 255, 255), [-1]],
    ['int64', raw(7, 1, 255, 255, 255, 255, 255, 255, 255, 255), [-1]],
    ['bool', raw(9, 2, 1, 0), [1, 0]],
    ['float16', raw(10, 4, 0, 0x3c, 0x00, 0xc0, 1, 0, 0, 0x7c), [1, -2, 2 ** -24, Infinity]],
    ['double', raw(11, 1, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f), [1]],
    ['uint32', raw(12, 1, 255, 255, 255, 255), [2 ** 32 - 1]],
    ['uint64', raw(13, 1, 0, 0, 0, 0, 1, 0, 0, 0), [2 ** 32]],
    ['bfloat16', raw(16, 2, 0x80, 0x3f, 0x20, 0xc0), [1, -2.5]],
    ['float8e4m3fn', raw(17, 2, 0x38, 0xc0), [1, -2]],
    ['float8e5m2', raw(19, 1, 0x3c), [1]],
    ['float16, its limits', halves(0x7bff, 0x0400, 0x3555, 0x8000), [65_504, 2 ** -14, 0.333251953125, -0]],
    ['float16, not a number', halves(0x7e00, 0xfc00), [NaN, -Infinity]],
    // Largest numbers and those that are none: Micikevicius et al., FP8 Formats for Deep Learning, table 1;
    // Noune et al., 8-bit Numerical Formats for Deep Neural Networks.
    ['float8e4m3fn, its limits', raw(17, 4, 0x7e, 0x7f, 0xff, 0x01), [448, NaN, NaN, 2 ** -9]],
    ['float8e4m3fnuz, its limits', raw(18, 4, 0x7f, 0x80, 0xff, 0x01), [240, NaN, -240, 2 ** -10]],
    ['float8e5m2, its limits', raw(19, 4, 0x7b, 0x7c, 0x7d, 0x01), [57_344, Infinity, NaN, 2 ** -16]],
    ['float8e5m2fnuz, its limits', raw(20, 4, 0x7f, 0x80, 0xff, 0x01), [57_344, NaN, -57_344, 2 ** -17]],
    ['float8e8m0', raw(24, 3, 127, 0, 255), [1, 2 ** -127, NaN]],
    ['uint2', raw(25, 5, 0b11_10_01_00, 2), [0, 1, 2, 3, 2]],
    ['int2', raw(26, 3, 0b10_11_01), [1, -1, -2]],
    ['uint4', raw(21, 3, 0xf1, 0x07), [1, 15, 7]],
    ['int4', raw(22, 3, 0xf1, 0x08), [1, -1, -8]],
    ['float4e2m1', raw(23, 2, 0xa7), [6, -1]],
    ['int32_data', varints(6, 5, 7, -7), [7, -7]],
    ['int8 in int32_data', varints(3, 5, 7, -7), [7, -7]],
    ['float16 in int32_data', varints(10, 5, 0x3c00), [1]],
    ['int64_data', varints(7, 7, 1, -(2 ** 40)), [1, -(2 ** 40)]],
    [
      'an odd number of int4 in int32_data',
      tensor(message([1, 3], [2, 22], [5, packed([0xf1, 0x08])])),
      [1, -1, -8],
    ],
    ['bfloat16 in int32_data', varints(16, 5, 0x3f80, 0xc020), [1, -2.5]],
    ['int8 written without its sign', varints(3, 5, 249), [-7]],
    ['the ends of int64_data', varints(7, 7, -(2 ** 63)), [-(2 ** 63)]],
    ['uint64 beyond the signed ones', varints(13, 11, -1), [2 ** 64]],
    ['int64, both halves', raw(7, 1, 1, 0, 0, 0, 0xfe, 0xff, 0xff, 0xff), [-(2 ** 33) + 1]],
    [
      'double_data',
      tensor(message([1, 1], [2, 11], [10, new Uint8Array(Float64Array.of(0.1).buffer)])),
      [0.1],
    ],
    ['uint64_data', varints(13, 11, 5), [5]],
  ])('%s', (_, found, expected) => {
    expect(Array.from(tensorNumbers(found))).toEqual(expected);
  });

  test('every bfloat16 is the float of its upper half', () => {
    const codes = Uint16Array.from({ length: 65_536 }, (_, i) => i);
    const found = tensorNumbers(tensor(rawTensor('t', 16, [65_536], new Uint8Array(codes.buffer))));
    expect(found).toEqual(new Float32Array(Uint32Array.from(codes, (code) => code << 16).buffer));
  });

  test('complex numbers are refused with what helps', () => {
    expect(() => tensorNumbers(raw(14, 1, 0, 0, 0, 0, 0, 0, 0, 0))).toThrow(
      /tensor t holds complex64.*real and imaginary parts apart/,
    );
  });

  test('float_data, in one piece or one value a field', () => {
    const one = new Uint8Array(Float32Array.of(1).buffer);
    const both = new Uint8Array(Float32Array.of(1, 2).buffer);
    expect(Array.from(tensorNumbers(tensor(message([1, 2], [2, 1], [4, both]))))).toEqual([1, 2]);
    const apart = Uint8Array.from([...message([1, 2], [2, 1]), 0x25, ...one, 0x25, ...one]);
    expect(Array.from(tensorNumbers(tensor(apart)))).toEqual([1, 1]);
  });

  test('dimensions are checked against the data and allocate nothing', () => {
    const absurd = rawTensor('w', 1, [2 ** 40, 2 ** 40], new Uint8Array(8));
    expect(elementCount([2 ** 40, 2 ** 40])).toBe(2 ** 80);
    expect(() => tensor(absurd)).toThrow(/tensor w has 8 bytes of data where/);
    expect(() => tensorNumbers(varints(6, 5))).not.toThrow();
    expect(() => tensor(message([1, 3], [2, 7], [7, packed([1])]))).toThrow(OnnxError);
  });

  test('unaligned data is copied, that of a Node buffer too', () => {
    for (const offset of [0, 1, 2, 3]) {
      const file = Buffer.from([...new Array<number>(offset).fill(0), ...rawModel]).subarray(offset);
      const [tensor] = readModel(file).graph.initializers.values();
      expect(tensor && Array.from(tensorNumbers(tensor))).toEqual([1.5, 2.5]);
    }
  });

  test('strings are distinguished from numbers', () => {
    const texts = tensor(message([1, 2], [2, 8], [6, 'a'], [6, 'b'], [8, 's']));
    expect(tensorStrings(texts)).toEqual(['a', 'b']);
    expect(() => tensorNumbers(texts)).toThrow(/holds string and no numbers/);
    expect(() => tensorStrings(raw(2, 1, 1))).toThrow(/holds uint8 and no strings/);
    expect([dataTypeName(22), dataTypeBits(22), dataTypeName(99), dataTypeBits(99)]).toEqual([
      'int4',
      4,
      'type 99',
      undefined,
    ]);
  });
});
