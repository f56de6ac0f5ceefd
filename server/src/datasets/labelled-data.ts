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

/** Samples in one file, which is read when they are asked for. */
export interface Part {
  readonly name: string;
  /** Samples first. */
  readonly shape: readonly number[];
  /** An array of its type without a value in it. */
  readonly type: Values;
  /** @throws DataFault */
  read(): Promise<Values>;
}

export function partOf({ name, array: { shape, values } }: Named): Part {
  return { name, shape, type: values.subarray(0, 0), read: () => Promise.resolve(values) };
}

/**
 * Pairs samples, in parts one behind the other, with one array of labels. One part is in memory at a time.
 *
 * @throws DataFault where they do not match
 */
export function pairArrays(parts: readonly Part[], labels: Named): LabelledData {
  const { name, shape, count } = whole(parts);
  const classes = toLabels(labels);
  if (classes.length !== count) {
    throw new DataFault(
      `${labels.name}: ${classes.length} labels for the ${count} samples of ${name}: they do not belong together`,
    );
  }
  if (count === 0) throw new DataFault(`${name}: it holds no samples`);
  const size = shape.reduce((product, n) => product * n, 1);
  let held: { readonly part: Part; readonly values: Promise<Values> } | undefined;
  const valuesOf = (part: Part): Promise<Values> => {
    if (held?.part !== part) {
      // The one before goes first: each may be large.
      held = undefined;
      held = { part, values: part.read() };
    }
    return held.values;
  };
  return {
    name,
    count,
    shape,
    labels: classes,
    most: largest(parts[0]?.type ?? new Float32Array()),
    sample: async (index) => {
      let at = index;
      for (const part of parts) {
        const [length = 0] = part.shape;
        if (at < length) return (await valuesOf(part)).subarray(at * size, (at + 1) * size);
        at -= length;
      }
      throw new RangeError(`sample ${index} of ${count}`);
    },
  };
}

/** The same data with some of its samples alone in memory, under the numbers that they have. */
export async function withSamples(data: LabelledData, samples: readonly number[]): Promise<LabelledData> {
  const kept = new Map<number, Values>();
  // In order, since files are read one after the other; a part of an array would keep all of it.
  for (const i of [...samples].sort((a, b) => a - b)) kept.set(i, (await data.sample(i)).slice());
  return {
    ...data,
    sample: (index) => {
      const found = kept.get(index);
      if (found === undefined) throw new RangeError(`sample ${index} was not kept`);
      return Promise.resolve(found);
    },
  };
}

export interface Named {
  readonly name: string;
  readonly array: DataArray;
}

/**
 * What parts are together; their values stay where they are, since data sets are large.
 *
 * @throws DataFault where their samples differ in shape or type
 */
function whole(parts: readonly Part[]): Pick<LabelledData, 'name' | 'shape' | 'count'> {
  const [first, ...more] = parts;
  if (first === undefined) throw new DataFault('there are no samples');
  const [, ...shape] = first.shape;
  for (const { name, shape: own, type } of more) {
    const alike = own.slice(1).join() === shape.join() && kindOf(type) === kindOf(first.type);
    if (!alike) {
      throw new DataFault(
        `${name}: samples of ${own.slice(1).join('x')} (${kindOf(type)}), those of ${first.name} are ${shape.join('x')} (${kindOf(first.type)})`,
      );
    }
  }
  const last = more.at(-1)?.name;
  return {
    name: last === undefined ? first.name : `${first.name} … ${last.slice(last.lastIndexOf('/') + 1)}`,
    shape,
    count: parts.reduce((sum, part) => sum + (part.shape[0] ?? 0), 0),
  };
}

function kindOf(values: Values): string {
  return values.constructor.name.replace('Array', '').toLowerCase();
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
