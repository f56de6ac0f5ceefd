import type { Checkpoint } from '../../base/checkpoint';
import type { LabelledData } from '../../datasets/labelled-data';
import type { Prepare } from '../../datasets/preprocess';
import { OnnxError } from '../../onnx/index';
import { elementType } from './element-types';
import type { FedTensor, ModelSession, ModelTensor, ModelValue } from './session';

/** Samples at once through a model that takes any number. */
const BATCH = 32;

export interface Feed {
  readonly data: LabelledData;
  readonly prepare: Prepare;
  /** Shape of one input, without the batch. */
  readonly shape: readonly number[];
  /** Of a model with several inputs, what the others get. */
  readonly sides?: readonly SideInput[];
  /** Which samples, in order. */
  readonly samples: readonly number[];
  /** Called between batches; it may throw `Cancelled`. */
  readonly checkpoint: Checkpoint;
}

/** An input beside the network's own. */
export interface SideInput {
  readonly name: string;
  /** Without the batch. */
  readonly shape: readonly number[];
  readonly fill: (sample: number, into: Float32Array | Float64Array) => void;
}

/**
 * Runs samples through a model, a batch at a time, each input in its own type; the last batch of a model with a fixed
 * one is filled up with zeros.
 *
 * @param each gets a sample's number, its values of each output (start and length within the batch's), in order
 * @throws OnnxError for an input without data
 */
export async function feed(
  session: ModelSession,
  { data, prepare, shape, sides = [], samples, checkpoint }: Feed,
  each: (
    sample: number,
    row: number,
    rows: number,
    results: ReadonlyMap<string, ModelTensor>,
    input: Float32Array | Float64Array,
  ) => void,
): Promise<void> {
  const sideOf = (input: ModelValue): SideInput | undefined => sides.find((s) => s.name === input.name);
  const [main, ...more] = session.inputs.filter((input) => sideOf(input) === undefined);
  const [lacking] = more;
  if (main === undefined || lacking) {
    throw new OnnxError(
      lacking ? `there is no data for the model's input ${lacking.name}` : 'the model has no input',
    );
  }
  const [fixed] = main.shape;
  const isFixed = typeof fixed === 'number' && fixed > 0;
  const batch = isFixed ? fixed : BATCH;
  for (let start = 0; start < samples.length; start += batch) {
    await checkpoint();
    const group = samples.slice(start, start + batch);
    const rows = isFixed ? batch : group.length;
    const own = new Batch(main.type, rows, shape);
    for (const [row, sample] of group.entries()) prepare(await data.sample(sample), own.row(row));
    const feeds = new Map([[main.name, own.tensor()]]);
    for (const input of session.inputs) {
      const side = sideOf(input);
      if (side === undefined) continue;
      const values = new Batch(input.type, rows, side.shape);
      for (const [row, sample] of group.entries()) side.fill(sample, values.row(row));
      feeds.set(input.name, values.tensor());
    }
    const results = await session.run(feeds);
    group.forEach((sample, row) => {
      each(sample, row, rows, results, own.row(row));
    });
  }
}

/** Samples of one input, side by side. */
class Batch {
  private readonly size: number;
  private readonly values: Float32Array | Float64Array;

  constructor(
    private readonly type: string,
    private readonly rows: number,
    private readonly shape: readonly number[],
  ) {
    this.size = shape.reduce((product, n) => product * n, 1);
    const length = rows * this.size;
    this.values = type === 'float32' ? new Float32Array(length) : new Float64Array(length);
  }

  row(row: number): Float32Array | Float64Array {
    return this.values.subarray(row * this.size, (row + 1) * this.size);
  }

  tensor(): FedTensor {
    const { type } = this;
    const dims = [this.rows, ...this.shape];
    const { make, store } = elementType(type) ?? {};
    if (type === 'float32' || make === undefined) return { type, dims, values: this.values };
    const values = make(this.values.length);
    for (let i = 0; i < values.length; i++) {
      const value = this.values[i] ?? 0;
      values[i] = store ? store(value) : value;
    }
    return { type, dims, values };
  }
}

/** One sample's values of an output. */
export function rowOf(tensor: ModelTensor, row: number, rows: number): Float32Array {
  const size = tensor.values.length / rows;
  const { values } = tensor;
  if (values instanceof Float32Array) return values.subarray(row * size, (row + 1) * size);
  return Float32Array.from({ length: size }, (_, i) => values[row * size + i] ?? 0);
}
