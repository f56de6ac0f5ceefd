/** Convolutions and pools with all that their attributes allow, over images and signals. */
import type { AttributeValue } from '../../support/onnx-writer';
import type { Flow, Net } from './net';

type Sizes = readonly number[];

interface Window {
  readonly kernel: Sizes;
  readonly strides: Sizes;
  readonly dilations: Sizes;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly output: Sizes;
}

interface WindowOptions {
  readonly mostKernel: number;
  readonly dilated?: boolean;
  /** `ceil_mode` may be set, and pads are smaller than the kernel. */
  readonly pool?: boolean;
}

/** Any window that fits; undefined where the draw does not. */
function anyWindow(
  net: Net,
  sizes: Sizes,
  { mostKernel, dilated = false, pool = false }: WindowOptions,
): Window | undefined {
  const even = net.chance(0.6);
  const along = (of: () => number): number[] => {
    const first = of();
    return sizes.map(() => (even ? first : of()));
  };
  const kernel = along(() => 1 + Math.floor(net.random() * mostKernel));
  const strides = along(() => net.pick(1, 1, 1, 2, 2, 3));
  const dilations = along(() => (dilated ? net.pick(1, 1, 2) : 1));
  const span = kernel.map((k, i) => (k - 1) * (dilations[i] ?? 1) + 1);
  const common = { kernel_shape: kernel, strides, ...(dilations.some((d) => d > 1) && { dilations }) };
  if (dilations.every((d) => d === 1) && net.chance(0.2)) {
    const auto = net.pick('SAME_UPPER', 'SAME_LOWER', 'VALID');
    const output = sizes.map((size, i) =>
      auto === 'VALID' ? steps(size, span[i] ?? 1, strides[i] ?? 1) : Math.ceil(size / (strides[i] ?? 1)),
    );
    return fitting({ kernel, strides, dilations, attributes: { ...common, auto_pad: auto }, output });
  }
  const pad = (i: number): number =>
    net.chance(0.5) ? 0 : Math.floor(net.random() * Math.min(3, pool ? (kernel[i] ?? 1) : 3));
  const symmetric = net.chance(0.7);
  const before = sizes.map((_, i) => pad(i));
  const behind = sizes.map((_, i) => (symmetric ? (before[i] ?? 0) : pad(i)));
  const ceil = pool && net.style.opset > 9 && net.chance(0.3);
  const output = sizes.map((size, i) => {
    const stride = strides[i] ?? 1;
    const padded = size + (before[i] ?? 0) + (behind[i] ?? 0);
    if (!ceil) return steps(padded, span[i] ?? 1, stride);
    const all = Math.ceil((padded - (span[i] ?? 1)) / stride) + 1;
    // A window that would begin behind the image is left out.
    return (all - 1) * stride >= size + (before[i] ?? 0) ? all - 1 : all;
  });
  const attributes = {
    ...common,
    ...([...before, ...behind].some((p) => p > 0) && { pads: [...before, ...behind] }),
    ...(ceil && { ceil_mode: 1 }),
  };
  return fitting({ kernel, strides, dilations, attributes, output });
}

function steps(size: number, span: number, stride: number): number {
  return Math.floor((size - span) / stride) + 1;
}

function fitting(window: Window): Window | undefined {
  return window.output.every((n) => n >= 1) ? window : undefined;
}

/** Most channels, so that a network stays small. */
const MOST_CHANNELS = 12;

export function conv(net: Net, from: Flow): Flow | undefined {
  const [channels = 1, ...sizes] = from.shape;
  const window = anyWindow(net, sizes, { mostKernel: net.pick(3, 3, 5), dilated: net.chance(0.3) });
  if (window === undefined) return undefined;
  const groups = net.pick(1, 1, 1, channels % 2 === 0 ? 2 : 1, channels % 3 === 0 ? 3 : 1);
  const filters = groups * net.pick(...[2, 3, 4, 6, 8].filter((f) => f * groups <= MOST_CHANNELS));
  return convolved(net, from, window, filters, groups);
}

export function depthwise(net: Net, from: Flow): Flow | undefined {
  const [channels = 1, ...sizes] = from.shape;
  const window = anyWindow(net, sizes, { mostKernel: 3 });
  if (window === undefined) return undefined;
  const each = channels <= MOST_CHANNELS / 2 ? net.pick(1, 1, 2) : 1;
  return convolved(net, from, window, channels * each, channels);
}

function convolved(net: Net, from: Flow, window: Window, filters: number, groups: number): Flow {
  const [channels = 1] = from.shape;
  const weights = net.weights([filters, channels / groups, ...window.kernel]);
  const bias = net.chance(0.7) ? [small(net, filters)] : [];
  const attributes = { ...window.attributes, ...(groups > 1 && { group: groups }) };
  return net.layer('Conv', from, [weights, ...bias], attributes, [filters, ...window.output], true);
}

export function small(net: Net, size: number): string {
  return net.floats([size], (n) => Array.from({ length: n }, () => 0.1 * net.normal()));
}

/** A convolution that keeps rows and columns. */
export function sameConv(net: Net, from: Flow, filters: number): Flow {
  const [channels = 1, ...sizes] = from.shape;
  const kernel = sizes.map(() => net.pick(1, 3, 3));
  const pads = kernel.map((k) => (k - 1) / 2);
  const attributes = { kernel_shape: kernel, pads: [...pads, ...pads] };
  const bias = net.chance(0.7) ? [small(net, filters)] : [];
  const weights = net.weights([filters, channels, ...kernel]);
  return net.layer('Conv', from, [weights, ...bias], attributes, [filters, ...sizes], true);
}

export function maxPool(net: Net, from: Flow): Flow | undefined {
  const [channels = 1, ...sizes] = from.shape;
  const window = anyWindow(net, sizes, {
    mostKernel: 3,
    pool: true,
    dilated: net.style.opset > 9 && net.chance(0.15),
  });
  return window && net.layer('MaxPool', from, [], window.attributes, [channels, ...window.output]);
}

export function averagePool(net: Net, from: Flow): Flow | undefined {
  const [channels = 1, ...sizes] = from.shape;
  const window = anyWindow(net, sizes, { mostKernel: 3, pool: true });
  const counted = net.chance(0.4) ? { count_include_pad: 1 } : {};
  return (
    window &&
    net.layer('AveragePool', from, [], { ...window.attributes, ...counted }, [channels, ...window.output])
  );
}

export function globalPool(net: Net, from: Flow): Flow {
  const [channels = 1, ...sizes] = from.shape;
  const shape = [channels, ...sizes.map(() => 1)];
  const way = net.pick('GlobalAveragePool', 'GlobalAveragePool', 'GlobalMaxPool', 'ReduceMean');
  if (way !== 'ReduceMean') return net.layer(way, from, [], {}, shape);
  const axes = sizes.map((_, i) => i + 2);
  return net.style.opset >= 18
    ? net.layer(way, from, [net.integers(axes)], { keepdims: 1 }, shape)
    : net.layer(way, from, [], { axes, keepdims: 1 }, shape);
}

/** Zeros around, written as a node of their own in front of a convolution or a pool. */
export function padded(net: Net, from: Flow): Flow | undefined {
  const [channels = 1, ...sizes] = from.shape;
  const before = sizes.map(() => net.pick(0, 1, 1, 2));
  const behind = sizes.map((_, i) => (net.chance(0.7) ? (before[i] ?? 0) : net.pick(0, 1)));
  const pads = [0, 0, ...before, 0, 0, ...behind];
  const shape = [channels, ...sizes.map((size, i) => size + (before[i] ?? 0) + (behind[i] ?? 0))];
  const around = withPads(net, from, pads, [...before, ...behind], shape);
  return net.pick(conv, conv, averagePool, maxPool)(net, around);
}

function withPads(net: Net, from: Flow, all: Sizes, spatial: Sizes, shape: Sizes): Flow {
  const { opset } = net.style;
  if (opset < 11) return net.layer('Pad', from, [], { mode: 'constant', pads: all }, shape);
  if (opset < 18 || net.chance(0.5)) return net.layer('Pad', from, [net.integers(all)], {}, shape);
  const axes = shape.slice(1).map((_, i) => i + 2);
  return net.layer('Pad', from, [net.integers(spatial), '_', net.integers(axes)], {}, shape);
}
