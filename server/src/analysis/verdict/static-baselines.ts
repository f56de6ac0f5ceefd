/** Builds static baselines for a design. */
import { mostOf } from '../../base/band';
import { type Resources, combine } from '../../base/resources';
import { type ModuleCost, assumed, legalParallelism, parallelWords } from '../../cost/index';
import { type ResidentFolding, type ResidentModule, foldResident } from '../../explore/folding';
import type { ShapedLayer } from '../../network/index';
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
import { capacityWithin, staticLimit } from '../figures/limits';
import { durationOf, foldable } from '../figures/modules';
import { joined } from '../figures/pipelines';
import { shellOf } from '../figures/static-part';

const resident: PlaceSpec = { kind: 'static' };

/** Largest design for which folding searches take no noticeable time. */
const MOST_LAYERS = 400;

/**
 * The same network on the same part without reconfiguration and with its weights on chip: with all exits and with none,
 * in as few pipelines as the exits allow and cut like the design, refolded and as written, so that the best of them can
 * be chosen. Modules on the CPU may stay there. They are held to what the design is held to: where it fits for sure, to the upper
 * ends of their bands, and to their estimates only if they do not fit otherwise.
 *
 * @param isSure whether the design fits at the upper ends of its bands
 */
export function baselinesOf(
  design: Design,
  modules: readonly ModuleFigures[],
  target: Target,
  timeline: TimelineFigures | undefined,
  standing: () => Standing,
  isSure: () => boolean,
): readonly StaticBaseline[] {
  const { part } = target;
  const layers = modules.reduce((n, m) => n + m.layers.length, 0);
  if (part === undefined || timeline === undefined || layers > MOST_LAYERS) return [];
  const { lut, ff, dsp, bram36, uram } = part.limits;
  const shell = shellOf({ ...design, regions: [] }, target);
  const allowed = capacityWithin({ lut, ff, dsp, bram18: 2 * bram36, uram }, staticLimit(design));
  const beside = (taken: Resources): Resources =>
    combine(allowed, taken, (have, gone) => Math.max(0, have - gone));
  const rooms = { surely: beside(mostOf(shell, assumed)), likely: beside(shell) };
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
      const search: Search = { name, design: of, modules, target, problem: path, rooms, isSure, keepsCpu };
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
          ...(standing() === 'fits' && !isSure() && { narrow: true }),
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
  /** What is left for the upper ends of the modules' bands, and for their estimates. */
  readonly rooms: { readonly surely: Resources; readonly likely: Resources };
  readonly isSure: () => boolean;
  /** Keeps modules on the CPU that the design runs there. */
  readonly keepsCpu: boolean;
}

/** All modules of the path resident: folded together for the lowest mean latency within the capacity, or as written. */
function residentRival(
  { name, design, modules, target, problem, rooms, isSure, keepsCpu }: Search,
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
  const all = found.map((p) => p.module);
  const sure = isSure()
    ? foldResident(all, rooms.surely, problem.batch, ({ resources, band }) => mostOf(resources, band))
    : undefined;
  const folded = sure?.fits ? sure : foldResident(all, rooms.likely, problem.batch);
  const durations = new Map<string, Duration>();
  const costs = new Map<string, ModuleCost>();
  const foldings = new Map<string, readonly string[]>();
  found.forEach((p, i) => {
    const { cost, parallel } = folded.modules[i] ?? {};
    if (cost === undefined) return;
    foldings.set(
      p.name,
      p.module.layers.flatMap((shaped, l) => {
        const own = parallel?.[l];
        return own && hasWays(shaped) ? [`${shaped.spec.label} ${parallelWords(own)}`] : [];
      }),
    );
    durations.set(p.name, durationOf(cost, target));
    costs.set(p.name, cost);
  });
  const narrow = folded.fits && folded !== sure && { narrow: true as const };
  return [{ ...rivalOf(name, problem, path, keepsCpu, durations, folded), ...narrow, costs, foldings }];
}

/** Whether there is more than one way to fold a layer. */
function hasWays(layer: ShapedLayer): boolean {
  const { pe, simd } = legalParallelism(layer);
  return layer.fusedInto === undefined && pe.length * simd.length > 1;
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
