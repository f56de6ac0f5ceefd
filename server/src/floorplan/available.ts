import { combine, type ResourceKind, type Resources } from '../base/resources';
import type { Share } from '../base/units';

/** Shares by kind; a kind that is left out takes the general one. */
export type Shares = Partial<Record<ResourceKind, Share>>;

/** UG909 names no figure; routing of a reconfigurable module gets hard above about this share. */
export const defaultUtilisation: Share = 0.8;

/**
 * What of a region's resources a module may use: what is held, less the reserve, times the utilisation limit, in whole sites.
 */
export function availableResources(
  held: Resources,
  reserve: Shares = {},
  utilisation: Shares = {},
): Resources {
  return combine(held, held, (amount, _, kind) =>
    Math.floor(amount * (1 - (reserve[kind] ?? 0)) * (utilisation[kind] ?? 1) + 1e-9),
  );
}

/** The reverse: what a region must hold for modules that need so much. */
export function requiredResources(
  need: Resources,
  reserve: Shares = {},
  utilisation: Shares = {},
): Resources {
  return combine(need, need, (amount, _, kind) =>
    Math.ceil(amount / ((1 - (reserve[kind] ?? 0)) * (utilisation[kind] ?? 1)) - 1e-9),
  );
}
