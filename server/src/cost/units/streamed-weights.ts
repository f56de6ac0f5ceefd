/** Weights that stream from memory. */
import { channels, elements, isImage, productsPerOutput, type ShapedLayer } from '../../network';
import type { CostOptions } from '../options';
import type { Parallelism } from '../../semantics/design';
import type { BandedTerms } from '../prices/band';
import { named, sources, term, type Term } from '../prices/term';
import { beatFormat, readBeatsParts, repackingParts, storedBits } from './adapters';
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

/** What takes beats of weights and makes words of the unit of them. */
export function streamedWeightsParts(
  layer: ShapedLayer,
  { pe, simd }: Parallelism,
  stationary?: WeightStationary,
): readonly BandedTerms[] {
  const { spec, inShape, outShape } = layer;
  if (spec.weightsIn !== 'ddr' || inShape === undefined || outShape === undefined) return [];
  const { bits } = spec.weights;
  const outputs = channels(outShape);
  const positions = isImage(outShape) && !stationary ? elements(outShape) / outputs : 1;
  const count = positions * productsPerOutput(spec, inShape, layer.window, layer.groups) * outputs;
  const parts = [
    readBeatsParts(),
    ...repackingParts(beatFormat(count, bits), { lanes: pe * simd, packet: count }, bits),
  ];
  return parts.map((part) => ({
    ...part,
    terms: part.terms.map((each) => named((own) => `weights: ${own}`, each)),
  }));
}
