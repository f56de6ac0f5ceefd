import { type Resources, addResources, combine, noResources, resourceKinds } from '../base/resources';
import { shellCost, uncalibratedBand } from '../cost/index';
import type { Design } from '../semantics/design';
import type { ModuleFigures, RegionFigures, StaticFigures, Target } from './analysis';

/** What the regions leave of the part, and what the shell and the resident modules take of it. */
export function staticFigures(
  design: Design,
  modules: readonly ModuleFigures[],
  regions: readonly RegionFigures[],
  target: Target,
): StaticFigures | undefined {
  const { part, port } = target;
  if (part === undefined || port === undefined) return undefined;
  const residents = modules.filter((m) => m.place.kind === 'static');
  const { lut, ff, dsp, bram36, uram } = part.limits;
  const whole: Resources = { lut, ff, dsp, bram18: 2 * bram36, uram };
  const taken = regions.reduce(
    (sum, r) => addResources(sum, r.figures?.resources ?? noResources),
    noResources,
  );
  const shell = shellOf(design, regions.length, port.kind);
  const used = residents.reduce((sum, m) => addResources(sum, m.resources ?? noResources), shell);
  return {
    available: combine(whole, taken, (have, gone) => Math.max(0, have - gone)),
    used,
    shell,
    modules: residents,
    band: uncalibratedBand.lut,
  };
}

/** As the design states it, the model's figure for each kind that it does not. */
function shellOf(design: Design, regions: number, port: 'pcap' | 'icap'): Resources {
  const usual = shellCost({ regions, residents: 0, port }).resources;
  const stated = design.device?.shell ?? {};
  const amounts = resourceKinds.map((kind) => [kind, stated[kind] ?? usual[kind]] as const);
  return { ...usual, ...Object.fromEntries(amounts) };
}
