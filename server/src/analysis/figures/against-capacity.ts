/** Compares needs with what is available. */
import type { Band } from '../../base/band';
import { type ResourceKind, type Resources, isAtLeast, resourceKinds } from '../../base/resources';
import type { FitVerdict } from '../analysis';

/**
 * Compares an estimated need, from the lower to the upper end of its band, with what is available. A lower bound within
 * the available amount decides nothing.
 */
export function fitOf(kind: ResourceKind, need: Resources, band: Band, available: number): FitVerdict {
  const { low, high } = band[kind];
  if (need[kind] * (1 - low) > available) return 'does not fit';
  if (need[kind] * (1 + high) > available) return 'may not fit';
  return isAtLeast(need, kind) ? 'not known' : 'fits';
}

/** Certainly fits: at the upper end of its band, with nothing unknown. */
export function surelyFits(need: Resources, band: Band, available: Resources): boolean {
  return resourceKinds.every((kind) => fitOf(kind, need, band, available[kind]) === 'fits');
}

/** Order of severity: one unknown place makes the whole unknown, even if the rest fits. */
export const ranks: Readonly<Record<FitVerdict, number>> = {
  fits: 0,
  'not known': 1,
  'may not fit': 2,
  'does not fit': 3,
};

export interface Shortage {
  readonly kind: ResourceKind;
  readonly need: number;
  /** The need is a lower bound, because something is not modelled. */
  readonly atLeast: boolean;
  readonly available: number;
  readonly verdict: 'may not fit' | 'does not fit';
}

/** Resources in short supply, worst first. */
export function shortages(need: Resources, band: Band, available: Resources): Shortage[] {
  if (surelyFits(need, band, available)) return [];
  const rank = { 'does not fit': 0, 'may not fit': 1 };
  return resourceKinds
    .flatMap((kind): Shortage[] => {
      const verdict = fitOf(kind, need, band, available[kind]);
      if (verdict === 'fits' || verdict === 'not known') return [];
      return [
        { kind, need: need[kind], atLeast: isAtLeast(need, kind), available: available[kind], verdict },
      ];
    })
    .sort(
      (a, b) => rank[a.verdict] - rank[b.verdict] || b.need / (b.available + 1) - a.need / (a.available + 1),
    );
}
