/** Runs a list of quantised layers in integers: the reference that exported kernels are compared with. */
import { kindSpecs } from '../../../grammar/src/index';
import type { ShapedLayer } from '../network';
import { kindArithmetic } from './kinds';
import type { LayerNumbers, QuantisedList } from './quantised';

/**
 * The output of every layer of a list for one input, as integers in stream order: `input` enters a network at its
 * `input` layer, and a branch from the trunk. The exported kernels must match it exactly.
 *
 * @throws Error for a layer that the template cannot compute, or that has no numbers
 */
export function runList(
  layers: readonly ShapedLayer[],
  list: QuantisedList,
  input: Int32Array,
): readonly Int32Array[] {
  const values: Int32Array[] = [];
  const valueOf = (index: number): Int32Array => (index < 0 ? input : (values[index] ?? input));
  layers.forEach((layer, index) => {
    const inputs = layer.spec.inputs.map(valueOf);
    const first = inputs[0] ?? input;
    values.push(isWire(layer) ? first : runLayer(layer, list.layers.get(index), inputs, layers));
  });
  return values;
}

/** Whether a layer only passes on another layer's values: an input, a flatten, or a layer fused into another. */
export function isWire({ spec, fusedInto }: ShapedLayer): boolean {
  return fusedInto !== undefined || kindArithmetic(spec.kind).does === 'hands on';
}

/** Smallest output of a layer: that of zero if it is a relu or has one fused into it. */
export function outputFloor(
  layer: ShapedLayer,
  layers: readonly ShapedLayer[],
  { output }: Pick<LayerNumbers, 'output'>,
): number {
  const clamps = [layer, ...layer.fused.map((i) => layers[i])].some(
    (each) => each !== undefined && kindSpecs[each.spec.kind].fuses === 'output',
  );
  return clamps ? Math.max(output.min, output.zeroPoint) : output.min;
}

function runLayer(
  layer: ShapedLayer,
  numbers: LayerNumbers | undefined,
  inputs: readonly Int32Array[],
  layers: readonly ShapedLayer[],
): Int32Array {
  const { spec } = layer;
  const kind = kindArithmetic(spec.kind);
  const [first = new Int32Array(0), ...others] = inputs;
  switch (kind.does) {
    case 'computes':
      if (numbers === undefined) throw new Error(`${spec.label} has no numbers`);
      return kind.run(layer, numbers, [first, ...others], outputFloor(layer, layers, numbers));
    case 'repeats':
      return kind.run(layer, first);
    case 'hands on':
      return first;
    case 'no template':
      throw new Error(`${spec.label} is not in the integer template`);
  }
}
