import { DataFault, type Values } from './array';

/** What is done to stored values before the model sees them: (value / scale − mean) / std, by channel. */
export interface Normalisation {
  /** Undefined: 255 for bytes, 65,535 for 16 bits, 1 for fractions. */
  readonly scale?: number;
  /** One for all channels, or one each; in units of the scaled values. */
  readonly mean?: readonly number[];
  readonly std?: readonly number[];
}

/** Brings one stored sample into `into`, in the model's own order. */
export type Prepare = (values: Values, into: Float32Array | Float64Array) => void;

interface Sample {
  readonly shape: readonly number[];
  readonly most: number | undefined;
}

/**
 * How samples of a data set become inputs of a model. Ones count for nothing in shapes; channels may come last where
 * the model wants them first, and the other way round; a flat sample is taken in its order.
 *
 * @param input of the model, without its batch
 * @throws DataFault where sample and input cannot be the same thing
 */
export function preparation(sample: Sample, input: readonly number[], how: Normalisation = {}): Prepare {
  const size = input.reduce((product, n) => product * n, 1);
  const from = orderOf(sample.shape, input);
  const [channelOf, channels] = channelsOf(input);
  const scale = how.scale ?? sample.most ?? 1;
  const mean = perChannel('mean', how.mean ?? [0], channels);
  const std = perChannel('std', how.std ?? [1], channels);
  if (!(scale > 0)) throw new DataFault(`the scale ${scale} is not above zero`);
  if (std.some((s) => !(s > 0))) throw new DataFault('a standard deviation is not above zero');
  return (values, into) => {
    for (let i = 0; i < size; i++) {
      const c = channelOf(i);
      into[i] = ((values[from(i)] ?? 0) / scale - (mean[c] ?? 0)) / (std[c] ?? 1);
    }
  };
}

/** Where in the sample each value of the input stands. */
function orderOf(sample: readonly number[], input: readonly number[]): (i: number) => number {
  const have = sample.filter((n) => n !== 1);
  const want = input.filter((n) => n !== 1);
  const size = want.reduce((product, n) => product * n, 1);
  const sizes = have.reduce((product, n) => product * n, 1);
  const mismatch = new DataFault(
    `samples are ${sample.join('x')}, the model takes ${input.join('x')}: resize or convert the data`,
  );
  if (size !== sizes) throw mismatch;
  if (have.length === 1 || want.length === 1 || same(have, want)) return (i) => i;
  const [first = 1, ...rest] = want;
  const last = want[want.length - 1] ?? 1;
  const pixels = size / first;
  // Channels last in the data; rows and columns may be one number there (a sheet).
  if (have[have.length - 1] === first && (same(have.slice(0, -1), rest) || have.length === 2)) {
    return (i) => (i % pixels) * first + Math.floor(i / pixels);
  }
  const places = size / last;
  if (have[0] === last && (same(have.slice(1), want.slice(0, -1)) || have.length === 2)) {
    return (i) => (i % last) * places + Math.floor(i / last);
  }
  if (have.length === 2 && have[have.length - 1] === last && have[0] === places) return (i) => i;
  throw mismatch;
}

function same(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((n, i) => n === b[i]);
}

/** Channel of each value of the input, and how many there are: first of three dimensions, or last if that is the colour. */
function channelsOf(input: readonly number[]): [(i: number) => number, number] {
  const [first = 1, ...rest] = input;
  const last = input[input.length - 1] ?? 1;
  if (input.length < 3) return [() => 0, 1];
  const isColour = (n: number): boolean => n === 1 || n === 3 || n === 4;
  if (isColour(last) && !isColour(first)) return [(i) => i % last, last];
  const pixels = rest.reduce((product, n) => product * n, 1);
  return [(i) => Math.floor(i / pixels), first];
}

function perChannel(what: string, values: readonly number[], channels: number): readonly number[] {
  const [only, ...more] = values;
  if (values.some((v) => !Number.isFinite(v))) throw new DataFault(`the ${what} is not a list of numbers`);
  if (more.length === 0 && only !== undefined) return Array.from({ length: channels }, () => only);
  if (values.length === channels) return values;
  throw new DataFault(
    `${values.length} values of ${what} for ${channels} channels; give one, or one a channel`,
  );
}
