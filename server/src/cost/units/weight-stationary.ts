/**
 * The weight-stationary order of a layer whose weights stream from memory: for PE filters at a time, each word of weights
 * is fetched once and used for all output positions. The input map stays on chip and is read again for every word; sums
 * of PE filters wait between words; results wait until all filters are done, since they leave position by position.
 */
import { kindSpecs } from '../../../../grammar/src/index';
import { channels, elements, isImage, productsPerOutput, type ShapedLayer } from '../../network';
import type { Parallelism } from '../../semantics/design';
import { around } from '../../base/band';
import type { BandedTerms } from '../prices/band';
import { fifoTerms, fifoUncertainty } from '../prices/fifo-prices';
import { memoryTerms, type MemoryOptions } from '../prices/memory';
import { assumedBand } from '../prices/price';
import { sources, term, type Term } from '../prices/term';
import { groupOrder } from './groups';
import { templateAccumulatorBits } from './mvu';

/** Turns between the last word of a map and the first product, so that a RAM has it (`ram_turns` of the kernels). */
const ramTurns = 4;

/** A unit that holds its weights, in words. */
export interface WeightStationary {
  /** Values in a word of the input map, and its words. */
  readonly lanes: number;
  readonly mapWords: number;
  /** OH·OW, at least 2. */
  readonly positions: number;
  /** ⌈F ÷ PE⌉ */
  readonly folds: number;
  /** ⌈C·K ÷ G ÷ SIMD⌉ */
  readonly words: number;
  readonly pe: number;
  readonly activationBits: number;
  /** Of a sum. */
  readonly sumBits: number;
}

/** Why a layer's weights cannot be fetched once an input at this parallelism, and what to do; undefined if they can. */
export function orderProblem(layer: ShapedLayer, parallel: Parallelism): string | undefined {
  const { spec, inShape, outShape, groups } = layer;
  const { pe, simd, window } = parallel;
  if (spec.weightsIn !== 'ddr')
    return 'only weights that stream from memory are fetched at all; add `weights-in ddr`, or leave `order weights` out';
  if (inShape === undefined || outShape === undefined) return undefined;
  if (!kindSpecs[spec.kind].weighted || positionsOf(layer) < 2)
    return 'the layer has one output position, so each weight is fetched once already; leave `order weights` out';
  if (spec.rank !== undefined)
    return '`rank` makes two units of the layer; leave `rank` or `order weights` out';
  if (window === 'parallel')
    return 'the input map is read one kernel position at a time; leave `window parallel` or `order weights` out';
  const each = channels(inShape) / groups;
  if (simd > each)
    return `simd ${simd} takes several kernel positions at once, and the input map is read one at a time; write a \`simd\` of at most ${each}, or leave \`order weights\` out`;
  if (each % simd !== 0)
    return `simd ${simd} does not divide the ${each} channels of a kernel position, and words of the input map hold no part of another; write a \`simd\` that divides ${each}, or leave \`order weights\` out`;
  const { atOnce } = groupOrder(layer, parallel);
  if (atOnce > 1 && simd !== each)
    return `pe ${pe} computes ${atOnce} groups at once, whose words of the input map are whole only with simd ${each}; write \`simd ${each}\`, or a \`pe\` of at most ${channels(outShape) / groups}`;
  return undefined;
}

/** Whether a layer is built so: the order is chosen, and it can be. */
export function isWeightStationary(layer: ShapedLayer, parallel: Parallelism): boolean {
  return parallel.order === 'weights' && orderProblem(layer, parallel) === undefined;
}

export function weightStationary(layer: ShapedLayer, parallel: Parallelism): WeightStationary | undefined {
  const { spec, inShape, outShape, window, groups } = layer;
  if (inShape === undefined || outShape === undefined || !isWeightStationary(layer, parallel))
    return undefined;
  const { pe, simd } = parallel;
  const lanes = stationaryLanes(layer, parallel);
  const depth = channels(inShape);
  return {
    lanes,
    mapWords: (elements(inShape) / depth) * Math.ceil(depth / lanes),
    positions: positionsOf(layer),
    folds: Math.ceil(channels(outShape) / pe),
    words: Math.ceil(productsPerOutput(spec, inShape, window, groups) / simd),
    pe,
    activationBits: spec.activations.bits,
    sumBits: Math.min(layer.accumulatorBits, templateAccumulatorBits),
  };
}

/** Values in a word of the input map: SIMD channels of each group that is computed at once. */
export function stationaryLanes(layer: ShapedLayer, parallel: Parallelism): number {
  return parallel.simd * groupOrder(layer, parallel).atOnce;
}

/** Cycles before the first result leaves and while they leave, in which no weight is taken. */
export function loadAndDrain({ mapWords, positions, folds }: WeightStationary): number {
  return mapWords + ramTurns + positions * folds;
}

/** @param unit cycles of the products alone, as in any order */
export function weightStationaryCycles(at: WeightStationary, unit: Term): Term {
  const symbols = { products: unit.value, map: at.mapWords, results: at.positions * at.folds, ram: ramTurns };
  const value = unit.value + loadAndDrain(at);
  return term(
    'matrix-vector, weights once an input',
    'cycles',
    'products + map + results + ram',
    symbols,
    value,
    sources.template,
  );
}

const assumedCounts = { band: { lut: around(assumedBand), ff: around(assumedBand) }, beyond: [] };

/** Input map, sums, results, their addresses, and the FIFO in which results wait while the next input is computed. */
export function weightStationaryParts(at: WeightStationary, options: MemoryOptions): readonly BandedTerms[] {
  const { lanes, mapWords, positions, folds, pe, activationBits } = at;
  const results = positions * folds;
  const width = pe * activationBits;
  const written = { ...options, written: true };
  const address = { map: mapWords, results };
  const bits = 8 * (Math.ceil(Math.log2(mapWords)) + Math.ceil(Math.log2(results)));
  const formula = '8·(⌈log2(map)⌉ + ⌈log2(results)⌉)';
  return [
    {
      terms: [
        ...memoryTerms('input map', 1, mapWords, lanes * activationBits, written),
        ...sums(at, written),
        ...memoryTerms('results', 1, results, width, written),
        term('addresses', 'lut', formula, address, bits, sources.assumed),
        term('addresses', 'ff', formula, address, bits, sources.assumed),
      ],
      uncertainty: assumedCounts,
    },
    {
      terms: fifoTerms(1, results, width, options.family),
      uncertainty: fifoUncertainty({ depth: results, width }),
    },
  ];
}

/** Sums of few positions come back sooner than a RAM has them. */
function sums({ positions, pe, sumBits }: WeightStationary, options: MemoryOptions): readonly Term[] {
  const bits = pe * sumBits;
  if (positions >= ramTurns) return memoryTerms('sums', 1, positions, bits, options);
  const symbols = { positions, PE: pe, acc: sumBits };
  const source = 'one flip-flop a bit';
  return [term('sums, in registers', 'ff', 'positions·PE·acc', symbols, positions * bits, source)];
}

function positionsOf({ outShape }: ShapedLayer): number {
  return outShape !== undefined && isImage(outShape) ? outShape.h * outShape.w : 1;
}
