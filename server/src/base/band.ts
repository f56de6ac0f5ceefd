/** How far the truth may lie from an estimate, below and above it. */
import { type ResourceKind, type Resources, combine } from './resources';
import type { Share } from './units';

/** Shares of an estimate: the truth lies between `1 − low` and `1 + high` of it. */
export interface Interval {
  readonly low: Share;
  readonly high: Share;
}

/** One for each resource; kinds that are counted have none. */
export type Band = Readonly<Record<ResourceKind, Interval>>;

export const exactly: Interval = { low: 0, high: 0 };

export const noBand: Band = { lut: exactly, ff: exactly, dsp: exactly, bram18: exactly, uram: exactly };

/** As far below as above. */
export function around(half: Share): Interval {
  return { low: half, high: half };
}

/** The upper end of an estimate. */
export function mostOf(amounts: Resources, band: Band): Resources {
  return combine(amounts, amounts, (amount, _, kind) => amount * (1 + band[kind].high));
}

/** The band of the larger of several needs, each with its own: that of the largest lower and the largest upper end. */
export function bandOfLargest(needs: readonly { readonly need: Resources; readonly band: Band }[]): Band {
  const intervalOf = (kind: ResourceKind): Interval => {
    let need = 0;
    let low = 0;
    let high = 0;
    for (const { need: amounts, band } of needs) {
      const amount = amounts[kind];
      const { low: below, high: above } = band[kind];
      need = Math.max(need, amount);
      low = Math.max(low, amount * (1 - below));
      high = Math.max(high, amount * (1 + above));
    }
    return need > 0 ? { low: 1 - low / need, high: high / need - 1 } : exactly;
  };
  return {
    lut: intervalOf('lut'),
    ff: intervalOf('ff'),
    dsp: intervalOf('dsp'),
    bram18: intervalOf('bram18'),
    uram: intervalOf('uram'),
  };
}
