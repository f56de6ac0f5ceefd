import { kindSpecs } from '../../../grammar/src/index';
import type { LayerSpec } from '../semantics/design';
import type { Window } from './geometry';
import { type Counts, kindShape } from './kinds';
import { channels, elements, isImage, type Shape } from './shape';

/** Values that a layer reads at one position: its channels, or, where it has no positions, the whole input. */
export function inputDepth({ kind }: Pick<LayerSpec, 'kind'>, inShape: Shape): number {
  return kindShape(kind).products === 'input' ? elements(inShape) : channels(inShape);
}

/** A layer whose own line says how much it computes, and says nothing. */
export function isUncounted(spec: LayerSpec, what: keyof Counts): boolean {
  return spec[what] === undefined && kindSpecs[spec.kind].attributes.includes(what);
}

/** Products that one output value sums up: matrix width in FINN's words. */
export function productsPerOutput(spec: LayerSpec, inShape: Shape, window?: Window, groups = 1): number {
  if (kindShape(spec.kind).products === 'input') return elements(inShape);
  const kernel = window?.kernel;
  return kernel === undefined ? 0 : (kernel.h * kernel.w * channels(inShape)) / groups;
}

/**
 * Multiply-accumulates and parameters of one input, bias included where there is one. A low-rank layer counts its two factors:
 * the kernel down to `rank` values, and those up to the outputs.
 */
export function count(spec: LayerSpec, inShape: Shape, outShape: Shape, window?: Window, groups = 1): Counts {
  const { products, counts } = kindShape(spec.kind);
  if (counts !== 'none') return counts(spec, outShape);
  if (products === 'none') return { macs: 0, params: 0 };
  const positions = isImage(outShape) ? outShape.h * outShape.w : 1;
  const outputs = channels(outShape);
  const width = productsPerOutput(spec, inShape, window, groups);
  const weights = spec.rank === undefined ? width * outputs : spec.rank * (width + outputs);
  return { macs: positions * weights, params: weights + (spec.bias === 'off' ? 0 : outputs) };
}

/**
 * A sum of n products of w-bit and a-bit signed numbers needs w + a − 1 + ⌈log₂ n⌉ bits (FINN's bound for
 * signed activations); binary products are counted, not added with a sign.
 */
export function accumulatorBits(spec: LayerSpec, products: number): number {
  if (products <= 0) return 0;
  if (spec.weights.family === 'float' || spec.activations.family === 'float') return 32;
  const growth = Math.ceil(Math.log2(products));
  if (spec.weights.family === 'binary' && spec.activations.family === 'binary') return growth + 1;
  return spec.weights.bits + spec.activations.bits - 1 + growth;
}
