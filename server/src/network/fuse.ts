import { kindSpecs } from '../../../grammar/src/index';
import type { LayerSpec } from '../semantics/design';
import { kindShape } from './kinds';

export interface Fusion {
  readonly into?: number;
  readonly fault?: 'no-weights' | 'read-elsewhere';
}

/**
 * Where the work of a batchnorm or relu goes. A layer whose raw output something else reads cannot take
 * it over; `host` tells where an input's own work went (a relu behind a batchnorm fuses into the convolution).
 */
export function fusionOf(
  layer: LayerSpec,
  layers: readonly LayerSpec[],
  readers: readonly (readonly number[])[],
  host: (index: number) => number,
): Fusion {
  const { fuses } = kindSpecs[layer.kind];
  if (fuses === undefined) return {};
  const input = layer.inputs[0] ?? -1;
  const source = layers[input];
  const alone = (readers[input]?.length ?? 0) === 1;
  if (fuses === 'weights') {
    if (source === undefined || !kindSpecs[source.kind].weighted) return { fault: 'no-weights' };
    return alone ? { into: input } : { fault: 'read-elsewhere' };
  }
  if (source === undefined || !alone) return {};
  const target = host(input);
  const kind = layers[target]?.kind;
  return kind !== undefined && kindShape(kind).clamps ? { into: target } : {};
}
