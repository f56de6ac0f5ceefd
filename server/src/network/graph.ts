/** The layers of a list as a graph. */
import type { LayerSpec } from '../semantics/design';

/** For each layer, the positions of the layers that read it. The order of layers is topological. */
export function successors(layers: readonly Pick<LayerSpec, 'inputs'>[]): readonly (readonly number[])[] {
  const readers: number[][] = layers.map(() => []);
  layers.forEach((layer, index) => {
    for (const input of layer.inputs) readers[input]?.push(index);
  });
  return readers;
}

/** Positions of the layers that nothing in the list reads: the list's outputs. */
export function outputs(layers: readonly Pick<LayerSpec, 'inputs'>[]): readonly number[] {
  return successors(layers).flatMap((readers, index) => (readers.length === 0 ? [index] : []));
}

/** Positions of the layers at which branches rejoin: those with two inputs or more. */
export function joins(layers: readonly Pick<LayerSpec, 'inputs'>[]): readonly number[] {
  return layers.flatMap((layer, index) => (layer.inputs.length > 1 ? [index] : []));
}
