/** Resources available to the modules of a region. */
import { combine, type ResourceKind, type Resources } from '../base/resources';
import type { Share } from '../base/units';

/** Shares by kind; the general share applies to kinds that are absent. */
export type Shares = Partial<Record<ResourceKind, Share>>;

/** UG909 gives no figure; routing of a reconfigurable module gets hard above about this share. */
export const defaultUtilisation: Share = 0.8;

/**
 * Resources of a region that a module may use: those it contains, less the reserve, times the utilisation limit, in whole sites.
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

/** The inverse: resources that a region must contain for modules with a given need. */
export function requiredResources(
  need: Resources,
  reserve: Shares = {},
  utilisation: Shares = {},
): Resources {
  return combine(need, need, (amount, _, kind) =>
    Math.ceil(amount / ((1 - (reserve[kind] ?? 0)) * (utilisation[kind] ?? 1)) - 1e-9),
  );
}
