/** Whether a model that was written and read back is the one that was written. */
import type { Codes, LoweredModel, Op, Value } from '../../../server/src/model/lower/lowered';

/** The first difference in words; undefined where they are the same in operators, order of reading, codes and weights. */
export function graphDifference(written: LoweredModel, read: LoweredModel): string | undefined {
  const [a, b] = [described(written), described(read)];
  const at = a.findIndex((line, i) => line !== b[i]);
  if (at >= 0) return `written: ${a[at] ?? ''}; read: ${b[at] ?? 'nothing'}`;
  return b.length > a.length ? `written: nothing; read: ${b[a.length] ?? ''}` : undefined;
}

/** A line a fact, values by the number of the operator that makes them. */
function described(model: LoweredModel): string[] {
  const numbers = new Map<Value, string>([[model.input, 'input']]);
  model.ops.forEach((op, i) => numbers.set(op.output, `#${i}`));
  const highest = highestOf(model.ops);
  const nameOf = (value: Value): string => numbers.get(value) ?? `unknown ${value.name}`;
  return [
    `input ${model.input.shape.join('x')}${model.channelsLast ? ' channels last' : ''} ${codesText(model.input.codes)}`,
    ...(model.preparation
      ? [`preparation ${listed(model.preparation.a)}; ${listed(model.preparation.b)}`]
      : []),
    ...model.ops.flatMap((op, i) => [
      `#${i} ${op.kind} of ${op.inputs.map(nameOf).join(', ')}: ${op.output.shape.join('x')} ${settings(op)}`,
      `#${i} ${codesText(op.output.codes)}, at most ${highest.get(op.output) ?? 'unknown'}`,
      ...('matrix' in op ? matrixLines(op.matrix).map((line) => `#${i} ${line}`) : []),
    ]),
    ...model.outputs.map((o) => `output ${o.name} ${nameOf(o.value)} ${o.scores}`),
  ];
}

/** What is set of an operator, by its kind. Padding in front of a window's first step and behind its last. */
function settings(op: Op): string {
  const relu = op.relu ? 'relu' : '';
  const window = 'window' in op ? Object.values(op.window).join(' ') : '';
  const rest = {
    groups: op.kind === 'conv' ? op.groups : undefined,
    // A mean without padding is the same, counted or not.
    counted: op.kind === 'avgpool' && op.window.pads.some((p) => p > 0) ? op.countPadding : undefined,
    factors: op.kind === 'upsample' ? op.factors : undefined,
  };
  return `${relu} ${window} ${JSON.stringify(rest)}`;
}

function codesText(codes: Codes | undefined): string {
  return codes ? `scale ${codes.scale} zero ${codes.zeroPoint} from ${codes.min}` : 'no codes';
}

/** The largest integer of each value: of its type, of its cap, or of what it only moves. */
function highestOf(ops: readonly Op[]): ReadonlyMap<Value, number> {
  const found = new Map<Value, number>();
  for (const { kind, relu, inputs, output } of ops) {
    const { codes } = output;
    if (codes === undefined) continue;
    const cap = relu?.cap === undefined ? codes.max : Math.round(relu.cap / codes.scale) + codes.zeroPoint;
    const moved = kind === 'relu' || kind === 'maxpool' || kind === 'upsample' ? inputs : [];
    const limits = moved.filter((v) => v.codes?.scale === codes.scale).map((v) => found.get(v) ?? codes.max);
    found.set(output, Math.min(codes.max, cap, ...limits));
  }
  return found;
}

function matrixLines({ codes, biasCodes, filters }: Extract<Op, { matrix: unknown }>['matrix']): string[] {
  return [
    `${filters} filters, weights ${listed(codes?.weights ?? [])}`,
    `steps ${listed(codes?.scales ?? [])}`,
    `bias ${listed(biasCodes ?? [])}`,
  ];
}

function listed(values: ArrayLike<number>): string {
  return Array.from(values, (v) => Math.fround(v)).join(' ');
}
