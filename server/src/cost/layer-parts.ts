/** The hardware parts of each kind of layer. */
import {
  channels,
  elements,
  hasPadding,
  inputDepth,
  isImage,
  type Shape,
  type ShapedLayer,
  type Window,
} from '../network';
import type { Parallelism } from '../semantics/design';
import type { BandedTerms } from './prices/band';
import { softmaxLayerTerms } from './units/decision';
import { type Elementwise, elementwiseCycles, elementwiseResources } from './units/elementwise';
import { isFloat } from './float';
import { lowRankUnits } from './units/low-rank';
import { mvuCycles, mvuResources, templateAccumulatorBits } from './units/mvu';
import type { MatrixVectorUnit } from './units/mvu-unit';
import type { CostOptions } from './options';
import { paddingCycles, paddingResources, paddingUncertainty } from './units/padding';
import { overlaps, poolCycles, type PoolKind, poolResources } from './units/pool';
import type { Process } from './process';
import { streamedWeights, streamedWeightsParts } from './units/streamed-weights';
import type { Term } from './prices/term';
import { repackingParts } from './units/adapters';
import { requantiserParts, scaleTables } from './units/requantiser';
import { parallelWindow, parallelWindowCycles, parallelWindowParts } from './units/parallel-window';
import { groupOrder, hasWindow } from './units/groups';
import { windowCycles, windowResources } from './units/window';
import {
  weightStationary,
  type WeightStationary,
  weightStationaryCycles,
  weightStationaryParts,
} from './units/weight-stationary';

/** The processes of a layer and the parts that they are built from, each with its band. */
export interface LayerParts {
  readonly processes: readonly Process[];
  readonly parts: readonly BandedTerms[];
  /** Bytes of weights read from memory for one input. */
  readonly streamedBytes: number;
}

/** Parts of a layer that is not fused and whose shapes are known. The table of kinds has one such function for each. */
export type PartsOf = (layer: Known, parallel: Parallelism, options: CostOptions) => LayerParts;

/** A layer whose shapes are known. */
export interface Known extends ShapedLayer {
  readonly inShape: Shape;
  readonly outShape: Shape;
}

export function isKnown(layer: ShapedLayer): layer is Known {
  return layer.inShape !== undefined && layer.outShape !== undefined;
}

export const nothing: LayerParts = { processes: [], parts: [], streamedBytes: 0 };

/** A pool, with padding if needed. */
export function poolParts(kind: PoolKind): PartsOf {
  return (layer, { pe }, options) => {
    const { spec, inShape, outShape, window } = layer;
    if (!isImage(inShape) || !isImage(outShape) || window === undefined) return nothing;
    const activationBits = spec.activations.bits;
    const pool = { ...kind, window, input: inShape, out: outShape, pe, activationBits };
    const padded = paddingParts(window, inShape.c, pe, activationBits);
    const sliding = { window, channels: inShape.c, lanes: pe, out: outShape, activationBits };
    const slides = !kind.whole && overlaps(window);
    return {
      processes: [
        process('pool', poolCycles(pool)),
        ...(slides ? [process('window', windowCycles(sliding))] : []),
        ...padded.processes,
      ],
      parts: [
        ...poolResources(pool, options).map((part) => computing(layer, part)),
        ...(slides ? [windowResources(sliding, { family: options.family, written: true })] : []),
        ...padded.parts,
      ],
      streamedBytes: 0,
    };
  };
}

/** Element-wise, PE values at a time. */
export const elementwiseParts: PartsOf = (layer, { pe }, options) =>
  elementwise(layer, { pe, repeatedWords: 0, inputs: 1 }, options);

/** The same for layers that add up their inputs. */
export const summingParts: PartsOf = (layer, { pe }, options) =>
  elementwise(layer, { pe, repeatedWords: 0, inputs: Math.max(1, layer.inputs.length) }, options);

/** The same for layers that write each row several times. */
export const repeatingParts: PartsOf = (layer, { pe }, options) => {
  const { inShape } = layer;
  const rowWords = isImage(inShape) ? inShape.w * Math.ceil(inShape.c / pe) : 0;
  return elementwise(layer, { pe, repeatedWords: rowWords, inputs: 1 }, options);
};

export const softmaxParts: PartsOf = (layer) => {
  const { spec, outShape } = layer;
  const activationBits = spec.activations.bits;
  const unit = {
    name: spec.kind,
    elements: elements(outShape),
    pe: 1,
    activationBits,
    inputs: 1,
    repeatedWords: 0,
  };
  return {
    processes: [process('elements', elementwiseCycles(unit))],
    parts: [computing(layer, { terms: softmaxLayerTerms(activationBits) })],
    streamedBytes: 0,
  };
};

function elementwise(
  layer: Known,
  of: Pick<Elementwise, 'pe' | 'repeatedWords' | 'inputs'>,
  options: CostOptions,
): LayerParts {
  const { spec, outShape } = layer;
  const unit = {
    ...of,
    name: spec.kind,
    elements: elements(outShape),
    activationBits: spec.activations.bits,
  };
  return {
    processes: [process('elements', elementwiseCycles(unit))],
    parts: elementwiseResources(unit, options).map((part) => computing(layer, part)),
    streamedBytes: 0,
  };
}

/** Padding, sliding window, matrix-vector unit and streamed weights of a layer with weights. */
export const matrixParts: PartsOf = (layer, parallel, options) => {
  const { spec, window, inShape, outShape } = layer;
  const activationBits = spec.activations.bits;
  const stationary = weightStationary(layer, parallel);
  if (stationary) return stationaryParts(layer, parallel, stationary, options);
  const unit = unitOf(layer, parallel);
  const units = spec.rank === undefined ? [unit] : lowRankUnits(unit, spec.rank);
  const processes = units.map((each) => process('mvu', mvuCycles(each)));
  const parts: BandedTerms[] = units.map((each) => computing(layer, mvuResources(each, options)));
  if (window !== undefined && isImage(outShape)) {
    const whole = parallelWindow(layer, parallel, processes[0]?.cycles ?? 0);
    const lanes = whole?.lanes ?? groupOrder(layer, parallel).lanes;
    if (whole) {
      processes.push(process('window', parallelWindowCycles(whole)));
      parts.push(...parallelWindowParts(whole, { family: options.family, written: true }));
    } else if (hasWindow(layer, parallel)) {
      const sliding = { window, channels: channels(inShape), lanes, out: outShape, activationBits };
      processes.push(process('window', windowCycles(sliding)));
      parts.push(windowResources(sliding, { family: options.family, written: true }));
    }
    parts.push(...wordsForUnit(layer, parallel, lanes, whole !== undefined));
    const padded = paddingParts(window, channels(inShape), lanes, activationBits);
    processes.push(...padded.processes);
    parts.push(...padded.parts);
  }
  // Behind each unit: what comes between the two of a low-rank layer is scaled as well.
  for (const each of units) parts.push(...requantised(each).map((part) => computing(layer, part)));
  const streamed = streamedWeights(layer, options);
  if (streamed.cycles) processes.push(process('memory', streamed.cycles));
  parts.push(...streamedWeightsParts(layer, parallel));
  return { processes, parts, streamedBytes: streamed.bytes };
};

/** One process, which reads windows from the input map itself and adds the padding to them. */
function stationaryParts(
  layer: Known,
  parallel: Parallelism,
  at: WeightStationary,
  options: CostOptions,
): LayerParts {
  const unit: MatrixVectorUnit = { ...unitOf(layer, parallel), inputIn: 'elsewhere' };
  const processes = [process('mvu', weightStationaryCycles(at, mvuCycles(unit)))];
  const streamed = streamedWeights(layer, options, at);
  if (streamed.cycles) processes.push(process('memory', streamed.cycles));
  return {
    processes,
    parts: [
      computing(layer, mvuResources(unit, options)),
      ...requantised(unit).map((part) => computing(layer, part)),
      ...weightStationaryParts(at, { family: options.family }),
      ...streamedWeightsParts(layer, parallel, at),
    ],
    streamedBytes: streamed.bytes,
  };
}

function requantised(unit: MatrixVectorUnit): readonly BandedTerms[] {
  const { pe, outputs, activationBits } = unit;
  const accumulatorBits = Math.min(unit.accumulatorBits, templateAccumulatorBits);
  return [
    requantiserParts(pe, accumulatorBits, activationBits),
    ...scaleTables(pe, Math.ceil(outputs / pe), accumulatorBits),
  ];
}

/** From the words of a window, with `lanes` channels, to those of the unit behind it. */
function wordsForUnit(
  layer: Known,
  parallel: Parallelism,
  lanes: number,
  atOnce: boolean,
): readonly BandedTerms[] {
  const { window, outShape, inShape, spec } = layer;
  if (window === undefined || !isImage(outShape) || isFloat(layer)) return [];
  const depth = channels(inShape);
  const positions = hasWindow(layer, parallel) ? window.kernel.h * window.kernel.w : 1;
  const count = outShape.h * outShape.w * positions * depth;
  const from = atOnce
    ? { lanes: positions * lanes, packet: positions * depth, count }
    : { lanes, packet: depth, count };
  const wanted = { lanes: parallel.simd * groupOrder(layer, parallel).atOnce, packet: positions * depth };
  return repackingParts(from, wanted, spec.activations.bits);
}

/** Removes LUT, FF and DSP of parts that compute in floating point, since their counts differ from those for integers. */
function computing(layer: ShapedLayer, part: BandedTerms): BandedTerms {
  if (!isFloat(layer)) return part;
  return { terms: part.terms.filter(({ of }) => of !== 'lut' && of !== 'ff' && of !== 'dsp') };
}

function unitOf(layer: Known, { pe, simd }: Parallelism): MatrixVectorUnit {
  const { spec, inShape, outShape, window } = layer;
  return {
    out: isImage(outShape) ? outShape : { h: 1, w: 1 },
    channels: inputDepth(spec, inShape),
    kernel: window === undefined ? 1 : window.kernel.h * window.kernel.w,
    groups: layer.groups,
    outputs: channels(outShape),
    pe,
    simd,
    weightBits: spec.weights.bits,
    activationBits: spec.activations.bits,
    accumulatorBits: layer.accumulatorBits,
    inputIn: 'memory',
    ...(spec.weightsIn && { weightsIn: spec.weightsIn }),
    ...(spec.codebookBits !== undefined && { codebookBits: spec.codebookBits }),
  };
}

function paddingParts(
  window: Window,
  inputChannels: number,
  lanes: number,
  activationBits: number,
): { processes: Process[]; parts: BandedTerms[] } {
  if (!hasPadding(window.padding)) return { processes: [], parts: [] };
  return {
    processes: [process('padding', paddingCycles(window, inputChannels, lanes))],
    parts: [
      {
        terms: paddingResources(lanes, activationBits),
        uncertainty: paddingUncertainty(lanes, activationBits),
      },
    ],
  };
}

function process(name: Process['name'], cycles: Term): Process {
  return { name, cycles: cycles.value, terms: [cycles] };
}
