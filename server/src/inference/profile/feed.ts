import type { Checkpoint } from '../../base/checkpoint';
import type { LabelledData } from '../../datasets/labelled-data';
import type { Prepare } from '../../datasets/preprocess';
import { OnnxError } from '../../onnx/index';
import type { ModelSession, ModelTensor } from './session';

/** Samples at once through a model that takes any number. */
const BATCH = 32;

export interface Feed {
  readonly data: LabelledData;
  readonly prepare: Prepare;
  /** Shape of one input, without the batch. */
  readonly shape: readonly number[];
  /** Which samples, in order. */
  readonly samples: readonly number[];
  /** Called between batches; it may throw `Cancelled`. */
  readonly checkpoint: Checkpoint;
}

/** The model's only input, and how many samples it takes at once. */
export function onlyInput(session: ModelSession): {
  readonly name: string;
  readonly batch: number;
  readonly shape: readonly number[];
} {
  const [input, ...more] = session.inputs;
  if (input === undefined || more.length > 0) {
    throw new OnnxError(`the model has ${session.inputs.length} inputs; networks with one are supported`);
  }
  if (input.type !== 'float32') {
    throw new OnnxError(`the model's input ${input.name} is ${input.type}; export it with a float32 input`);
  }
  const [batch, ...shape] = input.shape;
  const sizes = shape.map((d) => {
    if (typeof d === 'number' && d > 0) return d;
    throw new OnnxError(
      `the model's input ${input.name} has a size that is known at run time only; export it with fixed sizes`,
    );
  });
  return { name: input.name, batch: typeof batch === 'number' && batch > 0 ? batch : BATCH, shape: sizes };
}

/**
 * Runs samples through a model, a batch at a time; the last batch of a model with a fixed one is filled up with zeros.
 *
 * @param each gets a sample's number, its values of each output (start and length within the batch's), in order
 */
export async function feed(
  session: ModelSession,
  { data, prepare, shape, samples, checkpoint }: Feed,
  each: (
    sample: number,
    row: number,
    rows: number,
    results: ReadonlyMap<string, ModelTensor>,
    input: Float32Array,
  ) => void,
): Promise<void> {
  const { name, batch } = onlyInput(session);
  const size = shape.reduce((product, n) => product * n, 1);
  const fixed = typeof session.inputs[0]?.shape[0] === 'number' && session.inputs[0].shape[0] > 0;
  for (let start = 0; start < samples.length; start += batch) {
    await checkpoint();
    const group = samples.slice(start, start + batch);
    const rows = fixed ? batch : group.length;
    const values = new Float32Array(rows * size);
    for (const [row, sample] of group.entries()) {
      prepare(await data.sample(sample), values.subarray(row * size, (row + 1) * size));
    }
    const results = await session.run(new Map([[name, { type: 'float32', values, dims: [rows, ...shape] }]]));
    group.forEach((sample, row) => {
      each(sample, row, rows, results, values.subarray(row * size, (row + 1) * size));
    });
  }
}

/** One sample's values of an output. */
export function rowOf(tensor: ModelTensor, row: number, rows: number): Float32Array {
  const size = tensor.values.length / rows;
  const { values } = tensor;
  if (values instanceof Float32Array) return values.subarray(row * size, (row + 1) * size);
  return Float32Array.from({ length: size }, (_, i) => values[row * size + i] ?? 0);
}
