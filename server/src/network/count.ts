/** Counts of multiply-accumulates, parameters and accumulator bits. */
import { kindSpecs } from '../../../grammar/src/index';
import type { LayerSpec } from '../semantics/design';
import type { Window } from './geometry';
import { type Counts, kindShape } from './kinds';
import { channels, elements, isImage, type Shape } from './shape';

/** Values that a layer reads per position: the channels or, for a layer without positions, the whole input. */
export function inputDepth({ kind }: Pick<LayerSpec, 'kind'>, inShape: Shape): number {
  return kindShape(kind).products === 'input' ? elements(inShape) : channels(inShape);
}

/** Whether a layer must state a count itself and does not. */
export function isUncounted(spec: LayerSpec, what: keyof Counts): boolean {
  return spec[what] === undefined && kindSpecs[spec.kind].attributes.includes(what);
}

/** Number of products in the sum of one output value: the matrix width in FINN's terms. */
export function productsPerOutput(spec: LayerSpec, inShape: Shape, window?: Window, groups = 1): number {
  if (kindShape(spec.kind).products === 'input') return elements(inShape);
  const kernel = window?.kernel;
  return kernel === undefined ? 0 : (kernel.h * kernel.w * channels(inShape)) / groups;
}

/**
 * Multiply-accumulates for one input, and parameters including any bias. A low-rank layer counts its two factors: from the
 * kernel's values to `rank` values, and from those to the outputs.
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
 * signed activations); products of binary numbers are counted instead, without a sign.
 */
export function accumulatorBits(spec: LayerSpec, products: number): number {
  if (products <= 0) return 0;
  if (spec.weights.family === 'float' || spec.activations.family === 'float') return 32;
  const growth = Math.ceil(Math.log2(products));
  if (spec.weights.family === 'binary' && spec.activations.family === 'binary') return growth + 1;
  return spec.weights.bits + spec.activations.bits - 1 + growth;
}

/** Bits of a sum of `count` numbers of so many bits. */
export function sumBits(bits: number, count: number): number {
  return bits + Math.ceil(Math.log2(count));
}
