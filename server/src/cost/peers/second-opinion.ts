/** Estimates of other tools for a layer at the same parallelism. Computed on request, never while typing. */
import { type ResourceKind, isAtLeast, resourceNames } from '../../base/resources';
import { channels, inputDepth, isImage, type ShapedLayer } from '../../network';
import { kindCost } from '../kinds';
import type { LayerCost } from '../layer-cost';
import { productOf } from '../units/multiplier';
import { templateAccumulatorBits } from '../units/mvu';
import {
  finnMvauBram18,
  finnMvauCycles,
  finnMvauDsp,
  finnMvauLuts,
  finnWindowBram18,
  finnWindowCycles,
  finnWindowLuts,
  type FinnMvau,
  type FinnWindow,
} from './finn';
import { fpgaConvNetBram18, fpgaConvNetDsp } from './fpgaconvnet';
import { hls4mlMultipliers, hlsOverVivado, nearestReuse } from './hls4ml';
import { isAtOnce } from '../units/parallel-window';
import { isWeightStationary } from '../units/weight-stationary';
import { needsWindow } from '../units/window';
import type { Parallelism } from '../../semantics/design';

export type OpinionKind = 'cycles' | Extract<ResourceKind, 'lut' | 'dsp' | 'bram18'>;
export const opinionKinds: readonly OpinionKind[] = ['cycles', 'lut', 'dsp', 'bram18'];

export interface Opinion {
  readonly tool: 'FINN' | 'fpgaConvNet' | 'hls4ml';
  /** The figures that the tool estimates. */
  readonly figures: Readonly<Partial<Record<OpinionKind, number>>>;
  /** Remarks on the figures. */
  readonly note: string;
}

const { least, median, most } = hlsOverVivado;

/** A remark on all estimates made before Vivado has run. */
export const opinionFootnote = `hls4ml has its LUTs from C synthesis, which builds narrow products of LUTs too and reports ${least} to ${most} times the LUTs that Vivado then uses (median ${median}, 12 public projects).`;

/** Estimates disagree if they differ by more than this factor. */
const apart = 2;

/** Empty for layers without multiplications, and for those for which the peers have no unit. */
export function secondOpinions(layer: ShapedLayer, cost: LayerCost): readonly Opinion[] {
  const { spec, inShape, outShape } = layer;
  const { peers } = kindCost(spec.kind);
  if (!peers || inShape === undefined || outShape === undefined || layer.fusedInto !== undefined) return [];
  const integers = spec.weights.family !== 'float' && spec.activations.family !== 'float';
  if (!integers || spec.rank !== undefined || layer.groups > 1) return [];
  // None of them holds its weights for all positions.
  if (isWeightStationary(layer, cost.parallel)) return [];
  const folded = foldedLayer(layer, cost);
  if (folded.columns % folded.simd !== 0 || folded.outputs % folded.pe !== 0) return [];
  return [finn(layer, cost, folded), fpgaConvNet(layer, folded), hls4ml(folded)];
}

/** Sentences on figures that differ by more than a factor of two. */
export function disagreements(cost: LayerCost, opinions: readonly Opinion[]): string[] {
  return opinions.flatMap(({ tool, figures }) => {
    const far = opinionKinds.flatMap((kind) => {
      const theirs = figures[kind];
      const ours = kind === 'cycles' ? cost.cycles : cost.resources[kind];
      if (theirs === undefined || (kind !== 'cycles' && isAtLeast(cost.resources, kind))) return [];
      const [less, more] = theirs < ours ? [theirs, ours] : [ours, theirs];
      if (more <= apart * less) return [];
      const times = less > 0 ? `, ${(more / less).toFixed(1)} times ${theirs < ours ? 'less' : 'more'}` : '';
      return [`${theirs} ${names[kind]} where this tool counts ${ours}${times}`];
    });
    return far.length > 0 ? [`${tool}: ${far.join('; ')}.`] : [];
  });
}

const names: Readonly<Record<OpinionKind, string>> = {
  cycles: 'cycles',
  ...resourceNames,
};

interface Folded {
  readonly columns: number;
  readonly outputs: number;
  readonly positions: number;
  readonly pe: number;
  readonly simd: number;
}

function foldedLayer({ spec, inShape, outShape, window }: ShapedLayer, { parallel }: LayerCost): Folded {
  const kernel = window === undefined ? 1 : window.kernel.h * window.kernel.w;
  const inputs = inShape === undefined ? 1 : inputDepth(spec, inShape);
  const outputs = outShape === undefined ? 1 : channels(outShape);
  const positions = outShape !== undefined && isImage(outShape) ? outShape.h * outShape.w : 1;
  return { columns: inputs * kernel, outputs, positions, ...parallel };
}

function finn(layer: ShapedLayer, { parallel }: LayerCost, folded: Folded): Opinion {
  const { spec } = layer;
  const styles = { bram: 'block', lutram: 'distributed', uram: 'ultra', ddr: 'auto' } as const;
  const ramStyle = spec.weightsIn ? styles[spec.weightsIn] : 'auto';
  const unit: FinnMvau = {
    mw: folded.columns,
    mh: folded.outputs,
    pe: parallel.pe,
    simd: parallel.simd,
    vectors: folded.positions,
    weightBits: spec.weights.bits,
    activationBits: spec.activations.bits,
    signedActivations: spec.activations.family !== 'binary',
    accumulatorBits: Math.min(layer.accumulatorBits, templateAccumulatorBits),
    multipliers: productOf(spec.weights.bits, spec.activations.bits) === 'dsp' ? 'dsp' : 'lut',
    memory: 'decoupled',
    ramStyle,
  };
  const window = finnWindowOf(layer, parallel);
  return {
    tool: 'FINN',
    figures: {
      cycles: Math.max(finnMvauCycles(unit), window ? finnWindowCycles(window) : 0),
      lut: finnMvauLuts(unit) + (window ? finnWindowLuts(window) : 0),
      dsp: finnMvauDsp(unit),
      bram18: finnMvauBram18(unit) + (window ? finnWindowBram18(window) : 0),
    },
    note: `MVAU_hls${window ? ' and ConvolutionInputGenerator_rtl' : ''}, weights in one memory; its formula tells no flip-flops`,
  };
}

/**
 * FINN's window takes whole words of channels: with more lanes than channels it takes one word, as it does where all taps
 * leave at once.
 */
function finnWindowOf(layer: ShapedLayer, parallel: Parallelism): FinnWindow | undefined {
  const { window, inShape, outShape, spec } = layer;
  if (window === undefined || inShape === undefined || !needsWindow(window)) return undefined;
  if (outShape === undefined || !isImage(outShape)) return undefined;
  const all = channels(inShape);
  const atOnce = isAtOnce(layer, parallel);
  return {
    channels: all,
    simd: atOnce ? all : Math.min(parallel.simd, all),
    kernel: window.kernel,
    stride: window.stride,
    dilation: window.dilation,
    height: window.padded.h,
    width: window.padded.w,
    out: outShape,
    activationBits: spec.activations.bits,
    ramStyle: 'auto',
    parallel: atOnce,
  };
}

/** One weight memory per multiplier; for each channel at work, one line buffer per kernel row except one. */
function fpgaConvNet({ spec, window, inShape }: ShapedLayer, folded: Folded): Opinion {
  const { columns, outputs, positions, pe, simd } = folded;
  const lanes = pe * simd;
  const depth = Math.ceil((columns * outputs) / lanes);
  const weights = lanes * fpgaConvNetBram18(depth, spec.weights.bits, 'memory');
  const all = inShape === undefined ? 1 : channels(inShape);
  const streams = Math.min(simd, all);
  const line = window === undefined ? 0 : (window.padded.w * all) / streams + 1;
  const rows = window === undefined ? 0 : window.kernel.h - 1;
  const lines = rows * streams * fpgaConvNetBram18(Math.ceil(line), spec.activations.bits, 'fifo');
  return {
    tool: 'fpgaConvNet',
    figures: {
      cycles: positions * depth,
      dsp: lanes * fpgaConvNetDsp(spec.weights.bits, spec.activations.bits),
      bram18: weights + lines,
    },
    note: 'the dot products alone; its LUT and FF are regressions whose tables are not repeated here',
  };
}

function hls4ml({ columns, outputs, positions, pe, simd }: Folded): Opinion {
  const wanted = Math.max(1, Math.round((columns * outputs) / (pe * simd)));
  const reuse = nearestReuse(columns, outputs, wanted);
  const instead = reuse === wanted ? '' : ` (${wanted} is none that it can build)`;
  return {
    tool: 'hls4ml',
    figures: { cycles: positions * reuse, dsp: hls4mlMultipliers(columns, outputs, reuse) },
    note: `reuse factor ${reuse}${instead}, resource strategy`,
  };
}
