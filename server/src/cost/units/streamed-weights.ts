/** Weights that stream from memory. */
import { channels, elements, isImage, productsPerOutput, type ShapedLayer } from '../../network';
import type { CostOptions } from '../options';
import { sources, term, type Term } from '../prices/term';

/**
 * Bytes of weights read from memory for one input, and the cycles that takes if the rates are known. The exported kernel
 * does not keep weights: it reads the matrix again for each output position.
 */
export function streamedWeights(layer: ShapedLayer, options: CostOptions): { bytes: number; cycles?: Term } {
  const { spec, inShape, outShape } = layer;
  if (spec.weightsIn !== 'ddr' || inShape === undefined || outShape === undefined) return { bytes: 0 };
  const outputs = channels(outShape);
  const positions = isImage(outShape) ? elements(outShape) / outputs : 1;
  const width = productsPerOutput(spec, inShape, layer.window, layer.groups);
  const weights = spec.rank === undefined ? width * outputs : spec.rank * (width + outputs);
  const bits = Math.min(spec.weights.bits, spec.codebookBits ?? spec.weights.bits);
  const bytes = Math.ceil((positions * weights * bits) / 8);
  const { clockHz, ddrBytesPerSecond } = options;
  if (clockHz === undefined || ddrBytesPerSecond === undefined || ddrBytesPerSecond <= 0) return { bytes };
  const symbols = { bytes, clock: clockHz, rate: ddrBytesPerSecond };
  const value = Math.ceil((bytes * clockHz) / ddrBytesPerSecond);
  return {
    bytes,
    cycles: term('streamed weights', 'cycles', '⌈bytes·clock ÷ rate⌉', symbols, value, sources.template),
  };
}
