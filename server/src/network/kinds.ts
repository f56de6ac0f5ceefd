/** Shape, counts and fusion of each kind of layer. */
import type { LayerKind, LayerSpec } from '../semantics/design';
import {
  asWritten,
  concatenated,
  convolved,
  convolvedByChannel,
  enlarged,
  flattened,
  type OutputOf,
  pooled,
  pooledWhole,
  sameAsInput,
  sum,
  vectorOf,
} from './output';
import { channels, type Shape } from './shape';

export interface Counts {
  readonly macs: number;
  readonly params: number;
}

interface KindShape {
  readonly output: OutputOf;
  /** Values whose products an output value sums: those of a window, or the whole input. */
  readonly products: 'none' | 'window' | 'input';
  /** Multiply-accumulates and parameters in addition to those of products. */
  readonly counts: 'none' | ((spec: LayerSpec, outShape: Shape) => Counts);
  /** Whether its output stage clamps, so that a relu after it is free. */
  readonly clamps: boolean;
  /** Whether it passes on its input's values, at most in another shape. */
  readonly handsOn: boolean;
}

const plain = { products: 'none', counts: 'none', clamps: false, handsOn: false } as const;
const multiplying = { counts: 'none', clamps: true, handsOn: false } as const;
const pooling = { ...plain, clamps: true } as const;

const kinds = {
  input: { ...plain, output: sameAsInput, handsOn: true },
  conv: { ...multiplying, output: convolved, products: 'window' },
  depthwise: { ...multiplying, output: convolvedByChannel, products: 'window' },
  dense: { ...multiplying, output: vectorOf, products: 'input' },
  maxpool: { ...pooling, output: pooled },
  avgpool: { ...pooling, output: pooled },
  globalpool: { ...pooling, output: pooledWhole },
  relu: { ...plain, output: sameAsInput },
  // Scale, shift, mean and variance of each channel.
  batchnorm: {
    ...plain,
    output: sameAsInput,
    counts: (_spec, outShape) => ({ macs: 0, params: 4 * channels(outShape) }),
  },
  add: { ...plain, output: sum, clamps: true },
  concat: { ...plain, output: concatenated },
  flatten: { ...plain, output: flattened, handsOn: true },
  softmax: { ...plain, output: sameAsInput },
  upsample: { ...plain, output: enlarged },
  operator: {
    ...plain,
    output: asWritten,
    counts: ({ macs = 0, params = 0 }) => ({ macs, params }),
  },
} as const satisfies Readonly<Record<LayerKind, KindShape>>;

export const kindShape = (kind: LayerKind): KindShape => kinds[kind];
