/** Generates element-wise layers: sum, concatenation, relu, upsampling. */
import { alignmentOf } from '../../arithmetic';
import { channels, elements, isImage } from '../../network';
import { comment, constants } from './cpp-text';
import { type Channel, wordType } from './kernel-builder';
import { type LayerContext, coded, modelled, outputChannel } from './layer-context';
import { repacked } from './repack';

/** Sum of the inputs, or a separate relu: one output word per cycle. */
export function sumLayer(context: LayerContext): Channel {
  return elementLayer(context, 'sum');
}

/** Concatenation: one output word per cycle. */
export function concatLayer(context: LayerContext): Channel {
  return elementLayer(context, 'one after the other');
}

function elementLayer(context: LayerContext, order: 'sum' | 'one after the other'): Channel {
  const { kernel, layer, cost, id, inputs, fifo, title } = context;
  const { outShape } = layer;
  if (outShape === undefined) throw new Error(`${id} is not complete`);
  const { pe } = cost.parallel;
  const streams = inputs.map((input, i) => {
    const shape = layer.inputs[i];
    const stream = repacked(kernel, input, pe, shape === undefined ? 1 : channels(shape), `${id}_${i + 1}`);
    kernel.deepen(stream.name, fifo(i));
    return stream;
  });
  const out = outputChannel(context, pe, channels(outShape), elements(outShape));
  const parts = streams.map((stream, i) => ({
    word: `x${i + 1}`,
    read: `const ${wordType(stream.type, pe)} x${i + 1} = in${i + 1}.read();`,
    steps: stepsOf(context, i),
    words: channels(layer.inputs[i] ?? outShape) / pe,
  }));
  const sums = `for (int pe = 0; pe < ${pe}; ++pe) `;
  const turn =
    order === 'sum'
      ? [
          ...parts.map((p) => p.read),
          `${sums}y.lane[pe] = ${id}_code(${parts.map((p) => p.steps).join(' + ')});`,
        ]
      : choice(parts, (p) => [p.read, `${sums}y.lane[pe] = ${id}_code(${p.steps});`]);
  const words = parts.reduce((sum, p) => sum + p.words, 0);
  const positions = isImage(outShape) ? outShape.h * outShape.w : 1;
  const [each, count] = order === 'sum' ? [1, elements(outShape) / pe] : [words, positions];
  const body = [
    ...(each === 1 ? [] : [`exeunt::digit<${each}> w;`]),
    `exeunt::digit<${count}> at;`,
    'for (int n = 0; n < inputs;) {',
    '#pragma HLS PIPELINE II=1 style=flp',
    '  EXEUNT_CYCLE();',
    `  ${wordType(out.type, pe)} y;`,
    ...turn.map((line) => `  ${line}`),
    '  out.write(y);',
    `  if (${each === 1 ? '' : 'w.next() && '}at.next()) ++n;`,
    '}',
  ];
  // A sum's zero point is added before it is rounded, that of a single input behind a relu, or of a join's, after.
  kernel.structs.push(codeFunction(context, out.type.name, order === 'sum' && inputs.length > 1));
  kernel.process({
    name: kernel.unique(id),
    comment: [title],
    parameters: [
      ...streams.map((s, i) => [wordType(s.type, pe), `in${i + 1}`] as const),
      [wordType(out.type, pe), 'out'],
    ],
    pragmas: [],
    body,
    arguments: [...streams.map((s) => s.name), out.name],
    ...modelled(context, 'elements'),
  });
  return out;
}

/** Reads the part to which a word of a position belongs. */
function choice<Part extends { readonly words: number }>(
  parts: readonly Part[],
  lines: (part: Part) => readonly string[],
): string[] {
  let end = 0;
  return parts.flatMap((part, i) => {
    end += part.words;
    const last = i === parts.length - 1;
    const head = last ? (i === 0 ? '{' : '} else {') : `${i === 0 ? '' : '} else '}if (w.at < ${end}) {`;
    return [head, ...lines(part).map((line) => `  ${line}`), ...(last ? ['}'] : [])];
  });
}

/** An input's contribution, in steps of 2^-shift of the output. */
function stepsOf({ numbers }: LayerContext, input: number): string {
  const zero = numbers.inputs[input]?.zeroPoint ?? 0;
  const lane = `x${input + 1}.lane[pe]`;
  const value = zero === 0 ? lane : `(${lane} - ${zero})`;
  return `${alignmentOf(numbers).factors[input] ?? 1} * static_cast<int64_t>${zero === 0 ? `(${value})` : value}`;
}

function codeFunction({ id, numbers, floor, layer }: LayerContext, type: string, zeroFirst: boolean): string {
  const { shift, exact } = alignmentOf(numbers);
  const { zeroPoint } = numbers.output;
  const zero = zeroFirst ? zeroPoint * 2 ** shift : 0;
  const sum = zero === 0 ? 'sum' : `sum + (${zero})`;
  return [
    comment(
      exact
        ? `${layer.spec.label}: scales are powers of two apart, the sum is exact and rounded once.`
        : `${layer.spec.label}: ratios of scales are rounded to ${shift} fractional bits; onnxruntime's float32 sums may be a step off.`,
    ),
    `static ${type} ${id}_code(int64_t sum) {`,
    `  const int64_t steps = exeunt::round_shift(${sum}, ${shift});`,
    `  return ${coded(type, numbers.output, floor, 'steps', zeroFirst)};`,
    '}',
  ].join('\n');
}

/** Each position several times. */
export function upsampleLayer(context: LayerContext): Channel {
  const { kernel, layer, cost, id, inputs, fifo, title } = context;
  const { inShape, outShape, spec } = layer;
  const [input] = inputs;
  if (!input || !inShape || !outShape || !isImage(inShape)) throw new Error(`${id} is not complete`);
  const { pe } = cost.parallel;
  const stream = repacked(kernel, input, pe, inShape.c, id);
  kernel.deepen(stream.name, fifo(0));
  const shape = kernel.unique(`${id}_upsample`);
  const scale = spec.scale ?? { h: 1, w: 1 };
  kernel.structs.push(
    [
      title,
      `struct ${shape} {`,
      ...constants({
        rows: inShape.h,
        columns: inShape.w,
        words: inShape.c / pe,
        scale_rows: scale.h,
        scale_columns: scale.w,
      }),
      '};',
    ].join('\n'),
  );
  // Values are only copied.
  const out = kernel.channel(`${id}_out`, { ...stream, count: elements(outShape) });
  const call = `upsample<${shape}, ${stream.type.name}, ${pe}>`;
  kernel.transform(kernel.unique(id), [title], stream, out, call, modelled(context, 'elements').modelled);
  return out;
}
