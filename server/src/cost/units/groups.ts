/**
 * In which order a matrix-vector unit takes the values under a window: position by position, and of a position `step`
 * channels of each group that it computes at once. Weights of a group keep their order; only lanes of a word change places.
 */
import { channels, inputDepth, type ShapedLayer } from '../../network';
import type { Parallelism } from '../../semantics/design';
import { needsWindow } from './window';

export interface GroupOrder {
  /** Groups whose filters are computed at once. */
  readonly atOnce: number;
  /** Channels of a group, and those of them that stand together, which divide them. */
  readonly channels: number;
  readonly step: number;
  /** Channels of a word before and behind a serial window. */
  readonly lanes: number;
}

export function groupOrder(
  { spec, inShape, outShape, groups }: ShapedLayer,
  { pe, simd }: Parallelism,
): GroupOrder {
  if (inShape === undefined || outShape === undefined) return { atOnce: 1, channels: 1, step: 1, lanes: 1 };
  const all = inputDepth(spec, inShape);
  const own = Math.max(1, Math.floor(all / groups));
  const step = commonDivisor(simd, own);
  // Of one group the order is that in which they come, in words of any size.
  if (groups === 1) return { atOnce: 1, channels: own, step, lanes: Math.min(simd, own) };
  const atOnce = Math.min(groups, Math.max(1, Math.floor(pe / (channels(outShape) / groups))));
  return { atOnce, channels: own, step, lanes: step === own ? own * atOnce : step };
}

/** Whether values pass a serial window: they are read several times, or not in the order in which they come. */
export function hasWindow(layer: ShapedLayer, parallel: Parallelism): boolean {
  if (layer.window === undefined) return false;
  if (needsWindow(layer.window)) return true;
  const { atOnce, channels: own, step } = groupOrder(layer, parallel);
  return atOnce > 1 && step < own;
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
