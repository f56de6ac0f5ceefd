/** Weights that stream from memory. */
import { channels, elements, isImage, productsPerOutput, type ShapedLayer } from '../../network';
import type { CostOptions } from '../options';
import { sources, term, type Term } from '../prices/term';
import { loadAndDrain, type WeightStationary } from './weight-stationary';

/** Bytes that a stream hands over in a cycle. */
const beatBytes = 8;

/**
 * Bytes of weights read from memory for one input, and the cycles that takes. The exported kernel reads the matrix again
 * for each output position, or holds each word of it for all positions. A weight takes a byte or two, whatever its bits.
 */
export function streamedWeights(
  layer: ShapedLayer,
  options: CostOptions,
  stationary?: WeightStationary,
): { readonly bytes: number; readonly cycles?: Term } {
  const { spec, inShape, outShape } = layer;
  if (spec.weightsIn !== 'ddr' || inShape === undefined || outShape === undefined) return { bytes: 0 };
  const outputs = channels(outShape);
  const positions = isImage(outShape) && !stationary ? elements(outShape) / outputs : 1;
  const width = productsPerOutput(spec, inShape, layer.window, layer.groups);
  const weights = spec.rank === undefined ? width * outputs : spec.rank * (width + outputs);
  const bits = Math.min(storedBits(spec.weights.bits), spec.codebookBits ?? Infinity);
  const bytes = beatBytes * Math.ceil((positions * weights * bits) / (8 * beatBytes));
  // While the map fills and results leave, no weights are taken.
  const idle = stationary ? loadAndDrain(stationary) : 0;
  const { clockHz, ddrBytesPerSecond } = options;
  const known = clockHz !== undefined && ddrBytesPerSecond !== undefined && ddrBytesPerSecond > 0;
  const symbols = { bytes, idle, ...(known && { clock: clockHz, rate: ddrBytesPerSecond }) };
  const fetched = known ? Math.ceil((bytes * clockHz) / ddrBytesPerSecond) : 0;
  const beats = `bytes ÷ ${beatBytes}`;
  const transfer = known ? `max(⌈bytes·clock ÷ rate⌉, ${beats})` : beats;
  const value = Math.max(fetched, bytes / beatBytes) + idle;
  const formula = `${transfer}${stationary ? ' + idle' : ''}`;
  return { bytes, cycles: term('streamed weights', 'cycles', formula, symbols, value, sources.template) };
}

/** Of a weight in memory. */
function storedBits(bits: number): number {
  return bits <= 8 ? 8 : 16;
}
