import { resourceKinds, type ResourceKind } from '../base/resources';
import { productsPerOutput, type ShapedLayer } from '../network';
import { templateAccumulatorBits } from './mvu';
import { refusedWords } from './refusals';

/** Its arithmetic is in floating point. */
export function isFloat({ spec }: ShapedLayer): boolean {
  const multiplies = spec.kind === 'conv' || spec.kind === 'depthwise' || spec.kind === 'dense';
  return spec.activations.family === 'float' || (multiplies && spec.weights.family === 'float');
}

/** What the figures of a layer leave out, in words and by kind: of those they are lower bounds. */
export interface LeftOut {
  readonly notes: readonly string[];
  readonly resources: readonly ResourceKind[];
  readonly cycles: boolean;
}

/** Of a layer whose shape is not known. */
export const allLeftOut: LeftOut = { notes: [], resources: resourceKinds, cycles: true };

export function leftOutOf(layer: ShapedLayer): LeftOut {
  const { spec, inShape } = layer;
  const notes: string[] = [];
  const multiplies = spec.kind === 'conv' || spec.kind === 'depthwise' || spec.kind === 'dense';
  if (spec.kind === 'operator') {
    notes.push(`No hardware template computes ${spec.onnx ?? 'an operator without a name'}.`);
    return { ...allLeftOut, notes };
  }
  const float = isFloat(layer);
  const sums = multiplies || spec.kind === 'avgpool' || spec.kind === 'globalpool';
  const leftOut = (): LeftOut => ({
    notes,
    resources: float || spec.kind === 'softmax' ? ['lut', 'ff', 'dsp'] : [],
    cycles: (float && sums) || spec.kind === 'softmax',
  });
  if (float) {
    notes.push('LUT, FF and DSP of floating-point arithmetic are not modelled.');
    if (sums) {
      notes.push(
        'Cycles assume one sum a lane and cycle; a floating-point adder needs interleaved sums for that.',
      );
    }
  }
  if (spec.kind === 'softmax') {
    notes.push('The division of a softmax layer is not modelled.');
  }
  if (!float) notes.push(...refusedWords(layer).map((r) => `Not exported: ${r.message}.`));
  if (!multiplies) return leftOut();
  if (!float) notes.push('The multiplication that requantises the output is not modelled.');
  if (spec.sparsity !== undefined && spec.sparsity > 0) {
    notes.push('Sparsity is not modelled: zero weights are stored and multiplied like the others.');
  }
  if (spec.codebookBits !== undefined && spec.codebookBits >= spec.weights.bits) {
    notes.push(`A codebook of ${spec.codebookBits} bits saves nothing over ${spec.weights.name}.`);
  }
  if (spec.rank !== undefined) {
    notes.push(
      'Low rank: two matrix-vector units in a row; PE divides the rank, the second unit has SIMD = PE.',
    );
  }
  if (!float && inShape !== undefined && layer.accumulatorBits > templateAccumulatorBits) {
    const products = productsPerOutput(spec, inShape, layer.window, layer.groups);
    notes.push(
      `A sum of ${products} products can need ${layer.accumulatorBits} bits; the kernel's accumulator has ${templateAccumulatorBits}.`,
    );
  }
  return leftOut();
}
