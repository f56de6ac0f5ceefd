/** Models that were quantised elsewhere: what onnxruntime, Keras and PyTorch write, and Brevitas and QKeras. */
import { describe, expect, test } from 'vitest';
import { distances } from './journey';

/** One step of eight bits and what roundings add up to. */
const CLOSE = 0.01;

const input = 0.0078125;
const qdq = (from: string, to: string, scale: number, zero = 's8:0'): string =>
  `QuantizeLinear ${from} ${scale} ${zero} -> ${to}_q\nDequantizeLinear ${to}_q ${scale} ${zero} -> ${to}`;
const head = `x: 1,1,12,12\n${qdq('x', 'xd', input)}`;
/** A convolution of 6 filters, weights and bias with their scales. */
const conv = (from: string, to: string, scale: number, channels = 1): string =>
  `DequantizeLinear q6,${channels},3,3 0.01 s8:0 -> ${to}_w
  DequantizeLinear b6 ${scale * 0.01} -> ${to}_b
  Conv ${from} ${to}_w ${to}_b -> ${to} kernel_shape=3,3 pads=1,1,1,1`;
const dense = (from: string, to: string, size: number, scale: number): string =>
  `Flatten ${from} -> ${to}_f
  DequantizeLinear q5,${size} 0.002 s8:0 -> ${to}_w
  DequantizeLinear b5 ${scale * 0.002} -> ${to}_b
  Gemm ${to}_f ${to}_w ${to}_b -> ${to} transB=1`;

describe('a QDQ model', () => {
  test.each<[string, string]>([
    [
      'with one scale in front of a relu and another behind it',
      `${head}\n${conv('xd', 'a', input)}\n${qdq('a', 'b', 0.03)}\nRelu b -> c\n${qdq('c', 'd', 0.02)}
      ${dense('d', 'final', 864, 0.02)}\n-> final`,
    ],
    [
      'whose logits go on to a softmax with a scale of its own',
      `${head}\n${conv('xd', 'a', input)}\nRelu a -> b\n${qdq('b', 'c', 0.02)}
      ${dense('c', 'd', 864, 0.02)}\n${qdq('d', 'e', 0.03)}\nSoftmax e -> f axis=-1\n${qdq('f', 'final', 0.00390625, 's8:-128')}\n-> final`,
    ],
    [
      'with two readers of one value, each at its own scale',
      `${head}\n${conv('xd', 'a', input)}\nRelu a -> b\n${qdq('b', 'c', 0.02)}\n${dense('c', 'exit1', 864, 0.02)}
      ${qdq('b', 'd', 0.025)}\n${conv('d', 'e', 0.025, 6)}\nRelu e -> f\n${qdq('f', 'g', 0.03)}\n${dense('g', 'final', 864, 0.03)}\n-> exit1 final`,
    ],
    [
      'with unsigned weights around a zero point',
      `${head}\nDequantizeLinear u6,1,3,3 0.01 u8:120 -> w\nDequantizeLinear b6 ${input * 0.01} -> k\nConv xd w k -> a kernel_shape=3,3 pads=1,1,1,1
      Relu a -> b\n${qdq('b', 'c', 0.02)}\n${dense('c', 'final', 864, 0.02)}\n-> final`,
    ],
    [
      'with a bias of its own behind a rounded product',
      `${head}\nFlatten xd -> a\nDequantizeLinear q144,8 0.002 s8:0 -> w\nMatMul a w -> m\n${qdq('m', 'n', 0.021)}
      DequantizeLinear s8:1,2,3,4,5,6,7,8 0.01 s8:0 -> k\nAdd n k -> o\n${qdq('o', 'p', 0.022)}\nRelu p -> r\n${qdq('r', 's', 0.022)}
      ${dense('s', 'final', 8, 0.022)}\n-> final`,
    ],
    [
      'with zeros around values whose zero is another integer',
      `${head}\n${conv('xd', 'a', input)}\nRelu a -> b\n${qdq('b', 'c', 0.01, 's8:-128')}
      Pad c i:0,0,1,1,0,0,1,1 -> p\n${conv('p', 'e', 0.01, 6).replace(' pads=1,1,1,1', '')}
      Relu e -> f\n${qdq('f', 'g', 0.03)}\n${dense('g', 'final', 864, 0.03)}\n-> final`,
    ],
    [
      'with a sum of steps that are no powers of two apart',
      `${head}\n${conv('xd', 'a', input)}\nRelu a -> b\n${qdq('b', 'c', 0.02)}\n${conv('c', 'e', 0.02, 6)}\n${qdq('e', 'f', 0.03)}
      Add c f -> s\n${qdq('s', 't', 0.041)}\n${dense('t', 'final', 864, 0.041)}\n-> final`,
    ],
    [
      'whose weights are real numbers that it rounds itself',
      `${head}\nQuantizeLinear ~6,1,3,3 0.03 s8:0 -> wq\nDequantizeLinear wq 0.03 s8:0 -> w\nConv xd w -> a kernel_shape=3,3 pads=1,1,1,1
      Relu a -> b\n${qdq('b', 'c', 0.02)}\n${dense('c', 'final', 864, 0.02)}\n-> final`,
    ],
    [
      'with a factor a channel behind a rounding',
      `${head}\n${conv('xd', 'a', input)}\nRelu a -> b\n${qdq('b', 'c', 0.02)}\nMul c +6,1,1 -> d\n${qdq('d', 'g', 0.02)}
      ${dense('g', 'final', 864, 0.02)}\n-> final`,
    ],
  ])('%s', async (_, text) => {
    const { byOutput, differences, notes } = await distances(text);
    expect(notes.some((note) => note.startsWith('Kernels will not be exact'))).toBe(differences.length > 0);
    // Kernels round once where the model rounds twice, and say so.
    const most = differences.some((d) => d.includes('kernels once')) ? 5 * CLOSE : CLOSE;
    for (const [name, distance] of byOutput) expect(distance, name).toBeLessThan(most);
  });
});

/** A quantiser of QONNX, and the same in ONNX's own operators. */
interface Quant {
  readonly from: string;
  readonly to: string;
  readonly scale: number | string;
  readonly bits: number;
  readonly signed?: 0 | 1;
  readonly rounding?: 'ROUND' | 'FLOOR' | 'CEIL';
}

function quant({ from, to, scale, bits, signed = 1, rounding = 'ROUND' }: Quant): {
  qonnx: string;
  plain: string;
} {
  const half = 2 ** (bits - 1);
  const [least, most] = signed ? [from.startsWith('~') ? 1 - half : -half, half - 1] : [0, 2 ** bits - 1];
  const word = { ROUND: 'Round', FLOOR: 'Floor', CEIL: 'Ceil' }[rounding];
  const narrow = from.startsWith('~') ? 1 : 0;
  return {
    qonnx: `qonnx.custom_op.general.Quant ${from} ${scale} 0 ${bits} -> ${to} signed=${signed} narrow=${narrow} rounding_mode=${rounding}`,
    plain: `Div ${from} ${scale} -> ${to}_1\nClip ${to}_1 ${least} ${most} -> ${to}_2\n${word} ${to}_2 -> ${to}_3\nMul ${to}_3 ${scale} -> ${to}`,
  };
}

/** Twice the same lines, as QONNX and in plain operators. */
function both(lines: readonly (string | ReturnType<typeof quant>)[]): readonly [string, string] {
  const as = (key: 'qonnx' | 'plain'): string =>
    lines.map((line) => (typeof line === 'string' ? line : line[key])).join('\n');
  return [as('qonnx'), as('plain')];
}

describe('a QONNX model', () => {
  const network = (weights: Quant['rounding'], activations: Quant['rounding']) =>
    both([
      'x: 1,1,12,12',
      quant({ from: 'x', to: 'xq', scale: input, bits: 8 }),
      quant({ from: '~6,1,3,3', to: 'w1', scale: 0.15, bits: 4, ...(weights && { rounding: weights }) }),
      'Conv xq w1 ~6 -> a kernel_shape=3,3 pads=1,1,1,1',
      'Relu a -> b',
      quant({
        from: 'b',
        to: 'c',
        scale: 0.125,
        bits: 4,
        signed: 0,
        ...(activations && { rounding: activations }),
      }),
      'Flatten c -> d',
      quant({ from: '~5,864', to: 'w2', scale: 0.02, bits: 4, ...(weights && { rounding: weights }) }),
      'Gemm d w2 ~5 -> final transB=1',
      '-> final',
    ]);

  test.each<[string, Quant['rounding'], Quant['rounding']]>([
    ['that rounds to the nearest', 'ROUND', 'ROUND'],
    ['that rounds its weights down', 'FLOOR', 'ROUND'],
    ['that rounds its activations down', 'ROUND', 'FLOOR'],
  ])('%s', async (_, weights, activations) => {
    const [qonnx, plain] = network(weights, activations);
    const { byOutput } = await distances(qonnx, {}, plain);
    for (const [name, distance] of byOutput) expect(distance, name).toBeLessThan(0.02);
  });
});
