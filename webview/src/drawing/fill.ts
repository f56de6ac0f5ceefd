/** How full a region or the static part is. */
import type { ResourceKindJson, ResourcesJson } from '../../../server/src/base/protocol/report';
import { formatAtLeast, formatShare } from '../../../server/src/base/format';
import { resourceKinds, resourceNames } from '../../../server/src/base/resources';

/** Use of one resource in a region or the static part, and its limit. */
export interface Fill {
  kind: ResourceKindJson;
  label: string;
  used: number;
  /** `used` is a lower bound, because some users are not modelled. */
  atLeast: boolean;
  available: number;
  /** used ÷ available; infinite if the resource is used but absent. */
  share: number;
  limit: number;
  level: 'ok' | 'warn' | 'error';
}

/**
 * The resources that are available or needed, in their fixed display order. `known` is null if the use is unknown.
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

/** `71 %`, `at least 71 %` or `not known`. */
export function fillText(used: ResourcesJson | null, share: number): string {
  if (used === null) return 'not known';
  return formatAtLeast(used.atLeast, formatShare(share));
}

const nothing: ResourcesJson = { lut: 0, ff: 0, dsp: 0, bram18: 0, uram: 0 };

export const noLimit: ResourcesJson = { lut: 1, ff: 1, dsp: 1, bram18: 1, uram: 1 };

function shareOf(used: number, available: number): number {
  return used === 0 ? 0 : used / available;
}
