import { OnnxError } from '../../onnx/index';
import type { MatrixValues, Op, OpOf, Value } from './lowered';

interface Fused {
  readonly ops: readonly Op[];
  /** Values that are another one now. */
  readonly replaced: ReadonlyMap<Value, Value>;
  readonly preparation: { readonly a: Float64Array; readonly b: Float64Array } | undefined;
}

/**
 * Folds batch normalisation, bias and factors into the matrix before them, and relus into what they follow; what is
 * done to the model's input is kept apart.
 *
 * @throws OnnxError where a normalisation has nothing to fold into
 */
export function fuse(ops: readonly Op[], input: Value, outputs: readonly Value[]): Fused {
  const uses = new Map<Value, number>();
  for (const value of [...ops.flatMap((op) => op.inputs), ...outputs])
    uses.set(value, (uses.get(value) ?? 0) + 1);
  const replaced = new Map<Value, Value>();
  const producers = new Map<Value, Op>();
  const kept: Op[] = [];
  let preparation: Fused['preparation'];
  for (const original of ops) {
    const op: Op = { ...original, inputs: original.inputs.map((v) => replaced.get(v) ?? v) };
    const [source] = op.inputs;
    const producer = source && producers.get(source);
    const alone = source !== undefined && (uses.get(original.inputs[0] ?? source) ?? 0) === 1;
    if (op.kind === 'affine' && source === input && alone) {
      preparation = composed(preparation, op);
      input.codes = op.output.codes;
      replaced.set(op.output, input);
      continue;
    }
    if (op.kind === 'affine') {
      const target = fold(op, producer, alone);
      target.output = op.output;
      producers.set(op.output, target);
      continue;
    }
    if (op.kind === 'relu' && producer && alone && takesRelu(producer, op)) {
      const caps = [producer.relu?.cap, op.relu?.cap].filter((c) => c !== undefined);
      producer.relu = caps.length > 0 ? { cap: Math.min(...caps) } : {};
      const codes = op.output.codes ?? producer.output.codes;
      producer.output = op.output;
      producer.output.codes = codes;
      producers.set(op.output, producer);
      continue;
    }
    kept.push(op);
    producers.set(op.output, op);
  }
  return { ops: kept, replaced, preparation };
}

function composed(before: Fused['preparation'], { a, b }: OpOf<'affine'>) {
  if (before === undefined) return { a, b };
  return {
    a: a.map((f, c) => f * (before.a[c] ?? 1)),
    b: b.map((s, c) => s + (a[c] ?? 1) * (before.b[c] ?? 0)),
  };
}

function fold({ a, b, names }: OpOf<'affine'>, producer: Op | undefined, alone: boolean): Op {
  const what = `node ${names[0] ?? ''}: it scales or shifts each channel`;
  if (producer === undefined || !('matrix' in producer)) {
    throw new OnnxError(`${what}, and is not behind a convolution or dense layer that could take it in`);
  }
  if (!alone || producer.relu !== undefined) {
    throw new OnnxError(`${what}, and the layer before it is read elsewhere, or clamped, before that`);
  }
  if (producer.output.codes)
    throw new OnnxError(`${what}, behind a layer whose integers are rounded already`);
  producer.matrix = folded(producer.matrix, a, b);
  return producer;
}

function folded(matrix: MatrixValues, a: Float64Array, b: Float64Array): MatrixValues {
  const { weights, filters, bias, codes } = matrix;
  const width = weights.length / filters;
  const factor = (filter: number): number => a[filter] ?? 1;
  const unit = a.every((f) => f === 1);
  return {
    filters,
    weights: unit ? weights : weights.map((w, i) => w * factor(Math.floor(i / width))),
    bias: bias.map((v, f) => v * factor(f) + (b[f] ?? 0)),
    ...(codes && { codes: unit ? codes : scaledCodes(codes, a, width) }),
  };
}

/** A factor changes the scales; its sign, the integers. */
function scaledCodes(codes: NonNullable<MatrixValues['codes']>, a: Float64Array, width: number) {
  const weights = codes.weights.slice();
  for (let i = 0; i < weights.length; i++)
    if ((a[Math.floor(i / width)] ?? 1) < 0) weights[i] = -(weights[i] ?? 0);
  return { weights, scales: codes.scales.map((s, f) => s * Math.abs(a[f] ?? 1)) };
}

/** A relu costs nothing behind these: their own output clamps. */
function takesRelu(producer: Op, relu: Op): boolean {
  if (
    producer.kind === 'concat' ||
    producer.kind === 'upsample' ||
    producer.kind === 'relu' ||
    producer.kind === 'affine'
  ) {
    return false;
  }
  const [before, after] = [producer.output.codes, relu.output.codes];
  return !before || !after || (before.scale === after.scale && before.zeroPoint === after.zeroPoint);
}
