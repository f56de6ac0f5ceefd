/** What share of a place its modules may take: one rule for the check, the searches and their rivals. */
import { type Resources, combine, noResources } from '../../base/resources';
import type { Share } from '../../base/units';
import { defaultUtilisation } from '../../floorplan/index';
import type { Design, RegionSpec } from '../../semantics/design';
import { resourceOf } from './budgets';

/** By kind, the share of the static part: the budget's, else the usual one. */
export function staticLimit(design: Pick<Design, 'budgets'>): Resources {
  return combine(noResources, noResources, (_a, _b, kind) => budgetOf(design, kind) ?? defaultUtilisation);
}

/**
 * By kind, the share of a region: the budget's, and `utilisation` of what is not reserved; the usual share of that if neither is stated.
 *
 * @param spec undefined for one that the design does not have yet
 */
export function regionLimit(design: Pick<Design, 'budgets'>, spec: RegionSpec | undefined): Resources {
  return combine(noResources, noResources, (_a, _b, kind) => {
    const budget = budgetOf(design, kind);
    const share = spec?.utilisation ?? (budget === undefined ? defaultUtilisation : 1);
    return Math.min(budget ?? 1, share * (1 - (spec?.reserve[kind] ?? 0)));
  });
}

/** What may be taken of an amount at the upper ends of the bands, in whole sites. */
export function capacityWithin(have: Resources, limit: Resources): Resources {
  return combine(have, limit, (amount, share) => Math.floor(amount * share + 1e-9));
}

/** The inverse: what a region must hold for modules that may take so much. */
export function regionFor(most: Resources, limit: Resources): Resources {
  return combine(most, limit, (amount, share) => Math.ceil(amount / Math.max(share, Number.EPSILON) - 1e-9));
}

function budgetOf({ budgets }: Pick<Design, 'budgets'>, kind: keyof Resources): Share | undefined {
  return budgets.find((b) => resourceOf(b.metric) === kind)?.value as Share | undefined;
}
