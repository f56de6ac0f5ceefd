import { intAttribute, intsAttribute, stringAttribute } from '../../onnx/index';
import { type Reading, unsupported } from './context';
import { type WindowShape, windowOutput } from './lowered';

type Four = readonly [number, number, number, number];

/**
 * A window from a node's attributes over an image, zeros in front of the node taken in. With `ceil_mode`, what a last
 * step needs beyond the image is padded behind.
 */
export function windowOf(
  reading: Reading,
  kernelShape: readonly number[],
  [rows, columns]: readonly [number, number],
  before: Four = [0, 0, 0, 0],
): { readonly window: WindowShape; readonly output: [number, number] } {
  const { node } = reading;
  const pair = (name: string): readonly [number, number] => {
    const [h = 1, w = 1, ...more] = intsAttribute(node, name) ?? [1, 1];
    if (more.length > 0) throw unsupported(reading, 'only images of rows and columns are supported');
    return [h, w];
  };
  if (kernelShape.length !== 2) throw unsupported(reading, 'only images of rows and columns are supported');
  const [kh = 1, kw = 1] = kernelShape;
  const strides = pair('strides');
  const dilations = pair('dilations');
  const span = [(kh - 1) * dilations[0] + 1, (kw - 1) * dilations[1] + 1] as const;
  const own = padsOf(reading, [rows, columns], span, strides);
  const pads: [number, number, number, number] = [
    own[0] + before[0],
    own[1] + before[1],
    own[2] + before[2],
    own[3] + before[3],
  ];
  if (intAttribute(node, 'ceil_mode', 0) === 1) {
    pads[2] += missing(rows + pads[0] + pads[2], span[0], strides[0]);
    pads[3] += missing(columns + pads[1] + pads[3], span[1], strides[1]);
  }
  const window: WindowShape = { kernel: [kh, kw], strides, dilations, pads };
  const output = windowOutput(window, rows, columns);
  if (output.some((n) => !(n >= 1))) {
    throw unsupported(reading, `its window of ${kh}x${kw} is larger than its input of ${rows}x${columns}`);
  }
  return { window, output };
}

function padsOf(
  reading: Reading,
  size: readonly [number, number],
  span: readonly [number, number],
  strides: readonly [number, number],
): Four {
  const { node } = reading;
  const auto = stringAttribute(node, 'auto_pad', 'NOTSET');
  if (auto === 'SAME_UPPER' || auto === 'SAME_LOWER') {
    const [h, w] = [0, 1].map((i) => {
      const stride = strides[i] ?? 1;
      const total = Math.max(
        (Math.ceil((size[i] ?? 1) / stride) - 1) * stride + (span[i] ?? 1) - (size[i] ?? 1),
        0,
      );
      const less = Math.floor(total / 2);
      return auto === 'SAME_UPPER' ? [less, total - less] : [total - less, less];
    });
    return [h?.[0] ?? 0, w?.[0] ?? 0, h?.[1] ?? 0, w?.[1] ?? 0];
  }
  if (auto !== 'NOTSET' && auto !== 'VALID')
    throw unsupported(reading, `its auto_pad \`${auto}\` is not known`);
  const [top = 0, left = 0, bottom = 0, right = 0] = intsAttribute(node, 'pads') ?? [];
  if (Math.min(top, left, bottom, right) < 0)
    throw unsupported(reading, 'negative pads cut the image, which is not supported');
  return [top, left, bottom, right];
}

/** Rows that the last step of a window lacks. */
function missing(size: number, span: number, stride: number): number {
  const rest = Math.max(0, size - span) % stride;
  return rest === 0 ? 0 : stride - rest;
}
