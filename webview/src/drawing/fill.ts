import type { ResourceKindJson, ResourcesJson } from '../../../server/src/base/protocol/report';
import { formatAtLeast, formatShare } from '../../../server/src/base/format';
import { resourceKinds, resourceNames } from '../../../server/src/base/resources';

/** One resource of a region or of the static part: how much of it is used, and how much may be. */
export interface Fill {
  kind: ResourceKindJson;
  label: string;
  used: number;
  /** There is more of it used, by what is not modelled. */
  atLeast: boolean;
  available: number;
  /** used ÷ available; infinite where something is used that is not there. */
  share: number;
  limit: number;
  level: 'ok' | 'warn' | 'error';
}

/**
 * The resources that there are or that something needs, in the order in which they are always shown. `known` is null where
 * nothing is known of what is used.
 */
export function fills(known: ResourcesJson | null, available: ResourcesJson, limit: ResourcesJson): Fill[] {
  const used = known ?? nothing;
  const open = known ? (known.notModelled ?? []) : resourceKinds;
  return resourceKinds
    .filter((kind) => (available[kind] > 0 || used[kind] > 0) && (kind !== 'ff' || used.ff > 0))
    .map((kind) => {
      const share = shareOf(used[kind], available[kind]);
      const level = share > 1 ? 'error' : share > limit[kind] ? 'warn' : 'ok';
      return {
        kind,
        label: resourceNames[kind],
        used: used[kind],
        atLeast: open.includes(kind),
        available: available[kind],
        share,
        limit: limit[kind],
        level,
      };
    });
}

/** Share of the scarcest resource. */
export function fullest(used: ResourcesJson | null, available: ResourcesJson): number {
  return Math.max(...resourceKinds.map((kind) => shareOf((used ?? nothing)[kind], available[kind])));
}

/** `71 %`, `at least 71 %`, or that nothing is known. */
export function fillText(used: ResourcesJson | null, share: number): string {
  if (used === null) return 'not known';
  return formatAtLeast(used.atLeast, formatShare(share));
}

const nothing: ResourcesJson = { lut: 0, ff: 0, dsp: 0, bram18: 0, uram: 0 };

export const noLimit: ResourcesJson = { lut: 1, ff: 1, dsp: 1, bram18: 1, uram: 1 };

function shareOf(used: number, available: number): number {
  return used === 0 ? 0 : used / available;
}
