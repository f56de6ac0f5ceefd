/** Notes on a layer's figures: what they do not include. */
import { kindSpecs } from '../../../grammar/src/index';
import { resourceKinds } from '../base/resources';
import { productsPerOutput, type ShapedLayer } from '../network';
import { isFloat } from './float';
import { kindCost, type LeftOut } from './kinds';
import { templateAccumulatorBits } from './units/mvu';
import { refusedWords } from './refusals';

/** Which form the kernel takes follows from the model's scales, which no text has. */
const exactNote =
  'Requantisation is counted in its exact form, for scales that are powers of two, as `exeunt quantise` writes them; with others each lane rounds as float32 does: about 965 LUT, 270 FF and 4 DSP.';

/** Whether values keep their scale follows from the model as well. */
const scaleNote =
  'Priced as brought to another scale, with a band down to nothing: values whose scale stays the same go through as they are.';

/** For a layer whose shape is not known. */
export const allLeftOut: LeftOut = { notes: [], resources: resourceKinds, cycles: true };

export function leftOutOf(layer: ShapedLayer): LeftOut {
  const { spec, inShape } = layer;
  const { leftOut: always, sums, mayKeepScale } = kindCost(spec.kind);
  const { weighted } = kindSpecs[spec.kind];
  const own = always === 'nothing' ? undefined : always(spec);
  // Nothing is known about it, so there is nothing to add.
  if (own?.resources.length === resourceKinds.length) return own;
  const float = isFloat(layer);
  const notes: string[] = [];
  const leftOut: LeftOut = {
    notes,
    resources: own?.resources ?? (float ? ['lut', 'ff', 'dsp'] : []),
    cycles: own?.cycles === true || (float && sums),
  };
  if (float) {
    notes.push('LUT, FF and DSP of floating-point arithmetic are not modelled.');
    if (sums) {
      notes.push(
        'Cycles assume one sum a lane and cycle; a floating-point adder needs interleaved sums for that.',
      );
    }
  }
  notes.push(...(own?.notes ?? []));
  if (!float) notes.push(...refusedWords(layer).map((r) => `Not exported: ${r.message}.`));
  if (mayKeepScale && !float) notes.push(scaleNote);
  if (!weighted) return leftOut;
  if (!float) notes.push(exactNote);
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
  return leftOut;
}
