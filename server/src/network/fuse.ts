/** Which layers fuse into the one before them. */
import { kindSpecs } from '../../../grammar/src/index';
import type { LayerSpec } from '../semantics/design';
import { kindShape } from './kinds';

export interface Fusion {
  readonly into?: number;
  readonly fault?: 'no-weights' | 'read-elsewhere';
}

/**
 * The layer that does the work of a batchnorm or relu. A layer whose raw output is also read elsewhere cannot, be it by
 * an exit or switch behind it (`tapped`); `host` gives the layer that an input is itself fused into (a relu after a
 * batchnorm fuses into the convolution).
 */
export function fusionOf(
  layer: LayerSpec,
  layers: readonly LayerSpec[],
  readers: readonly (readonly number[])[],
  host: (index: number) => number,
  tapped: ReadonlySet<number>,
): Fusion {
  const { fuses } = kindSpecs[layer.kind];
  if (fuses === undefined) return {};
  const input = layer.inputs[0] ?? -1;
  const source = layers[input];
  const alone = (readers[input]?.length ?? 0) === 1 && !tapped.has(input);
  if (fuses === 'weights') {
    if (source === undefined || !kindSpecs[source.kind].weighted) return { fault: 'no-weights' };
    return alone ? { into: input } : { fault: 'read-elsewhere' };
  }
  if (source === undefined || !alone) return {};
  const target = host(input);
  const kind = layers[target]?.kind;
  return kind !== undefined && kindShape(kind).clamps ? { into: target } : {};
}
