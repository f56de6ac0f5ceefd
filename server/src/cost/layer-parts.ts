import { channels, elements, hasPadding, isImage, type ShapedLayer, type Window } from '../network';
import type { Parallelism } from '../semantics/design';
import type { BandedTerms } from './band';
import { softmaxLayerTerms } from './decision';
import { elementwiseCycles, elementwiseResources } from './elementwise';
import { lowRankUnits } from './low-rank';
import { mvuCycles, mvuResources } from './mvu';
import type { MatrixVectorUnit } from './mvu-unit';
import { allLeftOut, isFloat, type LeftOut, leftOutOf } from './notes';
import type { CostOptions } from './options';
import { paddingCycles, paddingResources, paddingUncertainty } from './padding';
import { poolCycles, poolResources } from './pool';
import type { Process } from './process';
import { streamedWeights } from './streamed-weights';
import type { Term } from './term';
import { needsWindow, windowCycles, windowResources } from './window';

/** The processes of a layer and what they are built of. */
export interface LayerParts {
  readonly processes: readonly Process[];
  /** What they are built of, each with its band. */
  readonly parts: readonly BandedTerms[];
  readonly leftOut: LeftOut;
  readonly streamedBytes: number;
}

const nothing: LayerParts = {
  processes: [],
  parts: [],
  leftOut: { notes: [], resources: [], cycles: false },
  streamedBytes: 0,
};

const unknown: LayerParts = { ...nothing, leftOut: allLeftOut };

export function partsOf(layer: ShapedLayer, parallel: Parallelism, options: CostOptions): LayerParts {
  const { spec, inShape, outShape } = layer;
  if (layer.fusedInto !== undefined) return nothing;
  if (outShape === undefined) return unknown;
  if (inShape === undefined) return nothing;
  const leftOut = leftOutOf(layer);
  const done: Done = (processes, parts, streamedBytes = 0) => ({
    processes,
    parts,
    leftOut,
    streamedBytes,
  });
  const activationBits = spec.activations.bits;
  switch (spec.kind) {
    case 'conv':
    case 'depthwise':
    case 'dense':
      return weighted(layer, parallel, options, done);
    case 'maxpool':
    case 'avgpool':
    case 'globalpool': {
      if (!isImage(inShape) || !isImage(outShape) || layer.window === undefined) return nothing;
      const pool = {
        kind: spec.kind,
        window: layer.window,
        input: inShape,
        out: outShape,
        pe: parallel.pe,
        activationBits,
      };
      const padded = paddingParts(layer.window, inShape.c, parallel.pe, activationBits);
      return done(
        [process('pool', poolCycles(pool)), ...padded.processes],
        [computing(layer, { terms: poolResources(pool, options) }), ...padded.parts],
      );
    }
    case 'add':
    case 'concat':
    case 'relu':
    case 'upsample': {
      const rowWords = isImage(inShape) ? inShape.w * Math.ceil(inShape.c / parallel.pe) : 0;
      const unit = {
        kind: spec.kind,
        elements: elements(outShape),
        pe: parallel.pe,
        activationBits,
        rowWords,
      };
      return done(
        [process('elements', elementwiseCycles(unit))],
        [computing(layer, { terms: elementwiseResources(unit, options) })],
      );
    }
    case 'softmax': {
      const unit = { kind: spec.kind, elements: elements(outShape), pe: 1, activationBits, rowWords: 0 };
      return done(
        [process('elements', elementwiseCycles(unit))],
        [computing(layer, { terms: softmaxLayerTerms(activationBits) })],
      );
    }
    // What it would take is not known: cycles are left out as well, and the notes say so.
    case 'operator':
      return done([], []);
    default:
      return nothing;
  }
}

/** What computes in floating point takes other LUT, FF and DSP than integers do, more or fewer: of it those are left out. */
function computing(layer: ShapedLayer, part: BandedTerms): BandedTerms {
  if (!isFloat(layer)) return part;
  return { terms: part.terms.filter(({ of }) => of !== 'lut' && of !== 'ff' && of !== 'dsp') };
}

type Done = (processes: Process[], parts: BandedTerms[], streamedBytes?: number) => LayerParts;

/** Padding, sliding window, matrix-vector unit and streamed weights of a layer that multiplies. */
function weighted(layer: ShapedLayer, parallel: Parallelism, options: CostOptions, done: Done): LayerParts {
  const { spec, window, inShape, outShape } = layer;
  if (inShape === undefined || outShape === undefined) return nothing;
  const activationBits = spec.activations.bits;
  const units =
    spec.rank === undefined ? [unitOf(layer, parallel)] : lowRankUnits(unitOf(layer, parallel), spec.rank);
  const processes = units.map((unit) => process('mvu', mvuCycles(unit)));
  const parts: BandedTerms[] = units.map((unit) => computing(layer, mvuResources(unit, options)));
  if (window !== undefined && isImage(outShape)) {
    // A depthwise unit reads PE channels at a time, the others SIMD (FINN's VVAU and MVAU).
    const wanted = spec.kind === 'depthwise' ? parallel.pe : parallel.simd;
    const lanes = Math.min(wanted, channels(inShape));
    if (needsWindow(window)) {
      const sliding = { window, channels: channels(inShape), lanes, out: outShape, activationBits };
      processes.push(process('window', windowCycles(sliding)));
      parts.push(windowResources(sliding, { family: options.family, written: true }));
    }
    const padded = paddingParts(window, channels(inShape), lanes, activationBits);
    processes.push(...padded.processes);
    parts.push(...padded.parts);
  }
  const streamed = streamedWeights(layer, options);
  if (streamed.cycles) processes.push(process('memory', streamed.cycles));
  return done(processes, parts, streamed.bytes);
}

function unitOf(layer: ShapedLayer, { pe, simd }: Parallelism): MatrixVectorUnit {
  const { spec, inShape, outShape, window } = layer;
  const dense = spec.kind === 'dense';
  return {
    out: outShape !== undefined && isImage(outShape) ? outShape : { h: 1, w: 1 },
    channels: inShape === undefined ? 1 : dense ? elements(inShape) : channels(inShape),
    kernel: window === undefined ? 1 : window.kernel.h * window.kernel.w,
    groups: layer.groups,
    outputs: outShape === undefined ? 1 : channels(outShape),
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
