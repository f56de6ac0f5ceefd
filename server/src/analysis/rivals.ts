import { type Resources, combine } from '../base/resources';
import { type ResidentModule, foldResident } from '../explore/folding';
import { defaultUtilisation } from '../floorplan/index';
import {
  type Duration,
  type ScheduleProblem,
  type StaticRival,
  mapModules,
  modulesOf,
  reachingShares,
} from '../schedule/index';
import type { Design, PlaceSpec } from '../semantics/design';
import type { ModuleFigures, Target, TimelineFigures } from './analysis';
import { durationOf, foldable } from './modules';
import { shellOf } from './static-part';

/** The same network on the same part without reconfiguration, each with its own best folding. */
export interface Rivals {
  /** All stages and exits resident. */
  readonly resident?: StaticRival;
  /** The same stages, no exit. */
  readonly withoutExits?: StaticRival;
}

const resident: PlaceSpec = { kind: 'static' };

/** Folding searches of designs larger than this would be felt. */
const MOST_LAYERS = 400;

export function rivalsOf(
  design: Design,
  modules: readonly ModuleFigures[],
  target: Target,
  timeline: TimelineFigures | undefined,
): Rivals {
  const { part } = target;
  const layers = modules.reduce((n, m) => n + m.layers.length, 0);
  if (part === undefined || timeline === undefined || layers > MOST_LAYERS) return {};
  if (modules.some((m) => m.cost?.notModelled.length)) return {};
  const { lut, ff, dsp, bram36, uram } = part.limits;
  const shell = shellOf({ ...design, regions: [] }, target);
  const capacity = combine({ lut, ff, dsp, bram18: 2 * bram36, uram }, shell, (have, gone) =>
    Math.max(0, Math.floor(have * defaultUtilisation) - gone),
  );
  const { problem } = timeline;
  const withExits = residentRival(design, modules, target, problem, capacity);
  const bare = mapModules(problem, (m, kind) => (kind === 'exit' ? undefined : m));
  const untapped: Design = { ...design, exits: [] };
  const withoutExits = residentRival(untapped, modules, target, { ...problem, ...bare }, capacity);
  return { ...(withExits && { resident: withExits }), ...(withoutExits && { withoutExits }) };
}

/** Every module of the path resident, folded together for the least mean latency within the capacity. */
function residentRival(
  design: Design,
  modules: readonly ModuleFigures[],
  target: Target,
  problem: ScheduleProblem,
  capacity: Resources,
): StaticRival | undefined {
  const path: { readonly name: string; readonly module: ResidentModule }[] = [];
  const reaching = reachingShares(problem);
  for (const { name } of modulesOf(problem)) {
    const module = modules.find((m) => m.name === name);
    if (module === undefined) return undefined;
    const weight = reaching.get(name) ?? 0;
    path.push({ name, module: { ...foldable(design, module, resident, target), free: () => true, weight } });
  }
  const folded = foldResident(
    path.map((p) => p.module),
    capacity,
  );
  const durations = new Map<string, Duration>();
  path.forEach(({ name }, i) => {
    const cost = folded.modules[i]?.cost;
    if (cost) durations.set(name, durationOf(cost, target));
  });
  const ways = mapModules(problem, (module) => ({
    ...module,
    place: resident,
    duration: durations.get(module.name) ?? module.duration,
  }));
  return { problem: { ...problem, ...ways, loadNs: {} }, fits: folded.fits };
}
