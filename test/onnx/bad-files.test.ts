/** Files that break ONNX's own rules, or that are damaged: each is one error with a place, a reason and a way out. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OnnxError, readModel, tensorNumbers, tensorStrings, writeModel } from '../../server/src/onnx/index';
import { everyField } from '../support/onnx-every-field';
import { floats, graph, message, model, node, packed, rawTensor, valueInfo } from '../support/onnx-writer';

const w = floats('w', [2], [1, 2]);
const opset = [8, message([2, 13])] as const;
const tensor = (...parts: readonly (readonly [number, number | string | Uint8Array])[]) =>
  model({ initializers: [message(...parts)] });
const twice = { alpha: 1 };

describe('a model that breaks the rules of ONNX', () => {
  test.each<[string, Uint8Array, RegExp]>([
    ['two initializers', model({ initializers: [w, w] }), /graph g has two initializers `w`.*rename one/],
    [
      'two inputs',
      model({ inputs: [valueInfo('x', [1]), valueInfo('x', [2])] }),
      /graph g has two inputs `x`.*rename one/,
    ],
    ['two outputs', model({ outputs: ['y', 'y'] }), /graph g has two outputs `y`.*Identity/],
    [
      'two nodes that make one value',
      model({ nodes: [node('Relu x -> y', {}, { name: 'a' }), node('Relu z -> y')] }),
      /node a \(Relu\) and the Relu that makes y both make `y`.*rename one/,
    ],
    [
      'a node that makes an initializer',
      model({ nodes: [node('Relu x -> w')], initializers: [w] }),
      /the Relu that makes w makes `w`, which is an initializer of graph g too/,
    ],
    [
      'a node that makes an input',
      model({ nodes: [node('Relu x -> x')], inputs: [valueInfo('x', [1])] }),
      /makes `x`, which is an input of graph g too/,
    ],
    [
      'the same in a branch',
      model({ nodes: [node('If c -> y', { then_branch: { graph: graph({ outputs: ['b', 'b'] }) } })] }),
      /graph g has two outputs `b`/,
    ],
    [
      'two attributes',
      model({
        nodes: [
          message(
            [2, 'y'],
            [4, 'Elu'],
            ...[0, 1].map(() => [5, message([1, 'alpha'], [3, twice.alpha], [20, 2])] as const),
          ),
        ],
      }),
      /the Elu that makes y has two attributes `alpha`.*delete/,
    ],
    [
      'an attribute without a value',
      model({ nodes: [message([2, 'y'], [4, 'Elu'], [5, message([1, 'alpha'])])] }),
      /attribute alpha of the Elu that makes y has no value/,
    ],
    [
      'two functions',
      model({}, 13, ...[0, 1].map(() => [25, message([1, 'f'], [10, 'd'])] as const)),
      /function d:f twice/,
    ],
    ['no opset', message([1, 8], [7, graph({})]), /which version of ONNX.*opset_import.*make_model/],
    [
      'two opsets',
      model({}, 13, [8, message([1, 'ai.onnx'], [2, 9])]),
      /versions 13 and 9 of the operators of ONNX/,
    ],
    [
      'two meanings of a key',
      model({}, 13, ...['0.5', '0.4'].map((v) => [14, message([1, 'mean'], [2, v])] as const)),
      /say both 0.5 and 0.4 of `mean`/,
    ],
    [
      'data that is too short',
      model({ initializers: [rawTensor('w', 1, [3], new Uint8Array(8))] }),
      /tensor w has 8 bytes of data where its dimensions 3 of float need 12/,
    ],
    [
      'data that is too long',
      model({ initializers: [rawTensor('w', 3, [3], new Uint8Array(4))] }),
      /tensor w has 4 bytes.*3 of int8 need 3/,
    ],
    [
      'numbers that are too few',
      tensor([1, 3], [2, 6], [5, packed([1, 300])], [8, 'w']),
      /tensor w has 2 values where its dimensions 3 of int32 need 3/,
    ],
    ['texts that are too few', tensor([1, 2], [2, 8], [6, 'a'], [8, 'w']), /tensor w has 1 values/],
    ['no data', tensor([1, 2], [2, 1], [8, 'w']), /tensor w has 0 bytes of data.* need 8/],
    [
      'data of another type',
      tensor([1, 1], [2, 1], [5, packed([1])], [8, 'w']),
      /tensor w of float has its values in int32_data; ONNX wants them in `raw_data` or `float_data`/,
    ],
    [
      'data in two places',
      tensor([1, 1], [2, 6], [5, packed([1])], [8, 'w'], [9, new Uint8Array(4)]),
      /raw_data and int32_data/,
    ],
    [
      'a negative size',
      tensor([1, -1], [1, -1], [2, 3], [8, 'w'], [9, new Uint8Array(1)]),
      /a dimension of -1/,
    ],
    [
      'a size of 64 bits, in a file beside',
      tensor([1, 2 ** 62], [2, 3], [8, 'w'], [13, message([1, 'location'], [2, 'w.bin'])], [14, 1]),
      /tensor w has a dimension of 4611686018427388000.*memory/,
    ],
    ['an unknown type', tensor([1, 1], [2, 99], [8, 'w']), /tensor w are of a type.*number 99.*older ONNX/],
    ['no type', tensor([1, 1], [8, 'w']), /tensor w has no data type/],
    [
      'an input of 64 bits',
      model({ inputs: [valueInfo('x', [1, 2 ** 62])] }),
      /value x is said to have a dimension of 4611686018427388000.*open/,
    ],
    [
      'a number of more than 64 bits',
      Uint8Array.from([...message([1, 8]), 0x08, ...new Array<number>(18).fill(0xff), 1]),
      /a number has more than 64 bits, in its outermost message/,
    ],
    [
      'a field of another kind',
      message([1, 8], opset, [7, message([1, message([4, 'Relu'])], [1, message([4, 5])])]),
      /`op_type` is not of the kind that ONNX wants, in graph.node\[1\]/,
    ],
  ])('%s', (_, bytes, reason) => {
    expect(() => readModel(bytes)).toThrow(OnnxError);
    expect(() => readModel(bytes)).toThrow(reason);
  });

  test('a size below zero is an open one, as onnxruntime takes it', () => {
    expect(readModel(model({ inputs: [valueInfo('x', [-1, 3])] })).graph.inputs[0]?.dims).toEqual([null, 3]);
  });

  test('an initializer may be an input too, and inner graphs may hide outer names', () => {
    const inner = graph({ nodes: [node('Relu x -> y')], outputs: ['y'] });
    const bytes = model({
      nodes: [node('If c -> y', { then_branch: { graph: inner }, else_branch: { graph: inner } })],
      inputs: [valueInfo('w', [2])],
      initializers: [w],
    });
    expect(readModel(bytes).graph.nodes.length).toBe(1);
  });
});

describe('a damaged file is a model or an OnnxError, never anything else', () => {
  const tried = (bytes: Uint8Array): void => {
    try {
      const found = readModel(bytes);
      for (const tensor of found.graph.initializers.values()) {
        if (tensor.data.kind === 'strings') tensorStrings(tensor);
        else if (tensor.data.kind !== 'external') tensorNumbers(tensor);
      }
      writeModel(found);
    } catch (error) {
      expect(error).toBeInstanceOf(OnnxError);
    }
  };

  test('cut at every byte', () => {
    for (let end = 0; end < everyField.length; end++) tried(everyField.subarray(0, end));
  });

  test('with any byte as any other', () => {
    const extreme = [0, 1, 0x7f, 0x80, 0xff];
    fc.assert(
      fc.property(fc.nat(everyField.length - 1), fc.constantFrom(...extreme), (at, byte) => {
        const changed = everyField.slice();
        changed[at] = byte;
        tried(changed);
      }),
      { numRuns: 600 },
    );
  });

  test('with bits turned, bytes taken out, and pieces moved', () => {
    const place = fc.nat(everyField.length - 1);
    fc.assert(
      fc.property(fc.array(fc.tuple(place, fc.nat(7)), { minLength: 1, maxLength: 5 }), (flips) => {
        const changed = everyField.slice();
        for (const [at, bit] of flips) changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        tried(changed);
      }),
      { numRuns: 600 },
    );
    fc.assert(
      fc.property(place, place, place, (a, b, c) => {
        const [from = 0, to = 0] = [a, b].sort((p, q) => p - q);
        tried(Uint8Array.from([...everyField.subarray(0, from), ...everyField.subarray(to)]));
        const piece = everyField.subarray(from, to);
        tried(Uint8Array.from([...everyField.subarray(0, c), ...piece, ...everyField.subarray(c)]));
      }),
      { numRuns: 200 },
    );
  });
});
