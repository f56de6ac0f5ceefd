/** Output sizes of what slides over an image: convolutions and pools (onnx/docs/Operators.md, Conv, MaxPool, ConvTranspose). */
import { type OnnxNode, intAttribute, intsAttribute, stringAttribute } from '../../../onnx/index';
import { dilationAlong } from '../../../network/index';
import { type Dims, type Site, dimsOf, fail } from '../value';

/** How a window moves, everything left out filled in; one entry a spatial dimension. */
export interface Sliding {
  readonly kernel: Dims;
  readonly strides: Dims;
  readonly dilations: Dims;
  readonly begin: Dims;
  readonly end: Dims;
  readonly out: Dims;
}

/** The window of a node over an image of `sizes`. `end` includes what ceil mode reads beyond the padding. */
export function slidingOf(node: OnnxNode, sizes: Dims, kernel: Dims): Sliding {
  const rank = sizes.length;
  const list = (name: string, length: number, otherwise: number): Dims => {
    const found = intsAttribute(node, name);
    if (found === undefined || found.length === 0) return new Array<number>(length).fill(otherwise);
    if (found.length !== length)
      fail(node, `\`${name}\` has ${found.length} numbers where ${length} are needed`);
    return found;
  };
  if (kernel.length !== rank)
    fail(node, `its kernel has ${kernel.length} dimensions over an image of ${rank}`);
  const strides = list('strides', rank, 1);
  const written = list('dilations', rank, 1);
  if ([...strides, ...written, ...kernel].some((n) => !(n >= 1))) fail(node, 'its window has a size below 1');
  const dilations = written.map((d, i) => dilationAlong(kernel[i] ?? 1, d));
  const pads = list('pads', 2 * rank, 0);
  const auto = stringAttribute(node, 'auto_pad', 'NOTSET');
  const ceil = intAttribute(node, 'ceil_mode', 0) === 1;
  const begin: number[] = [];
  const end: number[] = [];
  const out: number[] = [];
  sizes.forEach((size, i) => {
    const stride = strides[i] ?? 1;
    const span = ((kernel[i] ?? 1) - 1) * (dilations[i] ?? 1) + 1;
    let before = pads[i] ?? 0;
    let after = pads[i + rank] ?? 0;
    if (auto === 'VALID') before = after = 0;
    else if (auto === 'SAME_UPPER' || auto === 'SAME_LOWER') {
      const total = Math.max((Math.ceil(size / stride) - 1) * stride + span - size, 0);
      const less = Math.floor(total / 2);
      before = auto === 'SAME_UPPER' ? less : total - less;
      after = total - before;
    }
    const room = size + before + after - span;
    if (room < 0 && !(ceil && room > -stride)) {
      fail(node, `its window of ${span} does not fit into ${size + before + after} rows or columns`);
    }
    let count = (ceil ? Math.ceil(room / stride) : Math.floor(room / stride)) + 1;
    // A window that would begin behind the image reads nothing and is left out.
    if (ceil && (count - 1) * stride >= size + before) count--;
    begin.push(before);
    end.push(ceil ? Math.max((count - 1) * stride + span - size - before, 0) : after);
    out.push(count);
  });
  return { kernel, strides, dilations, begin, end, out };
}

/** Conv, ConvInteger, QLinearConv: `weight` is the position of the weights among the inputs. */
export function convolution(site: Site, weight: number): Dims | undefined {
  const { node } = site;
  const image = dimsOf(site, 0);
  const weights = dimsOf(site, weight);
  if (image === undefined || weights === undefined) return undefined;
  const kernel = intsAttribute(node, 'kernel_shape') ?? weights.slice(2);
  const [batch = 1, channels = 0] = image;
  const [filters = 0, perGroup = 0] = weights;
  const groups = intAttribute(node, 'group', 1);
  if (image.length < 3 || weights.length !== image.length) {
    fail(node, `weights of ${weights.join('x')} do not fit an input of ${image.join('x')}`);
  }
  if (channels !== perGroup * groups) {
    fail(node, `its weights read ${perGroup * groups} channels, its input has ${channels}`);
  }
  return [batch, filters, ...slidingOf(node, image.slice(2), kernel).out];
}

/** MaxPool, AveragePool, LpPool and their quantised kin. */
export function pool(site: Site): Dims | undefined {
  const image = dimsOf(site, 0);
  if (image === undefined) return undefined;
  if (intAttribute(site.node, 'channels_last', 0) === 1) {
    const moved = [image[0] ?? 1, image.at(-1) ?? 1, ...image.slice(1, -1)];
    const out = pooled(site.node, moved);
    return [out[0] ?? 1, ...out.slice(2), out[1] ?? 1];
  }
  return pooled(site.node, image);
}

function pooled(node: OnnxNode, image: Dims): Dims {
  const kernel = intsAttribute(node, 'kernel_shape') ?? [];
  return [...image.slice(0, 2), ...slidingOf(node, image.slice(2), kernel).out];
}

export function globalPool(site: Site): Dims | undefined {
  const image = dimsOf(site, 0);
  if (intAttribute(site.node, 'channels_last', 0) === 1)
    return image?.map((size, i, all) => (i === 0 || i === all.length - 1 ? size : 1));
  return image?.map((size, i) => (i < 2 ? size : 1));
}

export function transposedConvolution(site: Site): Dims | undefined {
  const { node } = site;
  const image = dimsOf(site, 0);
  const weights = dimsOf(site, 1);
  if (image === undefined || weights === undefined) return undefined;
  const sizes = image.slice(2);
  const kernel = intsAttribute(node, 'kernel_shape') ?? weights.slice(2);
  const at = (name: string, i: number, otherwise: number) => intsAttribute(node, name)?.[i] ?? otherwise;
  const auto = stringAttribute(node, 'auto_pad', 'NOTSET');
  const asked = intsAttribute(node, 'output_shape');
  const out = sizes.map((size, i) => {
    const stride = at('strides', i, 1);
    if (asked !== undefined) return asked[i + asked.length - sizes.length] ?? 0;
    if (auto === 'SAME_UPPER' || auto === 'SAME_LOWER') return size * stride;
    const span = ((kernel[i] ?? 1) - 1) * at('dilations', i, 1) + 1;
    const pads = auto === 'VALID' ? 0 : at('pads', i, 0) + at('pads', i + sizes.length, 0);
    return stride * (size - 1) + at('output_padding', i, 0) + span - pads;
  });
  if (out.some((size) => size < 1)) fail(node, `its output would be ${out.join('x')}`);
  return [image[0] ?? 1, (weights[1] ?? 1) * intAttribute(node, 'group', 1), ...out];
}
