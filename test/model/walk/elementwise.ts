/** Whatever is done to each value by itself, sums, joins and repetition. */
import type { Flow, Net } from './net';
import { maxPool, sameConv } from './windows';

export function relu(net: Net, from: Flow): Flow {
  return net.layer('Relu', from, [], {}, from.shape);
}

/** A relu with a cap, as `relu6` is written. */
export function capped(net: Net, from: Flow): Flow {
  const cap = net.pick(6, 6, 1, 0.5);
  if (net.style.opset < 11)
    return net.layer('Clip', from, [], { min: { float: 0 }, max: { float: cap } }, from.shape);
  return net.layer('Clip', from, [net.scalar(0), net.scalar(cap)], {}, from.shape);
}

/** What the template has no layer for. */
export function foreign(net: Net, from: Flow): Flow {
  const way = net.pick('LeakyRelu', 'LeakyRelu', 'Sigmoid', 'Tanh', 'Elu');
  return net.layer(way, from, [], way === 'LeakyRelu' ? { alpha: { float: 0.1 } } : {}, from.shape);
}

export function batchNorm(net: Net, from: Flow): Flow {
  const [channels = 1] = from.shape;
  const figures = (of: () => number): string => net.floats([channels], (n) => Array.from({ length: n }, of));
  const constants = [
    figures(() => 1 + 0.3 * net.normal()),
    figures(() => 0.2 * net.normal()),
    figures(() => 0.2 * net.normal()),
    figures(() => 0.5 + net.random()),
  ];
  return net.layer(
    'BatchNormalization',
    from,
    constants,
    net.chance(0.5) ? { epsilon: { float: 1e-3 } } : {},
    from.shape,
  );
}

/** A factor or shift by channel or for all. */
export function affine(net: Net, from: Flow): Flow {
  const [channels = 1, ...sizes] = from.shape;
  const kind = net.pick('Mul', 'Mul', 'Add', 'Add', 'Sub', 'Div');
  const isFactor = kind === 'Mul' || kind === 'Div';
  const of = (): number => (isFactor ? 0.5 + net.random() : 0.3 * net.normal());
  const dims = [...(net.chance(0.5) ? [1] : []), channels, ...sizes.map(() => 1)];
  const constant = net.chance(0.35)
    ? net.scalar(of())
    : net.floats(dims, (n) => Array.from({ length: n }, of));
  if (kind !== 'Div' && net.chance(0.25)) {
    return { ...from, name: net.op(kind, [constant, from.name]) };
  }
  return net.layer(kind, from, [constant], {}, from.shape);
}

export function nothing(net: Net, from: Flow): Flow {
  return net.layer(net.pick('Identity', 'Dropout'), from, [], {}, from.shape);
}

/** The model's own function of a convolution and a relu. */
export function block(net: Net, from: Flow): Flow {
  const [channels = 1, ...sizes] = from.shape;
  const filters = net.pick(3, 4, 6);
  const bias = net.floats([filters], (n) => Array.from({ length: n }, () => 0.1 * net.normal()));
  return net.block(from, net.weights([filters, channels, ...sizes.map(() => 3)]), bias, filters);
}

/** A sum with what a few layers make of it; in front of them their norm, as in pre-activation networks, or behind. */
export function residual(net: Net, from: Flow): Flow {
  const [channels = 1] = from.shape;
  const before = net.chance(0.4);
  let branch = from;
  for (let n = net.pick(1, 2); n > 0; n--) {
    if (before) branch = relu(net, net.chance(0.8) ? batchNorm(net, branch) : branch);
    branch = sameConv(net, branch, channels);
    if (!before && net.chance(0.5)) branch = batchNorm(net, branch);
    if (!before && n > 1) branch = relu(net, branch);
  }
  if (!before && net.chance(0.2)) branch = relu(net, branch);
  const other = net.chance(0.2) ? sameConv(net, from, channels) : from;
  const terms = net.chance(0.5) ? [branch, other] : [other, branch];
  const third = net.chance(0.15) ? [sameConv(net, from, channels)] : [];
  return joint(
    net,
    third.length > 0 || net.chance(0.2) ? 'Sum' : 'Add',
    [...terms, ...third],
    {},
    from.shape,
  );
}

/** Images of one size side by side: what was there, and what was made of it. */
export function concat(net: Net, from: Flow): Flow | undefined {
  const [channels = 1, ...sizes] = from.shape;
  if (channels > 10) return undefined;
  const made = sameConv(net, from, net.pick(2, 3, 4));
  const branch = net.chance(0.5) ? relu(net, made) : made;
  const more = net.chance(0.2) ? [relu(net, sameConv(net, from, 2))] : [];
  const parts = [...(net.chance(0.5) ? [from, branch] : [branch, from]), ...more];
  const filters = parts.reduce((sum, { shape }) => sum + (shape[0] ?? 0), 0);
  const axis = net.pick(1, 1, -1 - sizes.length);
  return joint(net, 'Concat', parts, { axis }, [filters, ...sizes]);
}

export function joint(
  net: Net,
  opType: string,
  parts: readonly Flow[],
  attributes: Readonly<Record<string, number>>,
  shape: readonly number[],
): Flow {
  const name = net.op(
    opType,
    parts.map((p) => p.name),
    attributes,
  );
  return { name, shape, depth: Math.max(...parts.map((p) => p.depth)) };
}

/** Repeats pixels where the modes say so, otherwise resizes in some other way. */
export function resize(net: Net, from: Flow): Flow | undefined {
  const [channels = 1, ...sizes] = from.shape;
  if (sizes.some((size) => size > 7)) return undefined;
  const even = net.chance(0.7);
  const first = net.pick(2, 2, 3);
  const factors = sizes.map(() => (even ? first : net.pick(1, 2, 3)));
  const shape = [channels, ...sizes.map((size, i) => size * (factors[i] ?? 1))];
  const scales = net.floats([sizes.length + 2], () => [1, 1, ...factors]);
  const { opset } = net.style;
  if (opset < 10) return net.layer('Upsample', from, [scales], { mode: 'nearest' }, shape);
  const [coordinates, nearest] = net.chance(0.6)
    ? (['asymmetric', 'floor'] as const)
    : ([
        net.pick('asymmetric', 'half_pixel', 'pytorch_half_pixel', 'align_corners'),
        net.pick('floor', 'ceil', 'round_prefer_floor', 'round_prefer_ceil'),
      ] as const);
  const attributes = {
    mode: net.chance(0.9) ? 'nearest' : 'linear',
    coordinate_transformation_mode: coordinates,
    nearest_mode: nearest,
  };
  const roi = opset < 13 ? net.floats([0], () => []) : '_';
  if (opset >= 13 && net.chance(0.3)) {
    const whole = net.integers([1, ...shape]);
    return net.style.batch === 1
      ? net.layer('Resize', from, ['_', '_', whole], attributes, shape)
      : undefined;
  }
  return net.layer('Resize', from, [roi, scales], attributes, shape);
}

/** Features of two scales in one vector. */
export function twoScales(net: Net, from: Flow, flat: (net: Net, from: Flow) => Flow): Flow | undefined {
  const [channels = 1] = from.shape;
  const near = maxPool(net, from);
  if (near === undefined) return undefined;
  const far = relu(net, sameConv(net, from, channels));
  const parts = [flat(net, near), flat(net, far)];
  const size = parts.reduce((sum, { shape }) => sum + (shape[0] ?? 0), 0);
  return joint(net, 'Concat', parts, { axis: net.pick(1, -1) }, [size]);
}
