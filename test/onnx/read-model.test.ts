import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  OnnxError,
  dataType,
  floatAttribute,
  graphAttribute,
  intAttribute,
  intsAttribute,
  readModel,
  stringAttribute,
  tensorAttribute,
  tensorNumbers,
} from '../../server/src/onnx/index';
import { floats, graph, message, model, node, valueInfo, weights } from '../support/onnx-writer';

const blenet = new Uint8Array(readFileSync('samples/models/blenet_mnist.onnx'));

describe('readModel', () => {
  test('a trained model, as its own tools report it', () => {
    const { graph, opsets, producer } = readModel(blenet);
    expect(producer).toBe('pytorch 1.13.0');
    expect(opsets.get('')).toBe(13);
    expect(graph.inputs).toMatchObject([{ type: dataType.float, dims: [1, 1, 28, 28] }]);
    expect(graph.outputs.length).toBe(3);
    expect(graph.nodes.filter((n) => n.opType === 'Conv').length).toBe(3);
    const sizes = [...graph.initializers.values()].map((t) => tensorNumbers(t).length);
    // 6·25+6 + 16·6·25+16 + 400·120+120 + 120·84+84 + 840+10, and the heads' 440 + 3,930 + 4,010
    expect(sizes.reduce((a, b) => a + b)).toBe(156 + 2416 + 48_120 + 10_164 + 850 + 440 + 3930 + 4010);
  });

  test('weights are viewed, not copied', () => {
    const bytes = model({ initializers: [floats('w', [2], [1, 2])] });
    const data = readModel(bytes).graph.initializers.get('w')?.data;
    expect(data?.kind === 'raw' && data.bytes.buffer).toBe(bytes.buffer);
  });

  test('nodes, attributes and values inside', () => {
    const inner = graph({ name: 'then', nodes: [node('Identity a -> b')], outputs: ['b'] });
    const bytes = model(
      {
        nodes: [
          node('Conv x w _ -> y', { group: 2, pads: [0, 1, -1, 1], auto_pad: 'SAME_UPPER' }, { name: 'c1' }),
          node('Elu y -> z', { alpha: { float: 0.5 } }, { domain: 'ai.onnx' }),
          node('If c -> r', { then_branch: { graph: inner } }),
          node('Constant -> k', { value: { tensor: weights('', 3) } }),
        ],
        inputs: [valueInfo('x', ['batch', 3, 8, 8])],
        outputs: ['z'],
      },
      9,
    );
    const { nodes, inputs, outputs } = readModel(bytes).graph;
    const [conv, elu, branch, constant] = nodes;
    if (!conv || !elu || !branch || !constant) throw new Error('nodes are missing');
    expect(conv).toMatchObject({ name: 'c1', domain: '', inputs: ['x', 'w', ''], outputs: ['y'] });
    expect(intAttribute(conv, 'group', 1)).toBe(2);
    expect(intAttribute(conv, 'other', 7)).toBe(7);
    expect(intsAttribute(conv, 'pads')).toEqual([0, 1, -1, 1]);
    expect(stringAttribute(conv, 'auto_pad', 'NOTSET')).toBe('SAME_UPPER');
    expect(elu.domain).toBe('');
    expect(floatAttribute(elu, 'alpha', 1)).toBe(0.5);
    expect(graphAttribute(branch, 'then_branch')?.nodes).toMatchObject([{ opType: 'Identity' }]);
    expect(tensorAttribute(constant, 'value')?.dims).toEqual([3]);
    expect(inputs[0]?.dims).toEqual(['batch', 3, 8, 8]);
    expect(outputs).toEqual([{ name: 'z', type: 0, dims: undefined }]);
  });

  test.each([
    ['nothing', new Uint8Array(0), /no graph/],
    ['a text', new TextEncoder().encode('<html><body>404</body></html>'), /not a valid ONNX model/],
    ['a graph that is a number', message([7, 3]), /not of the kind/],
    ['a node without an operator', message([7, message([1, message([3, 'n'])])]), /node n has no operator/],
    ['graphs without end', nested(200), /nests more than/],
  ])('%s is one clear error', (_, bytes, reason) => {
    expect(() => readModel(bytes)).toThrow(OnnxError);
    expect(() => readModel(bytes)).toThrow(reason);
  });

  test('truncated and random bytes never end in anything but a model or an OnnxError', () => {
    const tried = (bytes: Uint8Array) => {
      try {
        for (const tensor of readModel(bytes).graph.initializers.values()) tensorNumbers(tensor);
      } catch (error) {
        expect(error).toBeInstanceOf(OnnxError);
      }
    };
    fc.assert(fc.property(fc.nat(blenet.length - 1), (end) => tried(blenet.subarray(0, end))));
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), tried));
    fc.assert(
      fc.property(fc.nat(2500), fc.nat(255), (at, byte) => {
        const changed = blenet.slice();
        changed[at] = byte;
        tried(changed);
      }),
      { numRuns: 300 },
    );
  });
});

function nested(depth: number): Uint8Array {
  let inner = graph({});
  for (let i = 0; i < depth; i++) {
    inner = graph({ nodes: [node('If c -> r', { then_branch: { graph: inner } })] });
  }
  return message([7, inner]);
}
