/** A small int8 model of a conv, a pool and a dense layer with an exit behind the pool, as QOperator files are. */
import { floats, model, node, rawTensor, valueInfo } from './onnx-writer';

const int8 = 3;

/** Zeros of int8. */
function integers(name: string, ...dims: number[]): Uint8Array {
  const count = dims.reduce((product, d) => product * d, 1);
  return rawTensor(name, int8, dims, new Uint8Array(count).fill(1));
}

/** Changes what a model is made of, by name. */
export interface Int8Options {
  readonly filters?: number;
  /** Names of tensors that are left out. */
  readonly without?: readonly string[];
  /** The pool's result is quantised with another scale than the conv's. */
  readonly poolScale?: number;
  /** The sum behind the pool is left without a scale. */
  readonly units?: number;
}

/** By its design: see `int8Design`. */
export function int8Model({
  filters = 4,
  without = [],
  poolScale,
  units = 10,
}: Int8Options = {}): Uint8Array {
  const tensors = new Map<string, Uint8Array>([
    ['s', floats('s', [], [0.5])],
    ['t', floats('t', [], [0.25])],
    ['p', floats('p', [], [poolScale ?? 0.25])],
    ['z', rawTensor('z', int8, [], Uint8Array.of(0))],
    ['w1', integers('w1', filters, 1, 3, 3)],
    ['w2', integers('w2', filters * 16, units)],
    ['w3', integers('w3', filters * 16, 10)],
  ]);
  return model({
    nodes: [
      node('QuantizeLinear x s z -> x8'),
      node('QLinearConv x8 s z w1 s z t z -> c1', { pads: [1, 1, 1, 1] }, { name: 'c1' }),
      node('MaxPool c1 -> m1', { kernel_shape: [2, 2], strides: [2, 2] }),
      ...(poolScale === undefined
        ? [node('Identity m1 -> m2')]
        : [node('DequantizeLinear m1 t z -> r1'), node('QuantizeLinear r1 p z -> m2')]),
      node('Flatten m2 -> f1'),
      node('QLinearMatMul f1 p z w2 s z t z -> d1', {}, { name: 'd1' }),
      node('DequantizeLinear d1 t z -> y'),
      node('Flatten m2 -> f2'),
      node('QLinearMatMul f2 p z w3 s z t z -> e1', {}, { name: 'e1' }),
      node('DequantizeLinear e1 t z -> early'),
    ],
    initializers: [...tensors].flatMap(([name, tensor]) => (without.includes(name) ? [] : [tensor])),
    inputs: [valueInfo('x', [1, 1, 8, 8])],
    outputs: [valueInfo('early', [1, 10]), valueInfo('y', [1, units])],
  });
}

export const int8Design = `device { board pynq-z2 }
network n from "n.onnx" {
  input image 1x8x8
  conv c1 kernel 3x3 filters 4 pad 1
  maxpool p1 window 2x2
  flatten
  dense d1 units 10
}
exit early after p1 {
  flatten
  dense e1 units 10
  when softmax >= 0.9
}
`;
