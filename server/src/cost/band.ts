import type { ResourceKind } from '../base/resources';
import type { ShapedLayer } from '../network';

/** Half width of an estimate as a share of it, by resource: 0.5 is ±50 %. */
export type Band = Readonly<Record<ResourceKind, number>>;

/** Peers' estimates of the same modules differ by 0.5 to 1.5 times in LUTs; multipliers and memories are counted. */
export const uncalibratedBand: Band = { lut: 0.5, ff: 0.5, dsp: 0, bram18: 0, uram: 0 };

const noBand: Band = { lut: 0, ff: 0, dsp: 0, bram18: 0, uram: 0 };

/** Layers that are wires have no band. */
export function bandOf(layer: ShapedLayer): Band {
  const { kind } = layer.spec;
  const wires = kind === 'input' || kind === 'flatten' || layer.fusedInto !== undefined;
  return wires ? noBand : uncalibratedBand;
}
