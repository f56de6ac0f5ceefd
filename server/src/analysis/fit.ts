import { type ResourceKind, type Resources, resourceKinds } from '../base/resources';
import type { FitVerdict } from './analysis';

/** How an estimate of need ± band stands against what there is. Only LUT and FF have a band; the rest is counted. */
export function fitOf(kind: ResourceKind, need: number, band: number, available: number): FitVerdict {
  const half = kind === 'lut' || kind === 'ff' ? band : 0;
  if (need * (1 - half) > available) return 'does not fit';
  return need * (1 + half) > available ? 'may not fit' : 'fits';
}

export interface Shortage {
  readonly kind: ResourceKind;
  readonly need: number;
  readonly available: number;
  readonly verdict: 'may not fit' | 'does not fit';
}

/** What there is too little of, the worst first. */
export function shortages(need: Resources, band: number, available: Resources): Shortage[] {
  if (resourceKinds.every((kind) => fitOf(kind, need[kind], band, available[kind]) === 'fits')) return [];
  const rank = { 'does not fit': 0, 'may not fit': 1 };
  return resourceKinds
    .flatMap((kind): Shortage[] => {
      const verdict = fitOf(kind, need[kind], band, available[kind]);
      if (verdict === 'fits') return [];
      return [{ kind, need: need[kind], available: available[kind], verdict }];
    })
    .sort(
      (a, b) => rank[a.verdict] - rank[b.verdict] || b.need / (b.available + 1) - a.need / (a.available + 1),
    );
}
