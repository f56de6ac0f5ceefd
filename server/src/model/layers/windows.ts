/** Convolutions and pools. */
import { elementCount, intAttribute, intsAttribute } from '../../onnx/index';
import { type Sliding, slidingOf } from '../graph/shapes/windows';
import type { Dims, Site } from '../graph/value';
import type { WindowShape } from '../lower/lowered';
import type { Builder } from './builder';
import { reshaped } from './constants';
import type { LayerShape, Operand, Placed } from './layer';
import { readOperator } from './operator';

/** What a product reads, wherever its operator has it. */
export interface Operands {
  readonly x: string | undefined;
  /** The weights' tensor, whose dimensions are those of the operator. */
  readonly w: string | undefined;
  readonly weights: Operand;
  readonly bias: Operand | undefined;
}

export function readConvolution(builder: Builder, site: Site, { x, w, weights, bias }: Operands): void {
  const { node } = site;
  const [y] = node.outputs;
  const dims = builder.dims(node, x);
  const sizes = builder.dims(node, w);
  const placed = builder.at(node, x);
  const rank = dims.length - 2;
  const groups = intAttribute(node, 'group', 1);
  const kernel = intsAttribute(node, 'kernel_shape') ?? sizes.slice(2);
  const [filters = 1] = sizes;
  const channels = dims[1] ?? 1;
  const sliding = slidingOf(node, dims.slice(2), kernel);
  const out = builder.dims(node, y);
  const positions = elementCount(out.slice(2));
  const perOutput = (channels / groups) * elementCount(kernel);
  const counts = {
    macs: positions * filters * perOutput,
    params: filters * perOutput + (bias ? filters : 0),
  };
  const depthwise = groups > 1 && groups === channels && filters === channels;
  const words = windowWords(sliding, 'kernel', false, placed.zeros, imageSizes(dims));
  if (rank > 2 || words === undefined || !builder.isConstant(w) || placed.scores) {
    const isUneven = rank <= 2 && words === undefined;
    const reason = isUneven
      ? `kernels dilate rows and columns alike, not by ${sliding.dilations.join('x')}`
      : 'kernels convolve rows and columns with constant weights';
    readOperator(builder, site, counts, reason);
    return;
  }
  const image = builder.along(
    node,
    unpadded(placed),
    imageAxes(rank),
    imageShape(unpaddedDims(placed, dims)),
  );
  const [rows, columns] = words.shape.kernel;
  const layer = builder.add(node, {
    kind: depthwise ? 'depthwise' : 'conv',
    inputs: [image.layer],
    shape: imageShape(out),
    attributes: [
      words.window,
      ...(depthwise ? [] : [`filters ${filters}`]),
      ...words.rest,
      ...(groups > 1 && !depthwise ? [`groups ${groups}`] : []),
    ],
    ...counts,
    weights: builder.header(weights),
    biasOff: bias === undefined,
    computation: {
      kind: 'conv',
      weights: (constants) => reshaped(weights(constants), [filters, channels / groups, rows, columns]),
      bias,
      window: words.shape,
      groups,
    },
  });
  if (bias) builder.layer({ layer }).names.push(...builder.header(bias).names);
  builder.putResult(y, { layer, dims: out, axes: imageAxes(rank) });
}

export function readPool(builder: Builder, site: Site, kind: 'maxpool' | 'avgpool'): void {
  const { node } = site;
  const [x] = node.inputs;
  const [y, indices] = node.outputs;
  const dims = builder.dims(node, x);
  const placed = builder.at(node, x);
  const rank = dims.length - 2;
  const usesIndices = indices !== undefined && builder.readersOf(indices).length > 0;
  const channelsLast = intAttribute(node, 'channels_last', 0) === 1;
  if (rank > 2 || rank < 1 || usesIndices || channelsLast || placed.scores) {
    readOperator(builder, site, undefined, 'kernels pool rows and columns, channels first');
    return;
  }
  const sliding = slidingOf(node, dims.slice(2), intsAttribute(node, 'kernel_shape') ?? []);
  const words = windowWords(sliding, 'window', true, placed.zeros, imageSizes(dims));
  if (words === undefined || sliding.dilations.some((d) => d !== 1)) {
    readOperator(builder, site, undefined, 'kernels do not pool with dilation');
    return;
  }
  const image = builder.along(
    node,
    unpadded(placed),
    imageAxes(rank),
    imageShape(unpaddedDims(placed, dims)),
  );
  const isPadded = [...sliding.begin, ...sliding.end].some((n) => n > 0);
  const countPadding = placed.zeros !== undefined || intAttribute(node, 'count_include_pad', 0) === 1;
  const out = builder.dims(node, y);
  const layer = builder.add(node, {
    kind,
    inputs: [image.layer],
    shape: imageShape(out),
    attributes: [words.window, ...words.rest],
    notes:
      kind === 'avgpool' && !countPadding && isPadded
        ? ['the model leaves the padding out of its means']
        : [],
    computation:
      kind === 'avgpool'
        ? { kind, window: words.shape, global: false, countPadding }
        : { kind, window: words.shape, global: false },
  });
  // ONNX leaves out of a mean what `ceil_mode` reads beyond the padding; onnxruntime, which is measured by, counts it.
  const beyond = intAttribute(node, 'ceil_mode', 0) === 1 && readsBeyond(site, sliding);
  if (kind === 'avgpool' && countPadding && beyond)
    builder.layer({ layer }).notes.push('counts what ceil_mode adds, as onnxruntime does');
  builder.putResult(y, { layer, dims: out, axes: imageAxes(rank) });
}

/** Whether a size rounded up makes windows end behind the padding that the node asks for. */
function readsBeyond({ node }: Site, { end }: Sliding): boolean {
  const pads = intsAttribute(node, 'pads') ?? [];
  return end.some((n, i) => n > (pads[i + end.length] ?? 0));
}

/** GlobalAveragePool, and GlobalMaxPool as a window over the whole image. */
export function readGlobalPool(builder: Builder, site: Site, kind: 'globalpool' | 'maxpool'): void {
  const { node } = site;
  const [x] = node.inputs;
  const dims = builder.dims(node, x);
  const placed = builder.at(node, x);
  const isFit = dims.length <= 4 && dims.length >= 3 && intAttribute(node, 'channels_last', 0) === 0;
  if (!isFit || placed.zeros || placed.scores) {
    readOperator(builder, site, undefined, 'kernels pool rows and columns, channels first');
    return;
  }
  const axes = imageAxes(dims.length - 2);
  const shape = imageShape(dims);
  const [channels = 1, h = 1, w = 1] = shape;
  const image = builder.along(node, placed, axes, shape);
  const window: WindowShape = { kernel: [h, w], strides: [1, 1], dilations: [1, 1], pads: [0, 0, 0, 0] };
  const layer = builder.add(node, {
    kind,
    inputs: [image.layer],
    shape: [channels, 1, 1],
    attributes: kind === 'maxpool' ? [`window ${h}x${w}`] : [],
    computation:
      kind === 'maxpool'
        ? { kind, window, global: true }
        : { kind: 'avgpool', window, global: true, countPadding: false },
  });
  const [y] = node.outputs;
  builder.putResult(y, { layer, dims: builder.dims(node, y), axes });
}

/** Axes of an image in the model's order: batch, channels, rows and columns, or columns alone. */
export function imageAxes(rank: number): Placed['axes'] {
  return rank === 1 ? [null, 0, 2] : [null, 0, 1, 2];
}

/** A signal of one dimension is an image of one row. */
export function imageShape(dims: Dims): LayerShape {
  const [, c = 1, a = 1, b] = dims;
  return b === undefined ? [c, 1, a] : [c, a, b];
}

const imageSizes = (dims: Dims): Dims => (dims.length === 3 ? [1, dims[2] ?? 1] : dims.slice(2));

/** What the layer before puts out, without the zeros that this one adds itself. */
function unpadded(placed: Placed): Placed {
  const { layer, axes } = placed;
  return { layer, dims: unpaddedDims(placed, placed.dims), axes };
}

function unpaddedDims({ zeros }: Placed, dims: Dims): Dims {
  if (zeros === undefined) return dims;
  const [top, left, bottom, right] = zeros;
  return dims.map((d, i) => {
    if (dims.length === 3) return i === 2 ? d - left - right : d;
    return i === 2 ? d - top - bottom : i === 3 ? d - left - right : d;
  });
}

/** `kernel 3x3`, and `stride 2 pad same dilation 2` as far as needed; undefined where the language has no words for it. */
function windowWords(
  sliding: Sliding,
  word: 'kernel' | 'window',
  strideIsWindow: boolean,
  zeros: Placed['zeros'],
  padded: Dims,
): { window: string; rest: string[]; shape: WindowShape } | undefined {
  const two = (list: Dims, otherwise: number): [number, number] =>
    list.length === 1 ? [otherwise, list[0] ?? otherwise] : [list[0] ?? otherwise, list[1] ?? otherwise];
  const [kh, kw] = two(sliding.kernel, 1);
  const [sh, sw] = two(sliding.strides, 1);
  const [dh, dw] = two(sliding.dilations, 1);
  const dilation = kh === 1 ? dw : kw === 1 ? dh : dh === dw ? dh : undefined;
  if (dilation === undefined) return undefined;
  const [zeroTop = 0, zeroLeft = 0, zeroBottom = 0, zeroRight = 0] = zeros ?? [];
  const [beginH, beginW] = two(sliding.begin, 0);
  const [endH, endW] = two(sliding.end, 0);
  const edges = [beginH + zeroTop, beginW + zeroLeft, endH + zeroBottom, endW + zeroRight] as const;
  const rest: string[] = [];
  const [usualH, usualW] = strideIsWindow ? [kh, kw] : [1, 1];
  // Along an axis that the window covers in one step, the stride does not matter.
  if (sh !== usualH || sw !== usualW) rest.push(`stride ${sizeText(sh, sw)}`);
  const sizes: [number, number] = [
    (padded[0] ?? 1) - zeroTop - zeroBottom,
    (padded[1] ?? 1) - zeroLeft - zeroRight,
  ];
  const pad = padText(edges, sizes, [(kh - 1) * dilation + 1, (kw - 1) * dilation + 1], [sh, sw]);
  if (pad !== '') rest.push(pad);
  if (dilation !== 1) rest.push(`dilation ${dilation}`);
  return {
    window: `${word} ${kh}x${kw}`,
    rest,
    shape: { kernel: [kh, kw], strides: [sh, sw], dilations: [dh, dw], pads: edges },
  };
}

function padText(
  [top, left, bottom, right]: readonly [number, number, number, number],
  sizes: Dims,
  spans: Dims,
  strides: Dims,
): string {
  if (top + left + bottom + right === 0) return '';
  if (top === bottom && left === right) return `pad ${sizeText(top, left)}`;
  // SAME_UPPER of ONNX: ⌈size ÷ stride⌉ outputs, an odd zero behind.
  const totals = sizes.map((size, i) => {
    const stride = strides[i] ?? 1;
    return Math.max((Math.ceil(size / stride) - 1) * stride + (spans[i] ?? 1) - size, 0);
  });
  const [h = 0, w = 0] = totals;
  const isSame =
    top === Math.floor(h / 2) &&
    bottom === Math.ceil(h / 2) &&
    left === Math.floor(w / 2) &&
    right === Math.ceil(w / 2);
  return isSame ? 'pad same' : `pad ${top}x${left}x${bottom}x${right}`;
}

/** `2`, or `2x1` where the two differ. */
function sizeText(h: number, w: number): string {
  return h === w ? String(h) : `${h}x${w}`;
}
