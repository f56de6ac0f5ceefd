/** Generates layers with a matrix-vector unit. */
import { type Matrix, type Quantisation } from '../../arithmetic/index';
import { accumulatorBounds, scalingOf } from '../../arithmetic';
import {
  type GroupOrder,
  groupOrder,
  lutramDepth,
  productOf,
  readLanes,
  templateAccumulatorBits,
  weightStationary,
} from '../../cost/index';
import { channels, elements, isImage, productsPerOutput, type ShapedLayer } from '../../network';
import { comment, constants, table } from './cpp-text';
import { weightStream as weightStreamName } from './identifiers';
import type { Channel } from './kernel-builder';
import { type LayerContext, coded, modelled, outputChannel } from './layer-context';
import { cppType, signedBits } from './numbers-type';
import { repacked } from './repack';
import { padded, windows } from './window-process';
import { type WeightStore, packWeights, weightStore } from './weights';

/** Sizes of a matrix-vector unit. */
interface Unit {
  readonly positions: number;
  readonly width: number;
  readonly filters: number;
  readonly groups: number;
  readonly pe: number;
  readonly simd: number;
  /** Groups whose filters are computed in parallel, and how their values stand in a word. */
  readonly order: GroupOrder;
}

/** Padding, sliding window and matrix-vector unit of a convolution, depthwise or dense layer. */
export function matrixLayer(context: LayerContext): Channel {
  const { kernel, layer, id, inputs, fifo, numbers } = context;
  const { window, outShape } = layer;
  const [input] = inputs;
  const { matrix } = numbers;
  if (input === undefined || matrix === undefined || outShape === undefined)
    throw new Error(`${id} is not complete`);
  const unit = unitOf(context);
  let stream: Channel;
  const stationary = weightStationary(layer, context.cost.parallel);
  if (stationary) {
    // The unit reads windows from the image itself, with its border.
    stream = repacked(kernel, input, stationary.lanes, layer.inShape ? channels(layer.inShape) : 1, id);
    kernel.deepen(stream.name, fifo(0));
  } else if (window === undefined) {
    stream = repacked(kernel, input, unit.simd, unit.width, id);
    kernel.deepen(stream.name, fifo(0));
  } else {
    const image = layer.inShape;
    const depth = image === undefined ? 1 : channels(image);
    stream = repacked(kernel, input, readLanes(layer, context.cost.parallel, depth), depth, id);
    kernel.deepen(stream.name, fifo(0));
    stream = padded(context, stream, window, input.code.zeroPoint);
    stream = windows(context, stream, window, unit.order);
    const perPosition = unit.width * unit.groups;
    stream = repacked(kernel, stream, unit.simd * unit.order.atOnce, perPosition, `${id}_window`);
  }
  const filters = channels(outShape);
  const output = outputChannel(context, unit.pe, filters, elements(outShape));
  if (stationary) kernel.deepen(output.name, { depth: stationary.positions * stationary.folds });
  unitProcess(context, unit, matrix, stream, output);
  return output;
}

function unitOf({ layer, cost }: LayerContext): Unit {
  const { spec, window, inShape, outShape, groups } = layer;
  if (inShape === undefined || outShape === undefined) throw new Error(`${spec.label} has no shape`);
  const filters = channels(outShape);
  const { pe, simd } = cost.parallel;
  return {
    positions: isImage(outShape) ? outShape.h * outShape.w : 1,
    width: productsPerOutput(spec, inShape, window, groups),
    filters,
    groups,
    pe,
    simd,
    order: groupOrder(layer, cost.parallel),
  };
}

function unitProcess(context: LayerContext, unit: Unit, matrix: Matrix, from: Channel, to: Channel): void {
  const { kernel, layer, id, title, cost } = context;
  const store = weightStore(layer.spec.weights, layer.spec.weightsIn === 'ddr');
  const stationary = weightStationary(layer, cost.parallel);
  const shape = kernel.unique(`${id}_unit`);
  kernel.structs.push(
    [
      title,
      `struct ${shape} {`,
      ...constants({
        positions: unit.positions,
        width: unit.width,
        filters: unit.filters,
        groups: unit.groups,
        groups_at_once: unit.order.atOnce,
        channels_at_once: unit.order.step,
        pe: unit.pe,
        simd: unit.simd,
        ...(stationary && imageConstants(context, from)),
      }),
      ...functions(context, unit, matrix, store, from.code),
      '};',
    ].join('\n'),
  );
  const name = kernel.unique(id);
  const said = [
    comment(
      `${layer.spec.label}: ${counted(cost.parallel.pe, 'output')}, ${counted(cost.parallel.simd, 'product')} of each, at a time.`,
    ),
  ];
  const types = `${from.type.name}, ${to.type.name}`;
  if (store.streamed === undefined) {
    const pragmas = memoryPragmas(context, unit);
    const call = `matrix_vector<${shape}, ${types}>`;
    kernel.transform(name, said, from, to, call, modelled(context, 'mvu').modelled, pragmas);
    return;
  }
  const weights = weightStream(context, unit, matrix, store.streamed, stationary ? 1 : unit.positions);
  const template = stationary ? 'weight_stationary' : 'matrix_vector_streamed';
  kernel.process({
    name,
    comment: said,
    parameters: [
      [`exeunt::word<${from.type.name}, ${from.lanes}>`, 'in'],
      [`exeunt::word<${store.streamed}, ${unit.pe * unit.simd}>`, 'weights'],
      [`exeunt::word<${to.type.name}, ${to.lanes}>`, 'out'],
    ],
    pragmas: tablePragmas(id),
    body: [
      `exeunt::${template}<${shape}, ${from.type.name}, ${store.streamed}, ${to.type.name}>(in, weights, out, inputs);`,
    ],
    arguments: [from.name, weights.name, to.name],
    ...modelled(context, 'mvu'),
  });
}

/** The image that the unit reads its windows from. */
function imageConstants({ layer, id }: LayerContext, from: Channel): Record<string, number> {
  const { window, inShape, outShape, groups } = layer;
  if (window === undefined || inShape === undefined || !isImage(inShape))
    throw new Error(`${id} has no image`);
  if (outShape === undefined || !isImage(outShape)) throw new Error(`${id} has no shape`);
  const { kernel, stride, dilation, padding } = window;
  return {
    rows: inShape.h,
    columns: inShape.w,
    words: inShape.c / from.lanes,
    group_words: Math.max(1, inShape.c / groups / from.lanes),
    top: padding.top,
    left: padding.left,
    border: from.code.zeroPoint,
    kernel_rows: kernel.h,
    kernel_columns: kernel.w,
    stride_rows: stride.h,
    stride_columns: stride.w,
    dilation_rows: dilation.h,
    dilation_columns: dilation.w,
    out_rows: outShape.h,
    out_columns: outShape.w,
  };
}

function counted(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}

/** Streams weights from memory in words of PE × SIMD, the whole matrix `repeats` times an input. */
function weightStream(
  context: LayerContext,
  unit: Unit,
  matrix: Matrix,
  type: 'int8_t' | 'int16_t',
  repeats: number,
): Channel {
  const { kernel, id } = context;
  const cpp = { name: type, bytes: type === 'int8_t' ? 1 : 2 } as const;
  const lanes = unit.pe * unit.simd;
  const each = unit.width * unit.filters;
  const count = repeats * each;
  const port = weightStreamName(id);
  const perBeat = 8 / cpp.bytes;
  const code: Quantisation = { scale: 1, zeroPoint: 0, min: -128, max: 127 };
  const format = { type: cpp, packet: count, count, code };
  const beats = kernel.channel(`${id}_weight_beats`, { ...format, lanes: perBeat });
  kernel.process({
    name: kernel.unique(`${id}_read_weights`),
    comment: [comment(`The weights of ${id}, ${repeats === 1 ? 'once' : 'once per output position'}.`)],
    parameters: [
      ['exeunt::beat', 'in'],
      [`exeunt::word<${type}, ${perBeat}>`, 'out'],
    ],
    pragmas: [],
    body: [`exeunt::read_beats<${type}, ${cpp.bytes}, ${count}>(in, out, inputs);`],
    arguments: [port, beats.name],
  });
  const bytes = new Uint8Array(Math.ceil((count * cpp.bytes) / 8) * 8);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (let i = 0; i < each; i++, at += cpp.bytes) {
      const value = matrix.weights[streamedIndex(unit, i)] ?? 0;
      if (cpp.bytes === 1) view.setInt8(at, value);
      else view.setInt16(at, value, true);
    }
  }
  kernel.weightPorts.push({
    name: port,
    layer: context.layer.spec.label,
    words: bytes,
    matrixBytes: each * cpp.bytes,
    repeats,
  });
  return repacked(kernel, beats, lanes, count, `${id}_weights`);
}

/** Index into `[filters][width]` of the i-th weight in the unit's order. */
function streamedIndex({ pe, simd, width }: Unit, i: number): number {
  const words = width / simd;
  const lane = i % simd;
  const row = Math.floor(i / simd) % pe;
  const word = Math.floor(i / (simd * pe)) % words;
  const fold = Math.floor(i / (simd * pe * words));
  return (fold * pe + row) * width + word * simd + lane;
}

/** Members of the unit's struct: weight, product, bias and output. */
function functions(
  context: LayerContext,
  unit: Unit,
  matrix: Matrix,
  store: WeightStore,
  input: Quantisation,
): string[] {
  const { kernel, layer, id, numbers, floor } = context;
  const { output } = numbers;
  const folds = unit.filters / unit.pe;
  const words = unit.width / unit.simd;
  const filterAt = (pe: number, fold: number): number => fold * unit.pe + pe;
  if (store.streamed === undefined) {
    const packed = packWeights(store, unit.simd);
    kernel.tables.push(
      table(
        store.element,
        `${id}_weights`,
        [unit.pe, folds * words, packed.elements],
        ([pe = 0, at = 0, e = 0]) => {
          const fold = Math.floor(at / words);
          const row = filterAt(pe, fold) * unit.width + (at % words) * unit.simd;
          return packed.element((lane) => matrix.weights[row + lane] ?? 0, e);
        },
      ),
    );
  }
  const bounds = accumulatorBounds(matrix, input);
  const sumBits = accumulatorWidth(layer, bounds);
  const bias = foldedBias(matrix, unit, input);
  const scalings = Array.from({ length: unit.filters }, (_, f) =>
    scalingOf(matrix.scales[f] ?? 1, bounds[f] ?? 0, output),
  );
  const exact = scalings.every((s) => s.exact);
  const byFilter = (name: string, type: string, of: (filter: number) => number): string => {
    kernel.tables.push(
      table(type, `${id}_${name}`, [unit.pe, folds], ([pe = 0, fold = 0]) => of(filterAt(pe, fold))),
    );
    return `${id}_${name}[pe][fold]`;
  };
  const biasText = byFilter('bias', 'int32_t', (f) => bias[f] ?? 0);
  const multiplier = byFilter('multiplier', 'int32_t', (f) => scalings[f]?.multiplier ?? 0);
  const shift = byFilter('shift', 'int8_t', (f) => scalings[f]?.shift ?? 0);
  const steps = `exeunt::${exact ? 'scale_exact' : 'scale_float'}(acc, ${multiplier}, ${shift})`;
  const out = cppType(output)?.name ?? 'int32_t';
  const bits = { weight: layer.spec.weights.bits, value: layer.spec.activations.bits };
  const impl = productOf(bits.weight, bits.value) === 'dsp' ? 'dsp' : 'fabric';
  return [
    `  typedef exeunt::exeunt_int<${sumBits}> sum;`,
    '',
    ...(store.streamed === undefined
      ? [
          `  static int32_t weight(int pe, int word, int lane) {`,
          `    return ${packWeights(store, unit.simd).read(`${id}_weights`)};`,
          '  }',
        ]
      : []),
    '  static int32_t product(int32_t weight, int32_t value) {',
    '#pragma HLS INLINE',
    '    const int32_t result = weight * value;',
    `#pragma HLS BIND_OP variable=result op=mul impl=${impl}`,
    '    return result;',
    '  }',
    `  static int32_t bias(int pe, int fold) { return ${biasText}; }`,
    `  // ${exact ? "An integer product and a shift, proved equal to float32's for every accumulator." : 'The product rounded as in float32.'}`,
    `  static ${out} output(int32_t acc, int pe, int fold) {`,
    `    const int64_t steps = ${steps};`,
    `    return ${coded(out, output, floor, 'steps')};`,
    '  }',
  ];
}

/**
 * Bits of the accumulator: those of the cost model, which hold every sum of products of the layer's types. A bias beyond
 * them, or an input with a zero point at the end of its range, needs more; sums of 32 bits wrap around as onnxruntime's.
 */
function accumulatorWidth({ accumulatorBits }: ShapedLayer, bounds: Float64Array): number {
  const proved = bounds.reduce((most, bound) => Math.max(most, signedBits(-bound, bound)), 1);
  return Math.min(templateAccumulatorBits, Math.max(accumulatorBits, proved));
}

/** The bias for raw input codes, with the zero point's contribution folded in; padding has the zero point's code. */
export function foldedBias(
  matrix: Matrix,
  unit: Pick<Unit, 'filters' | 'width'>,
  input: Quantisation,
): number[] {
  return Array.from({ length: unit.filters }, (_, filter) => {
    let sum = 0;
    for (let i = 0; i < unit.width; i++) sum += matrix.weights[filter * unit.width + i] ?? 0;
    return (matrix.bias[filter] ?? 0) - input.zeroPoint * sum;
  });
}

function memoryPragmas({ layer, id }: LayerContext, unit: Unit): string[] {
  const depth = (unit.width / unit.simd) * (unit.filters / unit.pe);
  const where = layer.spec.weightsIn ?? (depth <= lutramDepth ? 'lutram' : 'bram');
  return [
    `#pragma HLS ARRAY_PARTITION variable=${id}_weights complete dim=1`,
    `#pragma HLS ARRAY_RESHAPE variable=${id}_weights complete dim=3`,
    `#pragma HLS BIND_STORAGE variable=${id}_weights type=rom_1p impl=${where}`,
    ...tablePragmas(id),
  ];
}

/** A table for each lane, which are read at once, in LUTs: in block RAM each would take a block of its own. */
function tablePragmas(id: string): string[] {
  return ['bias', 'multiplier', 'shift'].flatMap((table) => [
    `#pragma HLS ARRAY_PARTITION variable=${id}_${table} complete dim=1`,
    `#pragma HLS BIND_STORAGE variable=${id}_${table} type=rom_1p impl=lutram`,
  ]);
}
