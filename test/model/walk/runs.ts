/** Inputs for a walk's models, and what onnxruntime makes of them. */
import { neverCancelled } from '../../../server/src/base/checkpoint';
import type { Feed } from '../../../server/src/inference/profile/feed';
import { withOutputs } from '../../../server/src/onnx/index';
import { numbered } from '../../support/seed';
import { onnxruntime } from '../../support/trained';

export type Sample = Float32Array;

/** A model, and what is known of it. */
export interface Model {
  readonly bytes: Uint8Array;
  /** Of the file's input, without the batch. */
  readonly inputShape: readonly number[];
  readonly batch: 'N' | 1;
  readonly outputs: readonly string[];
  /** The output at which the network ends, where there is one that everybody would take. */
  readonly end?: string | undefined;
}

type Shaped = Pick<Model, 'inputShape'>;

const SAMPLES = 12;

/** Waves with noise, from 0 to 1 as pictures are. */
export function samplesFor({ inputShape }: Shaped): readonly Sample[] {
  const random = numbered(1);
  const size = inputShape.reduce((product, n) => product * n, 1);
  return Array.from({ length: SAMPLES }, () => {
    const [a, b, phase, level] = [random() * 6, random() * 40, random() * 6, 0.3 + 0.4 * random()];
    return Float32Array.from({ length: size }, (_, i) => {
      const t = (i / size) * 2 * Math.PI;
      const value = level + 0.25 * Math.sin(a * t + phase) + 0.2 * Math.cos(b * t) + 0.35 * (random() - 0.5);
      return Math.min(Math.max(value, 0), 1);
    });
  });
}

export function feedOf({ inputShape }: Shaped, samples: readonly Sample[]): Feed {
  return {
    data: {
      name: 'waves',
      count: samples.length,
      shape: inputShape,
      labels: new Int32Array(samples.length),
      most: undefined,
      sample: (i) => Promise.resolve(samples[i] ?? new Float32Array()),
    },
    prepare: (stored, values) => {
      values.set(stored);
    },
    shape: inputShape,
    samples: samples.map((_, i) => i),
    checkpoint: neverCancelled,
  };
}

/** Values of every output, and of some inner values, for each sample. */
export async function outputsOf(
  bytes: Uint8Array,
  { inputShape }: Shaped,
  samples: readonly Sample[],
  inner: readonly { readonly name: string; readonly type: number }[] = [],
): Promise<readonly ReadonlyMap<string, ArrayLike<number>>[]> {
  const session = await onnxruntime(inner.length > 0 ? withOutputs(bytes, inner) : bytes, {
    optimise: false,
  });
  try {
    const [input] = session.inputs;
    if (input === undefined) throw new Error('the model has no input');
    const rows: ReadonlyMap<string, ArrayLike<number>>[] = [];
    for (const values of samples) {
      const results = await session.run(
        new Map([[input.name, { type: 'float32', values, dims: [1, ...inputShape] }]]),
      );
      rows.push(new Map([...results].map(([name, tensor]) => [name, tensor.values])));
    }
    return rows;
  } finally {
    await session.release();
  }
}
