/** Generates pooling layers. */
import type { Quantisation } from '../../arithmetic';
import { dividesAlike } from '../../arithmetic/index';
import { overlaps } from '../../cost/index';
import { elements, isImage, type ImageShape, type Window } from '../../network';
import { comment, constants } from './cpp-text';
import { meanMembers } from './mean';
import { integerOf } from './numbers-type';
import { countsOf } from './pool-counts';
import type { Channel, ModelledCycles } from './kernel-builder';
import { type LayerContext, coded, modelled, outputChannel } from './layer-context';
import { repacked } from './repack';
import { padded, slidingWindow } from './window-process';

/** How a pool combines values. */
interface PoolKind {
  /** Value of the border: never the largest, and adds nothing to a sum. */
  readonly border: (input: Quantisation) => number;
  /** Members of the pool's struct: start value, how a value is combined, and the result. */
  readonly reduce: Reduction;
}

export const maximumPool: PoolKind = { border: ({ min }) => min, reduce: largest };
export const meanPool: PoolKind = { border: ({ zeroPoint }) => zeroPoint, reduce: windowMean };
const wholeMeanPool: PoolKind = { border: ({ zeroPoint }) => zeroPoint, reduce: imageMean };

/** Global average pooling. */
export function globalPoolLayer(context: LayerContext): Channel {
  return poolLayer(context, wholeMeanPool, true);
}

/** Max or average pooling over windows or the whole image. */
export function poolLayer(context: LayerContext, kind: PoolKind, whole = false): Channel {
  const { kernel, layer, cost, id, inputs, fifo, title } = context;
  const { spec, window, inShape, outShape } = layer;
  const [input] = inputs;
  if (!input || !window || !inShape || !outShape || !isImage(inShape) || !isImage(outShape)) {
    throw new Error(`${id} is not complete`);
  }
  const { pe } = cost.parallel;
  const words = inShape.c / pe;
  let stream = repacked(kernel, input, pe, inShape.c, id);
  kernel.deepen(stream.name, fifo(0));
  stream = padded(context, stream, window, kind.border(input.code));
  const out = outputChannel(context, pe, outShape.c, elements(outShape));
  const shape = kernel.unique(`${id}_pool`);
  const name = kernel.unique(id);
  const types = `${stream.type.name}, ${out.type.name}, ${pe}`;
  const reduce = kind.reduce(context, inShape, outShape, window, out.type.name);
  const pooled = modelled(context, 'pool').modelled;
  const finish = (
    said: string,
    sizes: string[],
    template: string,
    from: Channel,
    cycles: ModelledCycles | undefined,
  ): Channel => {
    kernel.structs.push([title, `struct ${shape} {`, ...sizes, ...reduce, '};'].join('\n'));
    const call = `${template}<${shape}, ${types}>`;
    kernel.transform(name, [comment(`${spec.label}: ${said}`)], from, out, call, cycles);
    return out;
  };
  if (whole) {
    const sizes = constants({ positions: inShape.h * inShape.w, words });
    return finish('the mean of each channel.', sizes, 'global_pool', stream, pooled);
  }
  const outSizes = { words, out_rows: outShape.h, out_columns: outShape.w };
  if (overlaps(window)) {
    const sizes = constants({ ...outSizes, kernel: window.kernel.h * window.kernel.w });
    stream = slidingWindow(context, stream, window, words);
    const said = `windows of ${window.kernel.h}x${window.kernel.w} that overlap.`;
    return finish(said, sizes, 'window_pool', stream, pooled);
  }
  const sizes = constants({
    ...outSizes,
    rows: window.padded.h,
    columns: window.padded.w,
    kernel_rows: window.kernel.h,
    kernel_columns: window.kernel.w,
    stride_rows: window.stride.h,
    stride_columns: window.stride.w,
  });
  return finish(`windows of ${window.kernel.h}x${window.kernel.w}.`, sizes, 'pool', stream, pooled);
}

type Reduction = (
  context: LayerContext,
  input: ImageShape,
  out: ImageShape,
  window: Window,
  type: string,
) => string[];

function largest(
  { numbers, floor }: LayerContext,
  _input: ImageShape,
  _out: ImageShape,
  _window: Window,
  type: string,
): string[] {
  const { inputs, output } = numbers;
  const from = inputs[0] ?? output;
  return [
    `  typedef ${integerOf(from.min, from.max)} sum;`,
    `  static int32_t start() { return ${from.min}; }`,
    '  static int32_t join(int32_t kept, int32_t value) { return value > kept ? value : kept; }',
    `  static ${type} output(int32_t kept, int, int) { return ${largestOf(from, output, floor, type)}; }`,
  ];
}

/** Rounded with its zero point: see `mean` in arithmetic/. */
function windowMean(
  context: LayerContext,
  input: ImageShape,
  out: ImageShape,
  window: Window,
  type: string,
): string[] {
  const { numbers } = context;
  const from = numbers.inputs[0] ?? numbers.output;
  const { kernel } = window;
  return meanMembers(context, type, {
    values: kernel.h * kernel.w,
    counts: countsOf(numbers.countPadding === true, input, out, window),
    divides: from.scale === numbers.output.scale,
    zero: numbers.output.zeroPoint,
  });
}

/** Rounded before the zero point is added: see `wholeMean` there. */
function imageMean(
  context: LayerContext,
  input: ImageShape,
  _out: ImageShape,
  _window: Window,
  type: string,
): string[] {
  const { output, inputs } = context.numbers;
  const from = inputs[0] ?? output;
  const n = input.h * input.w;
  return meanMembers(context, type, {
    values: n,
    counts: { rows: [input.h], columns: [input.w], possible: [n] },
    divides: dividesAlike(from.scale, n, output.scale),
    zero: undefined,
  });
}

/** Scale and zero point are unchanged, but the output's range may be narrower. */
function largestOf(from: Quantisation, output: Quantisation, floor: number, type: string): string {
  if (output.sign === true) return coded(type, output, floor, `(kept - ${from.zeroPoint})`);
  if (from.max > output.max) return `exeunt::saturate<${type}>(kept, ${floor}, ${output.max})`;
  return `static_cast<${type}>(kept < ${floor} ? ${floor} : kept)`;
}
