import { channels, elements, isImage, type ShapedLayer } from '../network';
import type { LayerCost } from './layer-cost';
import type { RowInput, RowProcess } from './row-simulation';
import { needsWindow, windowDepth } from './window';

/** What a layer reads in a pipeline: the process that makes it, and the rows that come from there. */
export interface RowSource {
  readonly process: number;
  readonly rows: number;
  /** At a join the reader does not stop the writer. */
  readonly bounded: boolean;
}

/** A layer as the row simulation sees it. `sources` are in the order of the layer's inputs. */
export function rowProcess(layer: ShapedLayer, cost: LayerCost, sources: readonly RowSource[]): RowProcess {
  const rows = layer.outShape !== undefined && isImage(layer.outShape) ? layer.outShape.h : 1;
  const fillCycles = windowFill(layer, cost);
  const waiting = cost.bottleneck === 'window' ? fillCycles : 0;
  return {
    rows,
    fillCycles,
    rowCycles: (cost.cycles - waiting) / rows,
    inputs: sources.map((source) => rowInput(layer, cost, source)),
  };
}

/** Cycles until a sliding window holds its first position, at a word a cycle. */
function windowFill(layer: ShapedLayer, cost: LayerCost): number {
  const { window, spec, inShape, outShape } = layer;
  if (window === undefined || inShape === undefined || outShape === undefined || !isImage(outShape)) return 0;
  if ((spec.kind !== 'conv' && spec.kind !== 'depthwise') || !needsWindow(window)) return 0;
  const wanted = spec.kind === 'depthwise' ? cost.parallel.pe : cost.parallel.simd;
  const lanes = Math.min(wanted, channels(inShape));
  return windowDepth({ window, channels: channels(inShape), lanes, out: outShape, activationBits: 0 });
}

function rowInput(layer: ShapedLayer, cost: LayerCost, { process, rows, bounded }: RowSource): RowInput {
  const { window, spec, inShape, outShape } = layer;
  if (inShape === undefined || !isImage(inShape) || spec.kind === 'dense') {
    return {
      process,
      stride: 0,
      offset: rows - 1,
      early: true,
      lead: 0,
      tail: vectorTail(layer, cost),
      bounded,
    };
  }
  if (window !== undefined) {
    const { kernel, stride, dilation, padding } = window;
    const span = (kernel.h - 1) * dilation.h + 1;
    const columns = (kernel.w - 1) * dilation.w + 1 - padding.left;
    const pool = spec.kind === 'maxpool' || spec.kind === 'avgpool' || spec.kind === 'globalpool';
    // A pool whose windows do not overlap works on its input as it comes.
    const early = pool && kernel.h <= stride.h;
    const width = outShape !== undefined && isImage(outShape) ? outShape.w : 1;
    return {
      process,
      stride: stride.h,
      offset: span - 1 - padding.top,
      early: early || spec.kind === 'globalpool',
      lead: early ? 0 : Math.min(Math.max(columns, 1) / inShape.w, 1),
      tail: 1 / (spec.kind === 'globalpool' ? inShape.h * inShape.w + 1 : width),
      bounded,
    };
  }
  const scale = spec.kind === 'upsample' ? (spec.scale?.h ?? 1) : 1;
  return {
    process,
    stride: 1 / scale,
    offset: 0,
    early: false,
    lead: 1 / inShape.w,
    tail: 1 / inShape.w,
    bounded,
  };
}

/** A dense layer's first pass over its input runs while the input comes; its other passes follow. */
function vectorTail(layer: ShapedLayer, cost: LayerCost): number {
  const { spec, inShape, outShape } = layer;
  if (inShape === undefined || outShape === undefined) return 1;
  if (spec.kind !== 'dense') return 1 / elements(inShape);
  const passes = Math.ceil(elements(outShape) / cost.parallel.pe);
  const words = Math.ceil(elements(inShape) / cost.parallel.simd);
  return (passes - 1) / passes + 1 / (passes * words);
}
