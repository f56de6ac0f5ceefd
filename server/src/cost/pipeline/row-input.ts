/** Input rows that a layer needs for each row of its output, and when. */
import { kindSpecs } from '../../../../grammar/src/index';
import { elements, isImage, type ShapedLayer } from '../../network';
import type { Parallelism } from '../../semantics/design';
import { overlaps } from '../units/pool';
import type { RowInput } from './row-simulation';

/** An input of a layer in a pipeline: the process that produces it, and its rows. */
export interface RowSource {
  readonly process: number;
  readonly rows: number;
  /** False at a join, where the reader does not stall the writer. */
  readonly bounded: boolean;
}

/** The table of kinds has one such function for each; if the input is not an image, `vectorRows` is used. */
export type RowsOf = (layer: ShapedLayer, parallel: Parallelism, source: RowSource) => RowInput;

/** The whole input, value by value. */
export const vectorRows: RowsOf = (layer, parallel, { process, rows, bounded }) => ({
  process,
  stride: 0,
  offset: rows - 1,
  early: true,
  lead: 0,
  tail: vectorTail(layer, parallel),
  bounded,
});

/** The whole input, before the first row starts. */
export function wholeInput({ process, rows, bounded }: RowSource): RowInput {
  return { process, stride: 0, offset: rows - 1, early: false, lead: 1, tail: 0, bounded };
}

/** Row by row; an upsampled image has several rows for each. */
export const sameRows: RowsOf = ({ spec, inShape }, _parallel, { process, bounded }) => {
  const width = inShape !== undefined && isImage(inShape) ? inShape.w : 1;
  const scale = spec.scale?.h ?? 1;
  return { process, stride: 1 / scale, offset: 0, early: false, lead: 1 / width, tail: 1 / width, bounded };
};

/** Rows under a window, which starts once they have arrived. */
export const windowRows: RowsOf = (layer, parallel, source) => slidingRows(layer, parallel, source, false);

/** Rows under a pool's window; a pool whose windows do not overlap processes its input as it arrives. */
export const poolRows: RowsOf = (layer, parallel, source) => {
  const { window } = layer;
  return slidingRows(layer, parallel, source, window !== undefined && !overlaps(window));
};

/** The whole image, processed as it arrives. */
export const wholeRows: RowsOf = (layer, parallel, source) => {
  const { inShape } = layer;
  const positions = inShape !== undefined && isImage(inShape) ? inShape.h * inShape.w : 0;
  return { ...poolRows(layer, parallel, source), early: true, tail: 1 / (positions + 1) };
};

function slidingRows(layer: ShapedLayer, parallel: Parallelism, source: RowSource, early: boolean): RowInput {
  const { window, inShape, outShape } = layer;
  if (window === undefined || inShape === undefined || !isImage(inShape))
    return sameRows(layer, parallel, source);
  const { process, bounded } = source;
  const { kernel, stride, dilation, padding } = window;
  const span = (kernel.h - 1) * dilation.h + 1;
  const columns = (kernel.w - 1) * dilation.w + 1 - padding.left;
  const width = outShape !== undefined && isImage(outShape) ? outShape.w : 1;
  return {
    process,
    stride: stride.h,
    offset: span - 1 - padding.top,
    early,
    lead: early ? 0 : Math.min(Math.max(columns, 1) / inShape.w, 1),
    tail: 1 / width,
    bounded,
  };
}

/** Share of the work left when the last value has arrived: all but the first pass, and the last word of that. */
function vectorTail({ spec, inShape, outShape }: ShapedLayer, parallel: Parallelism): number {
  if (inShape === undefined || outShape === undefined) return 1;
  if (!kindSpecs[spec.kind].weighted) return 1 / elements(inShape);
  const passes = Math.ceil(elements(outShape) / parallel.pe);
  const words = Math.ceil(elements(inShape) / parallel.simd);
  return (passes - 1) / passes + 1 / (passes * words);
}
