/** A structure with foldings and regions, timed without its text. */
import type { LayerFigures } from '../../analysis/analysis';
import { capacityWithin, regionFor, regionLimit, staticLimit } from '../../analysis/figures/limits';
import { shellOf } from '../../analysis/figures/static-part';
import { mostOf } from '../../base/band';
import { type Resources, combine, maxResources, noResources, resourceKinds } from '../../base/resources';
import type { Nanoseconds, Share } from '../../base/units';
import { assumed, dmaCost, dmasOf } from '../../cost/index';
import { loadNs } from '../../device/index';
import { fitsIn } from '../../explore/layer-front';
import { type SmallestPlace, smallestPlace } from '../../floorplan/index';
import {
  type ScheduleProblem,
  type ScheduledStage,
  residentBounds,
  scheduleOnce,
} from '../../schedule/index';
import type { Parallelism, Policy } from '../../semantics/design';
import type { TimeObjective } from '../standing';
import type { State } from '../trial';
import { type FoldedModule, type ModuleFolding, moduleFronts, timeOf } from './module-fronts';
import { type Structure, policies } from './structures';
import { type Resident, fastestTogether } from './together';
import type { Trunk } from './trunk';

export interface FoldedDesign {
  readonly structure: Structure;
  /** Of every layer that is folded. */
  readonly parallel: ReadonlyMap<LayerFigures, Parallelism>;
  /** For the objective; of a stream it is what lanes and loads take at least. */
  readonly timeNs: Nanoseconds;
}

/** What a structure becomes; undefined if none of its foldings that were tried fits. */
export type FoldDesign = (structure: Structure) => FoldedDesign | undefined;

/** A stage with what may hold it. */
interface Part {
  readonly module: FoldedModule;
  readonly region: number;
  /** Share of all inputs that reach it. */
  readonly reach: Share;
  readonly bits: readonly number[];
}

interface Room extends SmallestPlace {
  readonly loadNs: Nanoseconds;
}

/** Ratio between the times of a region's stages that are tried for its size. */
const STEP = 1.2;

/**
 * A region is sized for a common time of its stages, which then take what the place gives; what is left of the part goes to the
 * resident modules, to the one that gains most time for its area. All keep to their limits at the upper ends of their bands.
 *
 * @param rateOf share of all inputs that leave at the last exit of a mask if the mask's others come before it
 */
export function designFolder(
  before: State,
  trunk: Trunk,
  rateOf: (exits: number) => Share,
  objective: TimeObjective,
): FoldDesign {
  const { target, design } = before.analysis;
  const { part, port } = target;
  if (part === undefined) throw new Error('designs are folded for a part');
  const { lut, ff, dsp, bram36, uram } = part.limits;
  const whole: Resources = { lut, ff, dsp, bram18: 2 * bram36, uram };
  const limit = staticLimit(design);
  const fronts = moduleFronts(before, trunk, whole);
  const { batch, arrival } = design.schedule;
  const reset = design.regions.every((r) => r.reset);
  const utilisation = (region: number): Resources => regionLimit(design, design.regions[region]);

  const places = new Map<string, Room | undefined>();
  const placeOf = (need: Resources): Room | undefined => {
    const key = resourceKinds.map((kind) => need[kind]).join();
    if (!places.has(key)) {
      const place = smallestPlace(part, need, reset);
      places.set(key, place && port && { ...place, loadNs: loadNs(place.bytes, port) });
    }
    return places.get(key);
  };
  const roomLists = new Map<string, readonly Room[]>();
  /** Places of a region for its stages, smallest first. */
  const roomsFor = (region: number, stages: readonly FoldedModule[]): readonly Room[] => {
    const key = `${region} ${stages.map(idOf).join()}`;
    const kept = roomLists.get(key);
    if (kept) return kept;
    const share = utilisation(region);
    const rooms = new Map<number, Room>();
    for (const front of [0, 1]) {
      const lists = stages.map((m) => m.fronts[front] ?? []);
      const times = [...new Set(lists.flatMap((own) => own.map((f) => timeOf(f.duration, batch))))].sort(
        (a, b) => b - a,
      );
      let last = Infinity;
      for (const time of times) {
        if (time * STEP > last) continue;
        last = time;
        const chosen = lists.flatMap(
          (own) => own.find((f) => timeOf(f.duration, batch) <= time) ?? own.at(-1) ?? [],
        );
        const need = chosen.map((f) => f.most).reduce(maxResources, noResources);
        const room = placeOf(regionFor(need, share));
        if (room) rooms.set(room.bytes, room);
      }
    }
    const sorted = [...rooms.values()].sort((a, b) => a.bytes - b.bytes);
    roomLists.set(key, sorted);
    return sorted;
  };
  const ids = new Map<FoldedModule, number>();
  const idOf = (module: FoldedModule): number => {
    const id = ids.get(module) ?? ids.size;
    ids.set(module, id);
    return id;
  };

  const partsOf = ({ cuts, exits: mask, places: own, streamed }: Structure): readonly Part[] => {
    const begins = [0, ...cuts];
    let reach = 1;
    return begins.map((begin, i) => {
      const end = begins[i + 1] ?? trunk.list.layers.length;
      const region = own[i] ?? -1;
      const module = fronts.stage({ begin, end, exits: mask, isResident: region < 0, streamed });
      const bits = trunk.exits.flatMap(({ cut }, bit) =>
        (mask >> bit) & 1 && (cut ?? trunk.list.layers.length) === end ? [bit] : [],
      );
      const here = reach;
      for (const bit of bits) reach = Math.max(0, reach - rateOf(mask & (2 ** (bit + 1) - 1)));
      return { module, region, reach: here, bits };
    });
  };

  const known = new Map<string, ReadonlyMap<Policy, FoldedDesign>>();
  return (structure) => {
    const key = hardwareOf(structure);
    const found = known.get(key) ?? allPolicies(structure);
    known.set(key, found);
    return found.get(structure.policy);
  };

  /** The hardware does not depend on the policy, but what is best does. */
  function allPolicies(structure: Structure): ReadonlyMap<Policy, FoldedDesign> {
    const parts = partsOf(structure);
    const count = Math.max(-1, ...structure.places) + 1;
    const residents: Resident[] = parts.flatMap(({ module, region, reach }) =>
      region < 0 ? [{ module, weight: reach }] : [],
    );
    const heads = parts.flatMap(({ bits, reach }) =>
      bits.flatMap((bit) =>
        trunk.exits[bit]?.module.place.kind === 'cpu' ? [] : [{ module: fronts.head(bit), weight: reach }],
      ),
    );
    const together = [...residents, ...heads];
    const inRegion = Array.from({ length: count }, (_, r) => parts.filter((p) => p.region === r));
    const beside = besideOf(before, parts, inRegion);
    const rooms = inRegion.map((own, r) => {
      const modules = own.map((p) => p.module);
      return roomsFor(r, modules);
    });
    const best = new Map<Policy, FoldedDesign>();
    for (const chosen of combinations(rooms)) {
      const left = combine(whole, limit, (have, share, kind) => {
        const free = chosen.reduce((sum, room) => sum - room.resources[kind], have);
        return Math.floor(Math.max(0, free) * share + 1e-9) - beside[kind];
      });
      const folded = fastestTogether(together, left, batch);
      const ofModule = folded && withRegions(together, folded, inRegion, chosen);
      if (ofModule === undefined) continue;
      for (const policy of policies) {
        const one = { ...structure, policy, kind: count === 0 ? structure.kind : policy };
        const problem = problemOf(one, parts, chosen, ofModule);
        const timeNs = problem ? measured(problem, objective) : Infinity;
        if (timeNs < (best.get(policy)?.timeNs ?? Infinity))
          best.set(policy, { structure: one, parallel: parallelOf(ofModule), timeNs });
      }
    }
    return best;
  }

  /** With the modules in regions, each as fast as its place lets it be; undefined if one finds no room. */
  function withRegions(
    together: readonly Resident[],
    folded: readonly ModuleFolding[],
    inRegion: readonly (readonly Part[])[],
    chosen: readonly Room[],
  ): ReadonlyMap<FoldedModule, ModuleFolding> | undefined {
    const ofModule = new Map<FoldedModule, ModuleFolding>();
    together.forEach(({ module }, i) => {
      const own = folded[i];
      if (own) ofModule.set(module, own);
    });
    for (const [r, own] of inRegion.entries()) {
      const room = chosen[r];
      const share = utilisation(r);
      for (const { module } of own) {
        const have = capacityWithin(room?.resources ?? noResources, share);
        const fastest = module.byTime.find(({ most }) => fitsIn(most, have));
        if (fastest === undefined) return undefined;
        ofModule.set(module, fastest);
      }
    }
    return ofModule;
  }

  function problemOf(
    { policy, exits: mask }: Structure,
    parts: readonly Part[],
    rooms: readonly Room[],
    foldings: ReadonlyMap<FoldedModule, ModuleFolding>,
  ): ScheduleProblem | undefined {
    const stages: ScheduledStage[] = [];
    for (const [i, { module, region, bits }] of parts.entries()) {
      const duration = foldings.get(module)?.duration;
      if (duration === undefined) return undefined;
      const exits = bits.flatMap((bit) => {
        const exit = trunk.exits[bit];
        if (exit === undefined) return [];
        const onCpu = exit.module.place.kind === 'cpu';
        const own = onCpu ? exit.module.duration : foldings.get(fronts.head(bit))?.duration;
        if (own === undefined) return [];
        const place = { kind: onCpu ? ('cpu' as const) : ('static' as const) };
        return [{ name: exit.spec.name, place, duration: own, rate: rateOf(mask & (2 ** (bit + 1) - 1)) }];
      });
      stages.push({
        name: `stage ${i}`,
        place: region < 0 ? { kind: 'static' } : { kind: 'region', region: `rp${region}` },
        duration,
        ...(exits.length > 0 && { exits }),
      });
    }
    const loads = Object.fromEntries(rooms.map((room, r) => [`rp${r}`, room.loadNs]));
    return { policy, batch, arrival, stages, loadNs: loads };
  }
}

/** The same for structures that differ in their policy only. */
export function hardwareOf({ exits, cuts, places, streamed }: Structure): string {
  return `${exits} ${cuts.join()} ${places.join()} ${streamed}`;
}

function parallelOf(foldings: ReadonlyMap<FoldedModule, ModuleFolding>): FoldedDesign['parallel'] {
  const parallel = new Map<LayerFigures, Parallelism>();
  for (const [{ layers }, { folding }] of foldings)
    layers.forEach((layer, l) => {
      const own = folding.parallel[l];
      if (own) parallel.set(layer, own);
    });
  return parallel;
}

function measured(problem: ScheduleProblem, objective: TimeObjective): Nanoseconds {
  if (objective === 'throughput' && Object.keys(problem.loadNs).length === 0)
    return residentBounds(problem).least / problem.batch;
  const { meanNs, worstNs, meanPerInputNs } = scheduleOnce(problem);
  return { latency: meanNs, worst: worstNs, throughput: meanPerInputNs }[objective];
}

/** What there is in the static part beside the modules: the shell, and the DMAs of weights from memory and of further values. */
function besideOf(
  { analysis: { design, target } }: State,
  parts: readonly Part[],
  regions: readonly (readonly Part[])[],
): Resources {
  const shell = shellOf({ ...(design.device && { device: design.device }), regions }, target);
  const resident = parts.filter((p) => p.region < 0).reduce((sum, p) => sum + p.module.streams, 0);
  const further = regions.map((own) => {
    const streams = Math.max(0, ...own.map((p) => p.module.streams));
    const values = Math.max(
      1,
      ...own.flatMap((p) => p.module.fronts.flat().map((f) => dmasOf(f.folding.cost.streams))),
    );
    return streams + values - 1;
  });
  const dma = dmaCost(further.reduce((sum, n) => sum + n, resident));
  return combine(mostOf(shell, assumed), dma, (a, b) => a + b);
}

/** All pairs of places for two regions, or each place of one. */
function combinations(rooms: readonly (readonly Room[])[]): readonly (readonly Room[])[] {
  let partial: readonly (readonly Room[])[] = [[]];
  for (const own of rooms) partial = partial.flatMap((chosen) => own.map((room) => [...chosen, room]));
  return partial;
}
