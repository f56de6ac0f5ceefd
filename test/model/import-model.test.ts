import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { imported } from '../support/imported';
import {
  type GraphParts,
  floats,
  graph,
  model,
  node,
  rawTensor,
  valueInfo,
  weights,
} from '../support/onnx-writer';

const file = (name: string) => new Uint8Array(readFileSync(`samples/models/${name}`));

describe('the trained models', () => {
  test('B-LeNet is its hand-written sample in shapes, MACs and parameters', async () => {
    const found = await imported(file('blenet_mnist.onnx'));
    expect(found.codes).toEqual([]);
    expect(found.shapes).toEqual([
      [
        'input 1x28x28',
        'conv 6x28x28',
        'relu 6x28x28',
        'maxpool 6x14x14',
        'conv 16x10x10',
        'relu 16x10x10',
        'maxpool 16x5x5',
        'flatten 400',
        'dense 120',
        'relu 120',
        'dense 84',
        'relu 84',
        'dense 10',
      ],
      ['conv 8x14x14', 'relu 8x14x14', 'maxpool 8x7x7', 'flatten 392', 'dense 10'],
      ['flatten 400', 'dense 10'],
    ]);
    expect(found.network).toContain('conv conv1 kernel 5x5 filters 6 pad 2');
    expect(found.text).toContain('exit exit1 after pool1 {');
    expect(found.text).toContain('exit exit2 after pool2 {');
    // 5·5·784·6, 150·100·16, 400·120, 120·84, 840 · heads: 54·196·8 + 3,920, 4,000
    expect(found.macs).toBe(117_600 + 240_000 + 48_000 + 10_080 + 840 + 84_672 + 3920 + 4000);
    expect(found.params).toBe(156 + 2416 + 48_120 + 10_164 + 850 + 440 + 3930 + 4010);
  });

  test('VGG-10 has an exit behind every convolution, and no mistake', async () => {
    const found = await imported(file('vgg10ee_cifar10.onnx'));
    expect(found.codes).toEqual([]);
    expect(found.shapes.length).toBe(10);
    const [, ...heads] = found.shapes;
    const vectors = [256, 384, 384, 384, 512, 512, 512, 768, 768];
    expect(heads.map((head) => head.at(-2))).toEqual(vectors.map((n) => `flatten ${n}`));
    const trunk = 442_368 + 884_736 + 2 * 1_327_104 + 442_368 + 2 * 589_824 + 221_184 + 2 * 331_776 + 7680;
    expect(found.macs).toBe(trunk + 10 * vectors.reduce((a, b) => a + b));
    expect(found.text).toContain('exit exit1 after "convs.0" {');
  });
});

/** A network of the given nodes over a small image. */
async function of(lines: readonly Uint8Array[], parts: GraphParts = {}, opset = 13) {
  const image = valueInfo('x', ['batch', 4, 8, 8]);
  return imported(model({ nodes: lines, inputs: [image], outputs: ['y'], ...parts }, opset));
}

const kernel = weights('w', 6, 4, 3, 3);

describe('layers', () => {
  test.each<[string, Uint8Array[], GraphParts, string[]]>([
    [
      'a convolution without bias, and its batchnorm',
      [node('Conv x w -> a'), node('BatchNormalization a s s s s -> y')],
      { initializers: [kernel, weights('s', 6)] },
      ['conv w kernel 3x3 filters 6 bias off', 'batchnorm batchnorm1'],
    ],
    [
      'a batchnorm that folds into nothing',
      [node('Relu x -> a'), node('BatchNormalization a s s s s -> y')],
      { initializers: [weights('s', 4)] },
      ['relu relu1', 'depthwise depthwise1 kernel 1x1 // a batchnorm that folds into no layer'],
    ],
    [
      'padding of all kinds',
      [
        node('Conv x w -> a', { pads: [1, 1, 1, 1], strides: [2, 2] }),
        node('Conv a v -> b', { auto_pad: 'SAME_UPPER', strides: [2, 2] }),
        node('Conv b v -> y', { pads: [0, 1, 2, 3] }),
      ],
      { initializers: [kernel, weights('v', 6, 6, 3, 3)] },
      [
        'conv w kernel 3x3 filters 6 stride 2 pad 1 bias off',
        'conv v kernel 3x3 filters 6 stride 2 pad same bias off',
        'conv v-2 kernel 3x3 filters 6 pad 0x1x2x3 bias off',
      ],
    ],
    [
      'groups and depthwise',
      [node('Conv x w -> a', { group: 2 }), node('Conv a d -> y', { group: 6, dilations: [2, 2] })],
      { initializers: [weights('w', 6, 2, 3, 3), weights('d', 6, 1, 3, 3)] },
      ['conv w kernel 3x3 filters 6 groups 2 bias off', 'depthwise d kernel 3x3 dilation 2 bias off'],
    ],
    [
      'a pool in ceil mode reads beyond the edge',
      [node('MaxPool x -> y', { kernel_shape: [3, 3], strides: [2, 2], ceil_mode: 1 })],
      {},
      ['maxpool pool1 window 3x3 stride 2 pad same'],
    ],
    [
      'zeros around an image are the padding of what reads it; none are nothing',
      [node('Pad x none -> a'), node('Pad a one -> b'), node('Conv b w -> y', { strides: [2, 2] })],
      { initializers: [kernel, pads('none', 0), pads('one', 1)] },
      ['conv w kernel 3x3 filters 6 stride 2 pad 1 bias off'],
    ],
    [
      'MatMul and Add are one dense layer',
      [node('Flatten x -> a'), node('MatMul a w -> b'), node('Add b c -> y')],
      { initializers: [weights('w', 256, 10), weights('c', 10)] },
      ['flatten flatten1', 'dense w units 10'],
    ],
    [
      'means over rows and columns, kept or not',
      [node('ReduceMean x -> a', { axes: [2, 3], keepdims: 0 }), node('Gemm a w c -> y', { transB: 1 })],
      { initializers: [weights('w', 10, 4), weights('c', 10)] },
      ['globalpool pool1', 'dense w units 10'],
    ],
    [
      'branches',
      [
        node('Conv x w -> a'),
        node('Conv x w -> b'),
        node('Add a b -> c'),
        node('Concat c a -> y', { axis: 1 }),
      ],
      { initializers: [kernel] },
      [
        'conv w kernel 3x3 filters 6 bias off',
        'conv w-2 kernel 3x3 filters 6 bias off from image',
        'add add1 from w, w-2',
        'concat concat1 from add1, w',
      ],
    ],
    [
      'what no template computes keeps its place, its shape and its figures',
      [node('ConvTranspose x t -> a', { strides: [2, 2] }), node('Sigmoid a -> y')],
      { initializers: [weights('t', 4, 3, 2, 2)] },
      [
        'operator op1 3x16x16 onnx "ConvTranspose" macs 3072 params 48',
        'operator op2 3x16x16 onnx "Sigmoid"',
      ],
    ],
    [
      'ReLU6, Identity, Dropout, and layout only',
      [
        node('Clip x lo hi -> a'),
        node('Identity a -> b'),
        node('Dropout b -> c'),
        node('Transpose c -> d', { perm: [0, 2, 3, 1] }),
        node('Transpose d -> e', { perm: [0, 3, 1, 2] }),
        node('GlobalAveragePool e -> f'),
        node('Squeeze f -> y', { axes: [2, 3] }),
      ],
      { initializers: [floats('lo', [], [0]), floats('hi', [], [6])] },
      ['relu relu1 // clips at 6 in the model', 'globalpool pool1', 'flatten flatten1'],
    ],
    [
      'whole factors enlarge',
      [node('Resize x _ s -> y', { mode: 'nearest' })],
      { initializers: [floats('s', [4], [1, 1, 2, 2])] },
      ['upsample upsample1 scale 2'],
    ],
  ])('%s', async (_, lines, parts, expected) => {
    const found = await of(lines, parts);
    expect(found.network.slice(2)).toEqual(expected);
    expect(found.codes.filter((code) => code !== 'EX8002')).toEqual([]);
  });

  test('channels last', async () => {
    const nodes = [node('Transpose x -> a', { perm: [0, 3, 1, 2] }), node('Conv a w -> y')];
    const inputs = [valueInfo('x', [1, 16, 8, 4])];
    const found = await imported(model({ nodes, inputs, outputs: ['y'], initializers: [kernel] }));
    expect(found.network).toContain('input image 4x16x8');
    expect(found.shapes).toEqual([['input 4x16x8', 'conv 6x14x6']]);
  });
});

function pads(name: string, around: number): Uint8Array {
  const list = BigInt64Array.from([0, 0, around, around, 0, 0, around, around].map(BigInt));
  return rawTensor(name, 7, [8], new Uint8Array(list.buffer));
}

const zero = (name: string, type: number) => rawTensor(name, type, [], Uint8Array.of(0));
const scale = floats('s', [], [0.1]);
const bytes = (name: string, ...dims: number[]) =>
  rawTensor(name, 3, dims, new Uint8Array(dims.reduce((a, b) => a * b)));

describe('quantised models', () => {
  test.each<[string, Uint8Array[], Uint8Array[], string[]]>([
    [
      'QDQ',
      [
        node('QuantizeLinear x s z -> q'),
        node('DequantizeLinear q s z -> d'),
        node('DequantizeLinear wq s z -> wd'),
        node('Conv d wd -> y'),
      ],
      [scale, zero('z', 3), bytes('wq', 6, 4, 3, 3)],
      ['precision int8', 'input image 4x8x8', 'conv wq kernel 3x3 filters 6 bias off'],
    ],
    [
      'QOperator',
      [
        node('QuantizeLinear x s z -> q'),
        node('QLinearConv q s z wq s z s z -> a'),
        node('DequantizeLinear a s z -> y'),
      ],
      [scale, zero('z', 3), bytes('wq', 6, 4, 3, 3)],
      ['precision int8', 'input image 4x8x8', 'conv wq kernel 3x3 filters 6 bias off'],
    ],
    [
      'dynamic quantisation',
      [
        node('DynamicQuantizeLinear x -> q qs qz'),
        node('ConvInteger q wq qz -> a'),
        node('Cast a -> b', { to: 1 }),
        node('Mul qs s -> f'),
        node('Mul b f -> y'),
      ],
      [scale, bytes('wq', 6, 4, 3, 3)],
      ['precision int8', 'input image 4x8x8', 'conv wq kernel 3x3 filters 6 bias off'],
    ],
    [
      'QONNX',
      [
        node('Quant x s s four -> q', {}, { domain: 'qonnx.custom_op.general' }),
        node('Quant w s s two -> wq', {}, { domain: 'qonnx.custom_op.general' }),
        node('Conv q wq -> y'),
      ],
      [scale, kernel, floats('four', [], [4]), floats('two', [], [2])],
      ['precision int2', 'input image 4x8x8 activations int4', 'conv w kernel 3x3 filters 6 bias off'],
    ],
    [
      'QONNX behind a relu, which the convolution does',
      [
        node('Quant w s s two -> wq', {}, { domain: 'qonnx.custom_op.general' }),
        node('Conv x wq -> c'),
        node('Relu c -> r'),
        node('Quant r s s four -> y', {}, { domain: 'qonnx.custom_op.general' }),
      ],
      [scale, kernel, floats('four', [], [4]), floats('two', [], [2])],
      [
        'precision int2',
        'input image 4x8x8',
        'conv w kernel 3x3 filters 6 bias off activations int4',
        'relu relu1',
      ],
    ],
  ])('%s', async (_, lines, initializers, expected) => {
    const found = await of(lines, { initializers });
    expect(found.network).toEqual(expected);
  });
});

describe('exits', () => {
  const head = (name: string) => graph({ nodes: [node(`Identity s -> ${name}`)], outputs: [name] });
  const rest = graph({
    nodes: [node('Conv a v -> r1'), node('Flatten r1 -> r2'), node('Gemm r2 g -> r3')],
    initializers: [weights('v', 6, 6, 3, 3), weights('g', 96, 5)],
    outputs: ['r3'],
  });

  test('of an `If`, with its criterion and threshold', async () => {
    const found = await of(
      [
        node('Conv x w -> a'),
        node('GlobalAveragePool a -> b'),
        node('Flatten b -> c'),
        node('Gemm c h -> s'),
        node('Softmax s -> p'),
        node('ReduceMax p -> m', { keepdims: 0 }),
        node('Greater m t -> go'),
        node('If go -> y', { then_branch: { graph: head('early') }, else_branch: { graph: rest } }),
      ],
      { initializers: [kernel, weights('h', 6, 5), floats('t', [], [0.75])] },
    );
    expect(found.codes).toEqual([]);
    expect(found.text).toMatch(/when +softmax >= 0\.75\n/);
    expect(found.shapes).toEqual([
      ['input 4x8x8', 'conv 6x6x6', 'conv 6x4x4', 'flatten 96', 'dense 5'],
      ['globalpool 6x1x1', 'flatten 6', 'dense 5'],
    ]);
  });

  test('an output that answers another question is none', async () => {
    const found = await of(
      [node('Conv x w -> a'), node('Flatten a -> b'), node('Gemm b p -> y'), node('Gemm b q -> other')],
      { initializers: [kernel, weights('p', 216, 5), weights('q', 216, 2)], outputs: ['y', 'other'] },
    );
    expect(found.text).not.toContain('exit ');
    expect(found.notes).toEqual([
      "output other is no exit: it gives 2 values where the network's end gives 5.",
    ]);
    expect(found.shapes[0]).toContain('dense 2');
  });
});
