/** Which channels of which values have to be made larger by the same factor, where a model's values may be at all. */
import { type LoweredModel, type Op, type Value, sizeOf } from '../../model/lower/lowered';

/** Values whose factors depend on each other. */
export interface SharedFactors {
  /** In the model's order. */
  readonly values: readonly Value[];
  /** For each channel of a value the number of its factor, below `count`. */
  readonly factorOf: ReadonlyMap<Value, Int32Array>;
  readonly count: number;
}

/**
 * A matrix may make its results larger by any factor a channel if every reader's weights are smaller by it. Relus,
 * maxima, means and copies let factors through, a join of channels those of each arm, and a sum takes one for all its
 * terms. A cap is one number for all channels, so that they have one factor. Outputs, and inputs that are no images,
 * stay as they are, and with them whatever they are joined with.
 */
export function sharedFactors(model: LoweredModel): readonly SharedFactors[] {
  const values = [model.input, ...model.ops.map((op) => op.output)];
  const start = new Map<Value, number>();
  let channels = 0;
  for (const value of values) {
    start.set(value, channels);
    channels += channelsOf(value);
  }
  const place = (value: Value, channel: number): number => (start.get(value) ?? 0) + channel;
  const sameFactor = new Groups(channels);
  const together = new Groups(values.length);
  const number = new Map(values.map((value, i) => [value, i]));
  const fixed = new Set<Value>(model.outputs.map((o) => o.value));
  // What is done to an image on its way in can be done with a factor; other inputs arrive as they are.
  if (model.input.shape.length !== 3) fixed.add(model.input);
  for (const op of model.ops) {
    const { output } = op;
    for (let c = 1; op.relu?.cap !== undefined && c < channelsOf(output); c++)
      sameFactor.join(place(output, 0), place(output, c));
    if ('matrix' in op) continue;
    const pairs = channelPairs(op);
    if (pairs === undefined) fixed.add(output);
    for (const input of op.inputs) together.join(number.get(input) ?? 0, number.get(output) ?? 0);
    for (const [input, from, to] of pairs ?? []) sameFactor.join(place(input, from), place(output, to));
  }
  const stays = new Set(Array.from(fixed, (value) => together.of(number.get(value) ?? 0)));
  const found = new Map<number, Value[]>();
  values.forEach((value, i) => {
    const group = together.of(i);
    if (!stays.has(group)) found.set(group, [...(found.get(group) ?? []), value]);
  });
  return Array.from(found.values(), (each) => {
    const numbers = new Map<number, number>();
    const factorOf = new Map<Value, Int32Array>();
    for (const value of each) {
      const own = Int32Array.from({ length: channelsOf(value) }, (_, c) => {
        const factor = sameFactor.of(place(value, c));
        if (!numbers.has(factor)) numbers.set(factor, numbers.size);
        return numbers.get(factor) ?? 0;
      });
      factorOf.set(value, own);
    }
    return { values: each, factorOf, count: numbers.size };
  });
}

/** Channels of an operator's inputs, each with that of its output which it becomes; undefined where they do not line up. */
function channelPairs({
  kind,
  inputs,
  output,
}: Op): readonly (readonly [Value, number, number])[] | undefined {
  const moves = kind === 'maxpool' || kind === 'avgpool' || kind === 'upsample';
  const area = sizeOf(output.shape) / channelsOf(output);
  const pairs: (readonly [Value, number, number])[] = [];
  let start = 0;
  for (const input of inputs) {
    const count = channelsOf(input);
    const size = sizeOf(input.shape);
    if (moves) {
      if (count !== channelsOf(output)) return undefined;
      for (let c = 0; c < count; c++) pairs.push([input, c, c]);
      continue;
    }
    // An image that is read as a vector has each of its values for a channel.
    const own = size / count;
    if (own % area !== 0) return undefined;
    for (let at = 0; at < size; at += area) pairs.push([input, Math.floor(at / own), (start + at) / area]);
    if (kind === 'concat') start += size;
    else if (size !== sizeOf(output.shape)) return undefined;
  }
  return kind === 'concat' && start !== sizeOf(output.shape) ? undefined : pairs;
}

function channelsOf(value: Value): number {
  return value.shape[0] ?? 1;
}

/** Disjoint sets of whole numbers. */
class Groups {
  private readonly parent: Int32Array;

  constructor(size: number) {
    this.parent = Int32Array.from({ length: size }, (_, i) => i);
  }

  of(member: number): number {
    let at = member;
    for (let next = this.parent[at] ?? at; next !== at; next = this.parent[at] ?? at) {
      const beyond = this.parent[next] ?? next;
      this.parent[at] = beyond;
      at = beyond;
    }
    return at;
  }

  join(one: number, other: number): void {
    this.parent[this.of(other)] = this.of(one);
  }
}
