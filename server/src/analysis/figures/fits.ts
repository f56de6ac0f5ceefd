/** Whether a design as a whole fits its part. */
import { type Band, noBand } from '../../base/band';
import { type Resources, isAtLeast } from '../../base/resources';
import type { BudgetResult, RegionFigures, StaticFigures } from '../analysis';
import { resourceOf } from './budgets';
import { shortages, surelyFits } from './against-capacity';

/** `unknown` if nothing is known to be too small, but something is unknown. */
export type Standing = 'fits' | 'does not fit' | 'unknown';

interface Placed {
  readonly regions: readonly RegionFigures[];
  readonly staticPart: StaticFigures | undefined;
  readonly budgets: readonly BudgetResult[];
}

/** Whether the part holds a design as written: every region its modules, and the static part the rest. */
export function standingOf({ regions, staticPart, budgets }: Placed): Standing {
  const standings = [
    staticPart ? staticStanding(staticPart) : 'unknown',
    ...regions.filter((r) => r.modules.length > 0).map(regionStanding),
    ...budgets
      .filter(({ limit }) => resourceOf(limit.metric) !== undefined)
      .map(({ verdict }): Standing =>
        verdict === 'not known' ? 'unknown' : verdict === 'does not fit' ? verdict : 'fits',
      ),
  ];
  return standings.find((s) => s === 'does not fit') ?? standings.find((s) => s === 'unknown') ?? 'fits';
}

/** Whether all of it fits at the upper ends of the bands, and nothing is unknown. */
export function fitsForSure({ regions, staticPart, budgets }: Placed): boolean {
  const isWithin = (need: Resources | undefined, band: Band, have: Resources | undefined): boolean =>
    need !== undefined && have !== undefined && surelyFits(need, band, have);
  return (
    standingOf({ regions, staticPart, budgets }) === 'fits' &&
    isWithin(staticPart?.used, staticPart?.band ?? noBand, staticPart?.available) &&
    regions.every(({ modules, usable }) => modules.every((m) => isWithin(m.resources, m.band, usable))) &&
    budgets.every(({ limit, verdict }) => resourceOf(limit.metric) === undefined || verdict === 'fits')
  );
}

function staticStanding({ used, band, available }: StaticFigures): Standing {
  if (isShort(used, band, available)) return 'does not fit';
  return isAtLeast(used) ? 'unknown' : 'fits';
}

function regionStanding(region: RegionFigures): Standing {
  const { figures, usable, modules, syntax, violations, infeasible, loadNs } = region;
  if (infeasible !== undefined || syntax.length > 0 || violations.some((v) => v.severity === 'error'))
    return 'does not fit';
  if (usable && modules.some((m) => m.resources && isShort(m.resources, m.band, usable)))
    return 'does not fit';
  const isKnown =
    figures && usable && loadNs !== undefined && modules.every((m) => m.resources && !isAtLeast(m.resources));
  return isKnown ? 'fits' : 'unknown';
}

function isShort(...of: Parameters<typeof shortages>): boolean {
  return shortages(...of).some((s) => s.verdict === 'does not fit');
}
