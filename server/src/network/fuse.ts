import type { LayerKind, LayerSpec } from '../semantics/design';

const weighted: ReadonlySet<LayerKind> = new Set(['conv', 'depthwise', 'dense']);

/** Layers that a relu costs nothing behind: their own output stage clamps. */
const clamps: ReadonlySet<LayerKind> = new Set([
  'conv',
  'depthwise',
  'dense',
  'add',
  'maxpool',
  'avgpool',
  'globalpool',
]);

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
  if (layer.kind !== 'batchnorm' && layer.kind !== 'relu') return {};
  const input = layer.inputs[0] ?? -1;
  const source = layers[input];
  const alone = (readers[input]?.length ?? 0) === 1;
  if (layer.kind === 'batchnorm') {
    if (source === undefined || !weighted.has(source.kind)) return { fault: 'no-weights' };
    return alone ? { into: input } : { fault: 'read-elsewhere' };
  }
  if (source === undefined || !alone) return {};
  const target = host(input);
  const kind = layers[target]?.kind;
  return kind !== undefined && clamps.has(kind) ? { into: target } : {};
}
