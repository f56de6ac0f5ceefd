import type { Analysis, ModuleFigures, RegionFigures } from '../../analysis/analysis';
import { shortages } from '../../analysis/figures/against-capacity';
import { refoldForRegion } from '../../analysis/proposals/refold';
import { formatCount } from '../../base/format';
import { foldingFix } from '../folding-fix';
import type { Explanation, Fix, Rule } from '../rule';
import { amount, lackOf } from '../shortage';
import { enumerate } from '../sentence';

const explanation: Explanation = {
  title: 'Module does not fit its region',
  means:
    'The module needs more of a resource than the region has, or than `utilisation`, `reserve` and the budget let it use. LUT and FF are estimates with a band: beyond the band it is an error, inside it a warning (_may not fit_).',
  example: `device { board pynq-z2 }
network n {
  input image 1x28x28
  conv c1 kernel 5x5 filters 16 parallel pe 4 simd 5
  flatten
  dense f1 units 10
}
stage all in rp0 { c1 .. f1 }
region rp0 { pblock SLICE_X36Y50:SLICE_X39Y99 }`,
  way: 'Enlarge the pblock or write `pblock auto`, fold the layers (smaller `parallel`), or cut the stage in two. The quick fixes were tried: their titles say what the design will be.',
};

/** A module that its region cannot hold, reported at its place. */
export const regionTooSmall: Rule = {
  code: 'EX4002',
  severity: 'error',
  explanation,
  *check(analysis) {
    for (const region of analysis.regions) {
      const { spec, figures, usable, modules, auto, stale } = region;
      // A placement for an earlier text says nothing about this one.
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
        const fixes = () => fixesFor(analysis, module, region);
        yield worst.verdict === 'does not fit'
          ? {
              at: origin,
              message: `\`${module.name}\` does not fit: it needs ${amount(worst, module.band)}, ${has}.${also} ${way}`,
              fixes,
            }
          : {
              at: origin,
              severity: 'warning',
              message: `\`${module.name}\` may not fit: it needs ${amount(worst, module.band)}, ${has}. ${way}`,
              fixes,
            };
      }
    }
  },
};

function fixesFor(analysis: Analysis, module: ModuleFigures, region: RegionFigures): Fix[] {
  const { block } = region.spec.origin;
  const pblock =
    block.kind === 'region' ? block.settings.find((s) => s.keyword.text === 'pblock') : undefined;
  const name = region.spec.name;
  const place: Fix[] =
    pblock && !region.auto
      ? [
          {
            title: `Place '${name}' automatically: 'pblock auto'`,
            edits: [{ at: { ...region.spec.origin, span: pblock.span }, text: 'pblock auto' }],
          },
        ]
      : [];
  const title = `Fold '${module.name}' until it fits '${name}'`;
  return [...foldingFix(title, refoldForRegion(analysis, module, region)), ...place];
}
