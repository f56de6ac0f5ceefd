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
  for (const kind of resourceKinds) if (fitOf(kind, need, band, available[kind]) !== 'fits') return false;
  return true;
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
  const found: Shortage[] = [];
  // A loop, as this runs over every module with each keystroke.
  for (const kind of resourceKinds) {
    const verdict = fitOf(kind, need, band, available[kind]);
    if (verdict === 'fits' || verdict === 'not known') continue;
    const atLeast = isAtLeast(need, kind);
    found.push({ kind, need: need[kind], atLeast, available: available[kind], verdict });
  }
  return found.length < 2 ? found : found.sort(worseFirst);
}

function worseFirst(a: Shortage, b: Shortage): number {
  return ranks[b.verdict] - ranks[a.verdict] || b.need / (b.available + 1) - a.need / (a.available + 1);
}
