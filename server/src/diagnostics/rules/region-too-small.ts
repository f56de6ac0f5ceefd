import { formatCount } from '../../base/format';
import { shortages } from '../../analysis/fit';
import type { Rule } from '../rule';
import { amount, lackOf } from '../shortage';
import { enumerate } from '../words';

/** A module that its region cannot hold, on the word that places it there. */
export const regionTooSmall: Rule = {
  code: 'EX4002',
  severity: 'error',
  *check({ regions }) {
    for (const { spec, figures, usable, modules, auto, stale } of regions) {
      // A place that was found for an earlier text says nothing of this one.
      if (figures === undefined || usable === undefined || stale) continue;
      for (const module of modules) {
        if (module.resources === undefined) continue;
        const [worst, ...others] = shortages(module.resources, module.band, usable);
        if (worst === undefined) continue;
        const more = others.filter((o) => o.verdict === worst.verdict).map((o) => lackOf(o));
        const kept = usable[worst.kind] < figures.resources[worst.kind];
        const has = `region \`${spec.name}\` has ${formatCount(figures.resources[worst.kind])}${kept ? `, of which ${formatCount(usable[worst.kind])} may be used` : ''}`;
        const also = more.length > 0 ? ` It also lacks ${enumerate(more)}.` : '';
        const room = auto ? 'Ask for more room with `utilisation 60%`' : 'Enlarge the pblock';
        const way = `${room}, fold the layers further (smaller \`parallel\`), or cut the stage in two.`;
        const origin =
          ('placeOrigin' in module.spec ? module.spec.placeOrigin : undefined) ?? module.spec.origin;
        yield worst.verdict === 'does not fit'
          ? {
              at: origin,
              message: `\`${module.name}\` does not fit: it needs ${amount(worst, module.band)}, ${has}.${also} ${way}`,
            }
          : {
              at: origin,
              severity: 'warning',
              message: `\`${module.name}\` may not fit: it needs ${amount(worst, module.band)}, ${has}. ${way}`,
            };
      }
    }
  },
};
