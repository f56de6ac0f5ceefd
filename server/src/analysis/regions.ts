import { type Resources, combine, maxResources, noResources } from '../base/resources';
import { type Part, evaluatePblock, loadNs, parsePblock } from '../device/index';
import { availableResources, checkPblock, checkRegions, defaultUtilisation } from '../floorplan/index';
import type { Design, RegionSpec } from '../semantics/design';
import { resourceOf } from './budgets';
import type { ModuleFigures, RegionFigures, Target } from './analysis';
import { type Placement, placeRegions } from './placement';

/** What each region holds, weighs and must hold; and whether UG909 allows it. */
export function regionFigures(
  design: Design,
  modules: readonly ModuleFigures[],
  target: Target,
): RegionFigures[] {
  const { part } = target;
  const drafts = design.regions.map((spec, accent) => draftOf(spec, accent, modules, design));
  if (part === undefined) return drafts;
  const placed = placeRegions(part, design, drafts, modules, target);
  const regions = drafts.map((draft) => withPblock(part, draft, placed.get(draft.spec.name), target));
  return withSharedRules(part, regions);
}

function draftOf(
  spec: RegionSpec,
  accent: number,
  modules: readonly ModuleFigures[],
  design: Design,
): RegionFigures {
  const own = modules.filter((m) => m.place.kind === 'region' && m.place.region === spec.name);
  const known = own.flatMap((m) => m.resources ?? []);
  const need = known.length === own.length ? known.reduce(maxResources, noResources) : undefined;
  return {
    spec,
    accent,
    pblock: typeof spec.pblock === 'object' ? spec.pblock.map((r) => r.text) : [],
    auto: spec.pblock === 'auto',
    ranges: [],
    syntax: [],
    violations: [],
    limit: limitOf(spec, design),
    modules: own,
    band: own.reduce((most, m) => Math.max(most, m.band), 0),
    ...(need && { need }),
  };
}

/** The strictest of what the region and the budget allow, kind by kind. */
function limitOf(spec: RegionSpec, design: Design): Resources {
  const usual = spec.utilisation ?? defaultUtilisation;
  const budget = (kind: keyof Resources) =>
    design.budgets.find((b) => resourceOf(b.metric) === kind)?.value ?? usual;
  return combine(noResources, noResources, (_a, _b, kind) => Math.min(budget(kind), 1 - spec.reserve[kind]));
}

function withPblock(
  part: Part,
  draft: RegionFigures,
  placement: Placement | undefined,
  target: Target,
): RegionFigures {
  const { spec } = draft;
  const pblock = placement?.pblock ?? draft.pblock;
  if (pblock.length === 0)
    return { ...draft, ...(placement?.infeasible && { infeasible: placement.infeasible }) };
  const { ranges, problems } = parsePblock(part, pblock);
  const options = { snapping: spec.snapping, reset: spec.reset };
  if (ranges.length === 0) return { ...draft, pblock, syntax: problems };
  const figures = evaluatePblock(part, ranges, options);
  const utilisation = spec.utilisation;
  const shares = utilisation === undefined ? {} : combine(noResources, noResources, () => utilisation);
  return {
    ...draft,
    pblock,
    ranges,
    syntax: problems,
    violations: checkPblock(part, spec.name, ranges, options),
    figures,
    usable: availableResources(figures.resources, spec.reserve, shares),
    bitstreamBytes: figures.bitstreamBytes,
    ...(target.port && { loadNs: loadNs(figures.bitstreamBytes, target.port) }),
  };
}

/** Rules between regions: no overlap, no shared frame. */
function withSharedRules(part: Part, regions: readonly RegionFigures[]): RegionFigures[] {
  const placed = regions.filter((r) => r.ranges.length > 0);
  const found = checkRegions(
    part,
    placed.map(({ spec, ranges }) => ({ name: spec.name, ranges })),
  );
  return regions.map((region) => {
    const own = found.filter((v) => placed[v.region] === region);
    return own.length === 0 ? region : { ...region, violations: [...region.violations, ...own] };
  });
}
