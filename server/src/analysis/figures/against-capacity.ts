/** Compares needs with what is available. */
import { type ResourceKind, type Resources, isAtLeast, resourceKinds } from '../../base/resources';
import type { FitVerdict } from '../analysis';

/**
 * Compares an estimated need ± band with what is available. Only LUT and FF have a band; the rest is counted. A lower
 * bound within the available amount decides nothing.
 */
export function fitOf(kind: ResourceKind, need: Resources, band: number, available: number): FitVerdict {
  const half = kind === 'lut' || kind === 'ff' ? band : 0;
  if (need[kind] * (1 - half) > available) return 'does not fit';
  if (need[kind] * (1 + half) > available) return 'may not fit';
  return isAtLeast(need, kind) ? 'not known' : 'fits';
}

/** Certainly fits: at the upper end of its band, with nothing unknown. */
export function surelyFits(need: Resources, band: number, available: Resources): boolean {
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
export function shortages(need: Resources, band: number, available: Resources): Shortage[] {
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
