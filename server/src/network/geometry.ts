/** Window arithmetic: kernels, strides, dilation and padding. */
import type { Edges, LayerSpec, Size } from '../semantics/design';
import type { ShapeFault } from './problem';
import type { ImageShape } from './shape';

/** A kernel or pooling window with its movement over the image, with defaults filled in. */
export interface Window {
  readonly kernel: Size;
  readonly stride: Size;
  readonly dilation: Size;
  readonly padding: Edges;
  /** Rows and columns of the padded input. */
  readonly padded: Size;
}

export function hasPadding(padding: Edges): boolean {
  return padding.top + padding.left + padding.bottom + padding.right > 0;
}

/** Along an axis where a kernel has one place, nothing lies between its places. */
export function dilationAlong(kernel: number, dilation: number): number {
  return kernel === 1 ? 1 : dilation;
}

/** Rows and columns that a dilated kernel spans. */
function span(kernel: Size, dilation: Size): Size {
  return { h: (kernel.h - 1) * dilation.h + 1, w: (kernel.w - 1) * dilation.w + 1 };
}

/** The window of a layer over its input, or its fault. Output sizes are rounded down, as in ONNX without ceil mode. */
export function windowOf(
  spec: Pick<LayerSpec, 'stride' | 'dilation' | 'pad'>,
  kernel: Size,
  input: ImageShape,
): { window: Window; out: Size } | ShapeFault {
  const stride = spec.stride ?? { h: 1, w: 1 };
  const step = spec.dilation ?? 1;
  const dilation = { h: dilationAlong(kernel.h, step), w: dilationAlong(kernel.w, step) };
  const spanned = span(kernel, dilation);
  const padding = paddingOf(spec.pad, input, spanned, stride);
  const padded = {
    h: input.h + padding.top + padding.bottom,
    w: input.w + padding.left + padding.right,
  };
  if (spanned.h > padded.h || spanned.w > padded.w) {
    return { kind: 'kernel-too-large', kernel: spanned, image: padded };
  }
  const out = {
    h: Math.floor((padded.h - spanned.h) / stride.h) + 1,
    w: Math.floor((padded.w - spanned.w) / stride.w) + 1,
  };
  return { window: { kernel, stride, dilation, padding, padded }, out };
}

/** `same` gives an output of ⌈input ÷ stride⌉ and puts an odd row or column at the end (ONNX SAME_UPPER). */
function paddingOf(pad: LayerSpec['pad'], input: ImageShape, spanned: Size, stride: Size): Edges {
  if (pad === undefined) return { top: 0, left: 0, bottom: 0, right: 0 };
  if (pad !== 'same' && 'top' in pad) return pad;
  if (pad !== 'same') return { top: pad.h, left: pad.w, bottom: pad.h, right: pad.w };
  const total = (size: number, kernel: number, step: number): number =>
    Math.max((Math.ceil(size / step) - 1) * step + kernel - size, 0);
  const h = total(input.h, spanned.h, stride.h);
  const w = total(input.w, spanned.w, stride.w);
  return {
    top: Math.floor(h / 2),
    left: Math.floor(w / 2),
    bottom: Math.ceil(h / 2),
    right: Math.ceil(w / 2),
  };
}
