/** ResNet-50 (He et al. 2015, Table 1) as an ONNX model in halves, with weights of zeros: 51 MB. */
import { model, node, rawTensor, valueInfo } from '../support/onnx-writer';

const half = 10;

/** Blocks of each of the four stages, and channels inside their bottlenecks. */
const stages = [
  [3, 64],
  [4, 128],
  [6, 256],
  [3, 512],
] as const;

export function resnet50Model(): Uint8Array {
  const nodes: Uint8Array[] = [];
  const initializers: Uint8Array[] = [];
  let count = 0;
  const zeros = (name: string, ...dims: number[]): void => {
    initializers.push(rawTensor(name, half, dims, new Uint8Array(2 * dims.reduce((a, b) => a * b))));
  };
  const conv = (x: string, from: number, to: number, kernel: number, stride: number): string => {
    const name = `conv${++count}`;
    zeros(`${name}.weight`, to, from, kernel, kernel);
    zeros(`${name}.bias`, to);
    const side = (kernel - 1) / 2;
    const window = { pads: [side, side, side, side], strides: [stride, stride] };
    nodes.push(node(`Conv ${x} ${name}.weight ${name}.bias -> ${name}`, window, { name: `/${name}/Conv` }));
    return name;
  };
  const relu = (x: string): string => {
    nodes.push(node(`Relu ${x} -> ${x}_relu`));
    return `${x}_relu`;
  };
  let at = relu(conv('x', 3, 64, 7, 2));
  nodes.push(node(`MaxPool ${at} -> pool`, { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] }));
  at = 'pool';
  let channels = 64;
  stages.forEach(([blocks, width], stage) => {
    for (let block = 0; block < blocks; block++) {
      const stride = block === 0 && stage > 0 ? 2 : 1;
      const inner = relu(conv(relu(conv(at, channels, width, 1, 1)), width, width, 3, stride));
      const out = conv(inner, width, 4 * width, 1, 1);
      const shortcut = block === 0 ? conv(at, channels, 4 * width, 1, stride) : at;
      nodes.push(node(`Add ${out} ${shortcut} -> ${out}_sum`));
      at = relu(`${out}_sum`);
      channels = 4 * width;
    }
  });
  zeros('fc.weight', 1000, channels);
  zeros('fc.bias', 1000);
  nodes.push(node(`GlobalAveragePool ${at} -> mean`), node('Flatten mean -> vector'));
  nodes.push(node('Gemm vector fc.weight fc.bias -> y', { transB: 1 }));
  return model({
    nodes,
    initializers,
    inputs: [valueInfo('x', ['batch', 3, 224, 224], half)],
    outputs: ['y'],
  });
}
