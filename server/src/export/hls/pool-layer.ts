/** Generates pooling layers. */
import type { Quantisation } from '../../arithmetic';
import { decompose, dividesAlike, meanScale } from '../../arithmetic/index';
import { elements, isImage, type ImageShape, type Window } from '../../network';
import { comment, constants } from './cpp-text';
import { type Counts, countsOf } from './pool-counts';
import type { Channel, ModelledCycles } from './kernel-builder';
import { type LayerContext, coded, modelled, outputChannel } from './layer-context';
import { repacked } from './repack';
import { padded } from './window-process';

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
  kernel.deepen(stream.name, fifo(0).depth, fifo(0).joins);
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
  const sizes = {
    rows: window.padded.h,
    columns: window.padded.w,
    words,
    out_rows: outShape.h,
    out_columns: outShape.w,
    kernel_rows: window.kernel.h,
    kernel_columns: window.kernel.w,
  };
  const rows = coverage(window.padded.h, window.kernel.h, window.stride.h, window.dilation.h, outShape.h);
  const columns = coverage(window.padded.w, window.kernel.w, window.stride.w, window.dilation.w, outShape.w);
  if (!rows.overlaps && !columns.overlaps) {
    const steps = constants({
      ...sizes,
      stride_rows: window.stride.h,
      stride_columns: window.stride.w,
      dilation_rows: window.dilation.h,
      dilation_columns: window.dilation.w,
    });
    return finish(`windows of ${window.kernel.h}x${window.kernel.w}.`, steps, 'pool', stream, pooled);
  }
  // The model gives the slower of two processes: reading all words, or adding each to its windows.
  const turns = outShape.h * outShape.w * window.kernel.h * window.kernel.w * words;
  const reads = window.padded.h * window.padded.w * words > turns;
  stream = cropped(context, stream, window, rows, columns, reads ? pooled : undefined);
  const overlapping = [
    ...constants({
      ...sizes,
      rows: rows.live.length,
      columns: columns.live.length,
      rows_under_way: Math.ceil(((window.kernel.h - 1) * window.dilation.h + 1) / window.stride.h),
    }),
    ...coverageFunctions('row', rows),
    ...coverageFunctions('column', columns),
  ];
  const said = `windows of ${window.kernel.h}x${window.kernel.w} that overlap.`;
  return finish(said, overlapping, 'overlapping_pool', stream, reads ? undefined : pooled);
}

/** Windows that cover each row (or column) of an image. */
interface Coverage {
  readonly overlaps: boolean;
  /** Covered rows, each with its windows and the kernel row that meets it there. */
  readonly live: readonly { readonly at: number; readonly windows: readonly (readonly [number, number])[] }[];
  readonly all: number;
}

function coverage(size: number, kernel: number, stride: number, dilation: number, out: number): Coverage {
  const live = [];
  for (let at = 0; at < size; at++) {
    const windows: [number, number][] = [];
    for (let window = 0; window < out; window++) {
      const offset = at - window * stride;
      if (offset >= 0 && offset % dilation === 0 && offset / dilation < kernel) {
        windows.push([window, offset / dilation]);
      }
    }
    if (windows.length > 0) live.push({ at, windows });
  }
  return { overlaps: (kernel - 1) * dilation + 1 > stride, live, all: size };
}

function cropped(
  context: LayerContext,
  from: Channel,
  window: Window,
  rows: Coverage,
  columns: Coverage,
  cycles: ModelledCycles | undefined,
): Channel {
  if (rows.live.length === rows.all && columns.live.length === columns.all) return from;
  const { kernel, id, layer } = context;
  const shape = kernel.unique(`${id}_crop_shape`);
  kernel.structs.push(
    [
      `struct ${shape} {`,
      ...constants({
        rows: window.padded.h,
        columns: window.padded.w,
        words: Math.ceil(from.packet / from.lanes),
      }),
      covers('row', rows),
      covers('column', columns),
      '};',
    ].join('\n'),
  );
  const to = kernel.channel(`${id}_cropped`, {
    ...from,
    count: rows.live.length * columns.live.length * from.packet,
  });
  kernel.transform(
    kernel.unique(`${id}_crop`),
    [comment(`${layer.spec.label}: rows and columns that no window covers are skipped.`)],
    from,
    to,
    `crop<${shape}, ${from.type.name}, ${from.lanes}>`,
    cycles,
  );
  return to;
}

function covers(what: string, { live, all }: Coverage): string {
  const alive = new Set(live.map(({ at }) => at));
  const bits = Array.from({ length: all }, (_, at) => (alive.has(at) ? 1 : 0));
  return lookup('bool', `covers_${what}`, ['at'], [all], bits);
}

function coverageFunctions(what: string, { live }: Coverage): string[] {
  const counts = live.map(({ windows }) => windows.length);
  const most = Math.max(...counts);
  const each = (part: 0 | 1): number[] =>
    live.flatMap(({ windows }) => Array.from({ length: most }, (_, i) => windows[i]?.[part] ?? 0));
  return [
    lookup('int', `${what}_count`, ['at'], [live.length], counts),
    lookup('int', `${what}_of`, ['at', 'i'], [live.length, most], each(0)),
    lookup('int', `kernel_${what}`, ['at', 'i'], [live.length, most], each(1)),
  ];
}

/** A member function that returns a table entry. */
function lookup(
  type: string,
  name: string,
  parameters: readonly string[],
  dims: readonly number[],
  values: readonly number[],
): string {
  const [, inner = 1] = dims;
  const element = values.every((v) => v < 256) ? 'uint8_t' : 'uint16_t';
  const rows = dims.length === 1 ? values.join(', ') : nestedRows(values, inner);
  const index = parameters.map((p) => `[${p}]`).join('');
  return [
    `  static ${type} ${name}(${parameters.map((p) => `int ${p}`).join(', ')}) {`,
    `    static const ${element} values${dims.map((d) => `[${d}]`).join('')} = {${rows}};`,
    `    return values${index};`,
    '  }',
  ].join('\n');
}

function nestedRows(values: readonly number[], inner: number): string {
  const rows: string[] = [];
  for (let i = 0; i < values.length; i += inner) rows.push(`{${values.slice(i, i + inner).join(', ')}}`);
  return rows.join(', ');
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
  const { scale, zeroPoint: zero } = numbers.output;
  const steps = (n: number): string => {
    if (from.scale === scale)
      return `exeunt::round_divide(kept${zero === 0 ? '' : ` + (${zero * n})`}, ${n})`;
    return scaled(meanScale(from.scale, n, scale), zero === 0 ? '' : `, ${zero}`);
  };
  const counted = countsOf(numbers.countPadding === true, input, out, window);
  return [...sumOf(from), ...meanOutput(context, counted, type, steps, true)];
}

/** Rounded before the zero point is added: see `wholeMean` there. */
function imageMean(
  context: LayerContext,
  input: ImageShape,
  _out: ImageShape,
  _window: Window,
  type: string,
): string[] {
  const { output } = context.numbers;
  const from = context.numbers.inputs[0] ?? output;
  const n = input.h * input.w;
  const steps = dividesAlike(from.scale, n, output.scale)
    ? `exeunt::round_divide(kept, ${n})`
    : scaled(meanScale(from.scale, n, output.scale), '');
  const counted = { rows: [input.h], columns: [input.w], possible: [n] };
  return [...sumOf(from), ...meanOutput(context, counted, type, () => steps, false)];
}

function sumOf({ zeroPoint }: Quantisation): string[] {
  const value = zeroPoint === 0 ? 'value' : `(value - ${zeroPoint})`;
  return [
    '  static int32_t start() { return 0; }',
    `  static int32_t join(int32_t kept, int32_t value) { return kept + ${value}; }`,
  ];
}

function scaled(scale: number, zero: string): string {
  const { multiplier, shift } = decompose(scale);
  return `exeunt::scale_float(kept, ${multiplier}, ${shift}${zero})`;
}

/** Scale and zero point are unchanged, but the output's range may be narrower. */
function largestOf(from: Quantisation, output: Quantisation, floor: number, type: string): string {
  if (output.sign === true) return coded(type, output, floor, `(kept - ${from.zeroPoint})`);
  if (from.max > output.max) return `exeunt::saturate<${type}>(kept, ${floor}, ${output.max})`;
  return `static_cast<${type}>(kept < ${floor} ? ${floor} : kept)`;
}

function meanOutput(
  { numbers, floor }: LayerContext,
  counted: Counts,
  type: string,
  steps: (count: number) => string,
  zeroIn: boolean,
): string[] {
  const { output } = numbers;
  const [only = 1, ...others] = counted.possible;
  const always = others.length === 0;
  const result = `    return ${coded(type, output, floor, 'steps', zeroIn)};`;
  if (always) {
    return [
      `  static ${type} output(int32_t kept, int, int) {`,
      `    const int64_t steps = ${steps(only)};`,
      result,
      '  }',
    ];
  }
  return [
    lookup('int', 'counted_rows', ['at'], [counted.rows.length], counted.rows),
    lookup('int', 'counted_columns', ['at'], [counted.columns.length], counted.columns),
    '  // Padding does not count. A window entirely in the padding is zero.',
    `  static ${type} output(int32_t kept, int row, int column) {`,
    `    int64_t steps = ${zeroIn ? output.zeroPoint : 0};`,
    '    switch (counted_rows(row) * counted_columns(column)) {',
    ...counted.possible.map((n) => `      case ${n}: steps = ${steps(n)}; break;`),
    '      default: break;',
    '    }',
    result,
    '  }',
  ];
}
