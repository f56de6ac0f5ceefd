import { DataFault, type DataArray, type Values } from './array';

/** Samples of one shape, each with its class. */
export interface LabelledData {
  /** What it was read from, for people. */
  readonly name: string;
  readonly count: number;
  /** Of one sample. */
  readonly shape: readonly number[];
  /** Class of each sample. */
  readonly labels: Int32Array;
  /** Largest value of its whole-number type (255 of bytes); undefined for fractions, which are taken as they are. */
  readonly most: number | undefined;
  /** @throws DataFault where a file of the data set is damaged */
  sample(index: number): Promise<Values>;
  /** Names of the classes where they are no numbers, by label. */
  readonly classes?: readonly string[];
  /** Arrays of samples by the name of the input that they are for, where a model has several. */
  readonly inputs?: ReadonlyMap<string, DataArray>;
}

/**
 * Pairs an array of samples with one of labels.
 *
 * @throws DataFault where they do not match
 */
export function pairArrays(images: Named, labels: Named): LabelledData {
  const [count = 0, ...shape] = images.array.shape;
  const classes = toLabels(labels);
  if (classes.length !== count) {
    throw new DataFault(
      `${labels.name}: ${classes.length} labels for the ${count} samples of ${images.name}: they do not belong together`,
    );
  }
  if (count === 0) throw new DataFault(`${images.name}: it holds no samples`);
  const { values } = images.array;
  const size = shape.reduce((product, n) => product * n, 1);
  return {
    name: images.name,
    count,
    shape,
    labels: classes,
    most: largest(values),
    sample: (index) => Promise.resolve(values.subarray(index * size, (index + 1) * size)),
  };
}

export interface Named {
  readonly name: string;
  readonly array: DataArray;
}

/**
 * Parts of one array of samples, one behind the other.
 *
 * @throws DataFault where their samples differ in shape or type
 */
export function joined(parts: readonly Named[]): Named {
  const [first, ...more] = parts;
  if (first === undefined) throw new DataFault('there are no samples');
  if (more.length === 0) return first;
  const [, ...shape] = first.array.shape;
  for (const { name, array } of more) {
    const alike =
      array.shape.slice(1).join() === shape.join() && kindOf(array.values) === kindOf(first.array.values);
    if (!alike) {
      throw new DataFault(
        `${name}: samples of ${array.shape.slice(1).join('x')} (${kindOf(array.values)}), those of ${first.name} are ${shape.join('x')} (${kindOf(first.array.values)})`,
      );
    }
  }
  const count = parts.reduce((sum, { array }) => sum + (array.shape[0] ?? 0), 0);
  const values = emptyLike(
    first.array.values,
    parts.reduce((sum, { array }) => sum + array.values.length, 0),
  );
  let at = 0;
  for (const { array } of parts) {
    values.set(array.values, at);
    at += array.values.length;
  }
  const last = more.at(-1)?.name ?? '';
  return {
    name: `${first.name} … ${last.slice(last.lastIndexOf('/') + 1)}`,
    array: { shape: [count, ...shape], values },
  };
}

function kindOf(values: Values): string {
  return values.constructor.name.replace('Array', '').toLowerCase();
}

function emptyLike(values: Values, length: number): Values {
  const Kind = values.constructor as new (length: number) => Values;
  return new Kind(length);
}

/** One class a sample, or one column a class of which the largest is it. */
function toLabels({ name, array: { shape, values } }: Named): Int32Array {
  const [count = 0, width = 1, ...more] = shape;
  if (more.some((n) => n !== 1)) {
    throw new DataFault(`${name}: labels of shape ${shape.join('x')}; one number a sample is asked for`);
  }
  const labels = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const label = width === 1 ? (values[i] ?? -1) : largestOf(values, i * width, width);
    if (!Number.isInteger(label) || label < 0 || label > 0x7fffffff) {
      throw new DataFault(`${name}: label ${label} of sample ${i} is no class; classes count from 0`);
    }
    labels[i] = label;
  }
  return labels;
}

function largestOf(values: Values, start: number, width: number): number {
  let best = 0;
  for (let k = 1; k < width; k++) if ((values[start + k] ?? 0) > (values[start + best] ?? 0)) best = k;
  return best;
}

export function largest(values: Values): number | undefined {
  if (values instanceof Uint8Array) return 255;
  if (values instanceof Uint16Array) return 65_535;
  return undefined;
}
