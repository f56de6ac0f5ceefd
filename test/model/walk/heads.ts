/** From images to scores: all spellings of a flatten and of a dense layer, exits and the network's end. */
import { batchNorm, relu } from './elementwise';
import type { Flow, Net } from './net';
import { conv, globalPool, maxPool, small } from './windows';

/** An image as a vector, in one of the ways that exporters have. */
export function flat(net: Net, from: Flow): Flow {
  const size = from.shape.reduce((product, n) => product * n, 1);
  const vector = (opType: string, constants: readonly string[], attributes = {}): Flow =>
    net.layer(opType, from, constants, attributes, [size]);
  const isPoint = from.shape.slice(1).every((n) => n === 1);
  switch (net.pick('Flatten', 'Flatten', 'zero', 'open batch', 'open size', 'view', 'squeeze')) {
    case 'Flatten':
      return vector('Flatten', [], net.chance(0.5) ? { axis: 1 } : {});
    case 'zero':
      return vector('Reshape', [net.integers([0, -1])]);
    case 'open batch':
      return vector('Reshape', [net.integers([-1, size])]);
    case 'open size':
      return vector('Reshape', [net.style.batch === 1 ? net.integers([1, -1]) : net.integers([0, size])]);
    case 'view':
      return viewed(net, from, size);
    case 'squeeze':
      return isPoint ? squeezed(net, from, size) : vector('Flatten', []);
  }
}

/** `x.view(x.size(0), -1)`. */
function viewed(net: Net, from: Flow, size: number): Flow {
  const shape = net.op('Shape', [from.name]);
  const batch = net.op('Gather', [shape, net.integers([0], [])], { axis: 0 });
  const first =
    net.style.opset < 13
      ? net.op('Unsqueeze', [batch], { axes: [0] })
      : net.op('Unsqueeze', [batch, net.integers([0])]);
  const wanted = net.op('Concat', [first, net.integers([-1])], { axis: 0 });
  return net.layer('Reshape', from, [wanted], {}, [size]);
}

function squeezed(net: Net, from: Flow, size: number): Flow {
  const axes = from.shape.slice(1).map((_, i) => i + 2);
  return net.style.opset < 13
    ? net.layer('Squeeze', from, [], { axes }, [size])
    : net.layer('Squeeze', from, [net.integers(axes)], {}, [size]);
}

export function dense(net: Net, from: Flow, units: number): Flow {
  const [size = 1] = from.shape;
  const matrix = (transposed: boolean): string => {
    const scale = Math.sqrt(2 / size);
    const dims = transposed ? [units, size] : [size, units];
    return net.floats(dims, (n) => Array.from({ length: n }, () => net.normal() * scale));
  };
  const transB = net.chance(0.7);
  switch (net.pick('Gemm', 'Gemm', 'Gemm', 'scaled', 'no bias', 'MatMul', 'MatMul alone')) {
    case 'Gemm':
      return net.layer(
        'Gemm',
        from,
        [matrix(transB), small(net, units)],
        transB ? { transB: 1 } : {},
        [units],
        true,
      );
    case 'scaled': {
      const attributes = {
        alpha: { float: 0.5 },
        beta: { float: net.pick(2, 0.25) },
        ...(transB && { transB: 1 }),
      };
      return net.layer('Gemm', from, [matrix(transB), small(net, units)], attributes, [units], true);
    }
    case 'no bias':
      // Opset 11 made the bias optional.
      return net.style.opset < 11
        ? net.layer('Gemm', from, [matrix(false), small(net, units)], {}, [units], true)
        : net.layer('Gemm', from, [matrix(transB)], transB ? { transB: 1 } : {}, [units], true);
    case 'MatMul': {
      const product = net.layer('MatMul', from, [matrix(false)], {}, [units], true);
      return net.layer('Add', product, [small(net, units)], {}, [units]);
    }
    case 'MatMul alone':
      return net.layer('MatMul', from, [matrix(false)], {}, [units], true);
  }
}

export const CLASSES = 5;

/** Scores of what has been computed so far. */
export function scores(net: Net, from: Flow): Flow {
  let vector = from;
  if (from.shape.length > 1) vector = flat(net, net.chance(0.4) ? globalPool(net, from) : from);
  if (net.chance(0.2)) vector = relu(net, dense(net, vector, net.pick(6, 10)));
  return dense(net, vector, CLASSES);
}

/** An exit: scores of its own, behind layers of its own now and then. */
export function exit(net: Net, from: Flow): Flow {
  let value = from;
  if (value.shape.length > 1 && net.chance(0.35)) {
    value = conv(net, value) ?? value;
    if (net.chance(0.3)) value = batchNorm(net, value);
    value = relu(net, value);
    if (net.chance(0.3)) value = maxPool(net, value) ?? value;
  }
  net.output(scores(net, value), `exit${net.outputs.length + 1}`);
  return from;
}
