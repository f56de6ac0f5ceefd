/** Builds static baselines for a design. */
import { type Resources, combine } from '../../base/resources';
import type { ModuleCost } from '../../cost/index';
import { type ResidentFolding, type ResidentModule, foldResident } from '../../explore/folding';
import { defaultUtilisation } from '../../floorplan/index';
import {
  type Duration,
  type ScheduleProblem,
  type ScheduledPath,
  type StaticBaseline,
  mapModules,
  modulesOf,
  reachingShares,
} from '../../schedule/index';
import type { Design, PlaceSpec, StageSpec } from '../../semantics/design';
import type { ModuleFigures, Target, TimelineFigures } from '../analysis';
import { hasAuto } from '../proposals/auto-parallel';
import type { Standing } from '../figures/fits';
import { durationOf, foldable } from '../figures/modules';
import { joined } from '../figures/pipelines';
import { shellOf } from '../figures/static-part';

const resident: PlaceSpec = { kind: 'static' };

/** Largest design for which folding searches take no noticeable time. */
const MOST_LAYERS = 400;

/**
 * The same network on the same part without reconfiguration and with its weights on chip: with all exits and with none,
 * in as few pipelines as the exits allow and cut like the design, refolded and as written, so that the best of them can
 * be chosen. Modules on the CPU may stay there.
 */
export function baselinesOf(
  design: Design,
  modules: readonly ModuleFigures[],
  target: Target,
  timeline: TimelineFigures | undefined,
  standing: () => Standing,
): readonly StaticBaseline[] {
  const { part } = target;
  const layers = modules.reduce((n, m) => n + m.layers.length, 0);
  if (part === undefined || timeline === undefined || layers > MOST_LAYERS) return [];
  const { lut, ff, dsp, bram36, uram } = part.limits;
  const shell = shellOf({ ...design, regions: [] }, target);
  const capacity = combine({ lut, ff, dsp, bram18: 2 * bram36, uram }, shell, (have, gone, kind) => {
    const limit = design.budgets.find((b) => b.metric === kind)?.value ?? defaultUtilisation;
    return Math.max(0, Math.floor(have * limit) - gone);
  });
  const { problem } = timeline;
  const bare: ScheduleProblem = {
    ...problem,
    ...mapModules(problem, (m, kind) => (kind === 'exit' ? undefined : m)),
  };
  const hasCpu = modulesOf(problem).some((m) => m.place.kind === 'cpu');
  const baselines = (name: StaticBaseline['name'], of: Design, path: ScheduleProblem): StaticBaseline[] => {
    const { path: pipelined, members } = joined(path, (m) => modules.find((one) => one.name === m));
    const isJoined = [...members.values()].some((m) => m.length > 1);
    return (hasCpu ? [false, true] : [false]).flatMap((keepsCpu) => {
      const search: Search = { name, design: of, modules, target, problem: path, capacity, keepsCpu };
      const one = (m: string): ModuleFigures | undefined => pipelineOf(members.get(m));
      return [
        ...residentRival(search, pipelined, true, one),
        ...(isJoined ? residentRival(search, path, true) : []),
        ...(hasAuto(modules) ? [] : residentRival(search, path, false)),
      ];
    });
  };
  const isReconfigured = modulesOf(problem).some((m) => m.place.kind === 'region');
  // A resident design may fill more of the part than a search would.
  const own: StaticBaseline[] = isReconfigured
    ? []
    : [
        {
          name: 'static',
          problem,
          fits: standing() === 'fits',
          ...(standing() === 'unknown' && { unknown: true }),
        },
      ];
  const withExits = [...own, ...baselines('static', design, problem)];
  if (design.exits.length === 0) return [...withExits, ...renamed(withExits, 'static-no-exits')];
  return [...withExits, ...baselines('static-no-exits', untapped(design), bare)];
}

/** Of the modules in the fabric. */
export function costsOf(modules: readonly ModuleFigures[]): ReadonlyMap<string, ModuleCost> {
  return new Map(
    modules.flatMap(({ name, place, cost }) => (place.kind !== 'cpu' && cost ? [[name, cost]] : [])),
  );
}

function renamed(baselines: readonly StaticBaseline[], name: StaticBaseline['name']): StaticBaseline[] {
  return baselines.map((baseline) => ({ ...baseline, name }));
}

/** Without exits, and without the values that leave a stage for them. */
function untapped(design: Design): Design {
  const cuts = new Map<string, Set<number>>();
  for (const { after } of design.switches) {
    if (after) cuts.set(after.network, new Set([...(cuts.get(after.network) ?? []), after.layer]));
  }
  return { ...design, exits: [], cuts };
}

/** Joins the layers of several stages. */
function pipelineOf(members: readonly ModuleFigures[] | undefined): ModuleFigures | undefined {
  const [first, ...others] = members ?? [];
  if (first === undefined || others.length === 0) return first;
  const layers = [...first.layers, ...others.flatMap((m) => m.layers)];
  return { ...first, layers, spec: { ...(first.spec as StageSpec), layers } };
}

interface Search {
  readonly name: StaticBaseline['name'];
  readonly design: Design;
  readonly modules: readonly ModuleFigures[];
  readonly target: Target;
  readonly problem: ScheduleProblem;
  readonly capacity: Resources;
  /** Keeps modules on the CPU that the design runs there. */
  readonly keepsCpu: boolean;
}

/** All modules of the path resident: folded together for the lowest mean latency within the capacity, or as written. */
function residentRival(
  { name, design, modules, target, problem, capacity, keepsCpu }: Search,
  path: ScheduledPath,
  isFolded: boolean,
  pipeline: (name: string) => ModuleFigures | undefined = () => undefined,
): StaticBaseline[] {
  const found: { readonly name: string; readonly module: ResidentModule }[] = [];
  const reaching = reachingShares({ ...problem, ...path });
  for (const placed of modulesOf(path)) {
    if (keepsCpu && placed.place.kind === 'cpu') continue;
    const module = pipeline(placed.name) ?? modules.find((m) => m.name === placed.name);
    if (module === undefined) return [];
    const weight = reaching.get(placed.name) ?? 0;
    const search = { ...foldable(design, module, resident, target), free: () => isFolded, weight };
    found.push({ name: placed.name, module: search });
  }
  const folded = foldResident(
    found.map((p) => p.module),
    capacity,
    problem.batch,
  );
  const durations = new Map<string, Duration>();
  const costs = new Map<string, ModuleCost>();
  found.forEach((p, i) => {
    const cost = folded.modules[i]?.cost;
    if (cost === undefined) return;
    durations.set(p.name, durationOf(cost, target));
    costs.set(p.name, cost);
  });
  return [{ ...rivalOf(name, problem, path, keepsCpu, durations, folded), costs }];
}

function rivalOf(
  name: StaticBaseline['name'],
  problem: ScheduleProblem,
  path: ScheduledPath,
  keepsCpu: boolean,
  durations: ReadonlyMap<string, Duration>,
  { fits, unknown }: Pick<ResidentFolding, 'fits' | 'unknown'>,
): StaticBaseline {
  const ways = mapModules(path, (module) => ({
    ...module,
    place: keepsCpu && module.place.kind === 'cpu' ? module.place : resident,
    duration: durations.get(module.name) ?? module.duration,
  }));
  const { policy, batch, arrival } = problem;
  const baseline = { policy, batch, arrival, ...ways, loadNs: {} };
  return { name, problem: baseline, fits, ...(unknown && { unknown }) };
}
