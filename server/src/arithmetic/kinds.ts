/** Integer arithmetic of each kind of layer. */
import type { ShapedLayer } from '../network';
import type { LayerKind } from '../semantics/design';
import { add, concatenate, recode, upsample } from './elementwise';
import { denseSums, multiply, windowSums } from './matrix';
import { maximum, mean, pool, wholeMean } from './pool';
import type { LayerNumbers } from './quantised';

/**
 * `computes`: values in a code of its own, with numbers of the model. `repeats`: values of its input, each several times.
 * `hands on`: its input unchanged. `no template`: kernels cannot compute it.
 */
type KindArithmetic =
  | {
      readonly does: 'computes';
      /** `floor` is the smallest output, as of a fused relu. */
      readonly run: (
        layer: ShapedLayer,
        numbers: LayerNumbers,
        inputs: readonly [Int32Array, ...Int32Array[]],
        floor: number,
      ) => Int32Array;
      /** Input and output must have the same scale: values are selected, not summed. */
      readonly oneScale?: true;
    }
  | { readonly does: 'repeats'; readonly run: (layer: ShapedLayer, input: Int32Array) => Int32Array }
  | { readonly does: 'hands on' | 'no template' };

const wire = { does: 'hands on' } as const;
const none = { does: 'no template' } as const;
const windowed: KindArithmetic = {
  does: 'computes',
  run: (layer, numbers, [input], floor) => multiply(layer, numbers, windowSums(layer, numbers, input), floor),
};
const averaged = (reduce: typeof mean): KindArithmetic => ({
  does: 'computes',
  run: (layer, numbers, [input], floor) => pool(layer, numbers, input, floor, reduce(numbers)),
});

const kinds = {
  input: wire,
  conv: windowed,
  depthwise: windowed,
  dense: {
    does: 'computes',
    run: (layer, numbers, [input], floor) =>
      multiply(layer, numbers, denseSums(layer, numbers, input), floor),
  },
  maxpool: {
    does: 'computes',
    run: (layer, numbers, [input], floor) => pool(layer, numbers, input, floor, maximum(numbers)),
    oneScale: true,
  },
  avgpool: averaged(mean),
  globalpool: averaged(wholeMean),
  relu: { does: 'computes', run: (_layer, numbers, [input], floor) => recode(numbers, input, floor) },
  batchnorm: none,
  add: { does: 'computes', run: (_layer, numbers, inputs, floor) => add(numbers, inputs, floor) },
  concat: { does: 'computes', run: (layer, numbers, inputs) => concatenate(layer, numbers, inputs) },
  flatten: wire,
  softmax: none,
  upsample: { does: 'repeats', run: upsample },
  operator: none,
} as const satisfies Readonly<Record<LayerKind, KindArithmetic>>;

export const kindArithmetic = (kind: LayerKind): KindArithmetic => kinds[kind];
