import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  OnnxError,
  type OnnxModel,
  dataType,
  newModel,
  readModel,
  tensorNumbers,
  tensorStrings,
  withOutputs,
  writeModel,
} from '../../server/src/onnx/index';
import { anyModel } from '../support/onnx-models';
import { everyField } from '../support/onnx-every-field';
import { message, model } from '../support/onnx-writer';

describe('a model that is written and read again', () => {
  test('is the same, whatever it holds', () => {
    fc.assert(
      fc.property(anyModel, (found) => {
        expect(readModel(writeModel(found))).toEqual(found);
      }),
      { numRuns: 400 },
    );
  });

  test('is the same where another library has written it', () => {
    const found = readModel(everyField);
    expect(readModel(writeModel(found))).toEqual(found);
  });

  test('keeps integers to the ends of 64 bits, and texts that are no UTF-8', () => {
    const ends = '2^63-1 to read to the end';
    const made = newModel({
      ...empty,
      nodes: [
        {
          name: ends,
          opType: 'Slice',
          inputs: [],
          outputs: ['y'],
          attributes: { ends: [2 ** 63, -(2 ** 63)] },
        },
      ],
    });
    const read = readModel(writeModel(made)).graph.nodes[0]?.attributes.get('ends');
    expect(read).toEqual({ kind: 'ints', value: [2 ** 63, -(2 ** 63)] });
    const blob = Uint8Array.of(0xff, 0, 0xfe);
    const odd = readModel(
      model({ nodes: [message([2, 'y'], [4, 'Blob'], [5, message([1, 'b'], [4, blob], [20, 3])])] }),
    );
    expect(readModel(writeModel(odd)).graph.nodes[0]?.attributes.get('b')).toMatchObject({ bytes: blob });
  });

  test('has its weights copied once, by lengths measured before', () => {
    const values = new Float32Array(1e6).fill(0.5);
    const made = newModel({ ...empty, initializers: [{ name: 'w', dims: [1e6], values }] });
    const bytes = writeModel(made);
    expect(bytes.length - values.byteLength).toBeLessThan(100);
    // Of exactly that size: nothing larger was allocated and cut.
    expect(bytes.buffer.byteLength).toBe(bytes.length);
  });

  test('is refused where it would be larger than a file may be, before memory is asked for', () => {
    const bytes = new Uint8Array(2 ** 20);
    const part = (i: number) =>
      [
        `w${i}`,
        { name: '', type: dataType.uint8, dims: [2 ** 20], data: { kind: 'raw', bytes } } as const,
      ] as const;
    const large: OnnxModel = { ...newModel(empty), graph: { ...newModel(empty).graph } };
    const initializers = new Map(Array.from({ length: 2048 }, (_, i) => part(i)));
    const whole = { ...large, graph: { ...large.graph, initializers } };
    expect(() => writeModel(whole)).toThrow(OnnxError);
    expect(() => writeModel(whole)).toThrow(
      /2,148 MB, more than fit into one file \(2,147 MB\).*weights as fp16/,
    );
  });

  test('is refused, by name, where it holds a sparse tensor', () => {
    const sparse = message([1, message([1, 2], [2, 1], [8, 'thin'], [9, new Uint8Array(8)])]);
    const constant = message(
      [2, 'y'],
      [3, 'c'],
      [4, 'Constant'],
      [5, message([1, 'v'], [20, 11], [22, sparse])],
    );
    const found = readModel(model({ nodes: [constant] }));
    expect(() => writeModel(found)).toThrow(/attribute v of node c \(Constant\) is a sparse tensor/);
    const weights = message([1, 8], [7, message([2, 'g'], [15, sparse])], [8, message([2, 13])]);
    expect(() => readModel(weights)).toThrow(/weights thin of graph g are a sparse tensor.*dense/);
  });

  test('takes more outputs without being read', () => {
    const made = writeModel(
      newModel({ ...empty, nodes: [{ name: '', opType: 'Relu', inputs: ['x'], outputs: ['y'] }] }),
    );
    const found = readModel(withOutputs(made, [{ name: 'y', type: dataType.float }]));
    expect(found.graph.nodes).toMatchObject([{ opType: 'Relu' }]);
    expect(found.graph.outputs).toEqual([{ name: 'y', type: dataType.float, dims: undefined }]);
  });
});

describe('a model that another library wrote', () => {
  const { graph, functions, metadata, producer } = readModel(everyField);
  const values = (name: string) => {
    const tensor = graph.initializers.get(name);
    return tensor && Array.from(tensorNumbers(tensor));
  };

  test('has every kind of attribute', () => {
    const [found] = graph.nodes;
    expect(found).toMatchObject({ name: 'n1', opType: 'Many', domain: 'my.own', inputs: ['x', '', 'w'] });
    const attributes = Object.fromEntries(found?.attributes ?? []);
    expect(attributes).toMatchObject({
      f: { kind: 'float', value: 0.5 },
      i: { kind: 'int', value: -3 },
      big: { kind: 'int', value: 2 ** 62 },
      s: { kind: 'string', value: 'text' },
      raw: { kind: 'string', bytes: Uint8Array.of(0xff, 0xfe) },
      t: { kind: 'tensor', value: { name: 'inner', dims: [2] } },
      g: { kind: 'graph', value: { name: 'then', nodes: [{ opType: 'Identity' }] } },
      floats: { kind: 'floats', value: [1, -0.25] },
      ints: { kind: 'ints', value: [1, -1, 2 ** 40] },
      strings: { kind: 'strings', value: ['a', 'b'] },
      tensors: { kind: 'tensors', value: [{ name: 'inner' }, { name: 'inner' }] },
      graphs: { kind: 'graphs', value: [{ name: 'then' }] },
      tp: { kind: 'type', value: { kind: 'tensor', type: dataType.int8, dims: [1, 'N', null] } },
      tps: { kind: 'types', value: [{ kind: 'sequence', of: { kind: 'tensor', dims: undefined } }] },
    });
  });

  test('has every kind of value and data', () => {
    const float = { kind: 'tensor', type: dataType.float };
    expect(graph.inputs).toMatchObject([
      { name: 'x', type: dataType.float, dims: ['batch', 3, null] },
      { name: 's', type: 0, other: { kind: 'sequence', of: { ...float, dims: [2] } } },
      { name: 'o', other: { kind: 'optional', of: { kind: 'tensor', type: dataType.uint8 } } },
      { name: 'm', other: { kind: 'map', key: dataType.string, of: { kind: 'tensor', dims: [] } } },
      { name: 'p', other: { kind: 'sparse', type: dataType.float, dims: [9] } },
      { name: 'none', type: 0, dims: undefined },
    ]);
    expect(graph.inputs.at(-1)).not.toHaveProperty('other');
    expect(values('w')).toEqual([1, -2, 127]);
    expect(values('i64')).toEqual([-1, 2 ** 62]);
    expect(values('u64')).toEqual([2 ** 63]);
    expect(values('d')).toEqual([0.1]);
    expect(values('h')).toEqual([1, -2]);
    expect(values('raw')).toEqual([1, -1]);
    const texts = graph.initializers.get('str');
    expect(texts && tensorStrings(texts)).toEqual(['a', 'bc']);
  });

  test('has functions with their own versions of the operators', () => {
    expect(producer).toBe('maker 1.2');
    expect(metadata).toEqual(new Map([['key', 'value']]));
    const called = functions.get('my.own:Twice');
    expect(called).toMatchObject({ inputs: ['a'], outputs: ['c'], attributes: ['alpha'] });
    expect(called?.opsets).toEqual(new Map([['', 16]]));
    expect(called?.nodes[0]?.attributes.get('k')).toEqual({ kind: 'reference', value: 'alpha', type: 1 });
  });
});

const empty = {
  producer: 'test',
  opsets: new Map([['', 13]]),
  name: 'g',
  nodes: [],
  initializers: [],
  inputs: [],
  outputs: [],
  metadata: new Map<string, string>(),
};
