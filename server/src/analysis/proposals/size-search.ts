/** Searches the sizes of regions together with the foldings of the stages in them. */
import { bandOfLargest, mostOf } from '../../base/band';
import type { Checkpoint } from '../../base/checkpoint';
import {
  type Resources,
  addResources,
  combine,
  maxResources,
  noResources,
  resourceKinds,
} from '../../base/resources';
import type { Nanoseconds } from '../../base/units';
import { type Part, loadNs } from '../../device/index';
import type { Folding } from '../../explore/foldable';
import { type FoldingList, commonIntervals, foldingList } from '../../explore/folding-list';
import { fitsIn } from '../../explore/layer-front';
import { type SmallestPlace, placeRegions, smallestPlace } from '../../floorplan/index';
import type { LayerSpec, Parallelism } from '../../semantics/design';
import type { RegionFigures } from '../analysis';
import { foldable } from '../figures/modules';
import { capacityWithin } from '../figures/limits';
import { sizeFor } from '../figures/placement';
import { residentNeed } from '../figures/static-part';
import { keep } from './auto-parallel';
import type { OpenStage, SizingContext, StageFoldings } from './sizing';

/** A size for each region of open stages, in their order. */
type Rooms = readonly SmallestPlace[];

interface Tried {
  readonly rooms: Rooms;
  readonly foldings: readonly Folding[];
  readonly timeNs: Nanoseconds;
}

/** Placements of the best sizes that are tried: each region has a place alone, together they may take larger ones, or none. */
const MOST_PLACED = 8;

/**
 * The foldings with the lowest time. First all stages are given a common interval, each as small as that lets it be; the largest needs
 * of a region's stages give its size, and then each stage is made as fast as that size lets it be. From the best of these, one
 * stage at a time is made smaller or larger, and one region at a time takes another size, until nothing is better. Last, the regions
 * are placed together.
 */
export async function searchSizes(
  context: SizingContext,
  open: readonly OpenStage[],
  part: Part,
  checkpoint: Checkpoint,
): Promise<StageFoldings> {
  return new SizeSearch(context, open, part).run(checkpoint);
}

class SizeSearch {
  private readonly sized: readonly RegionFigures[];
  /** Of each stage, with all kinds of resources and without block RAM: small weights can do without, and so can a small region. */
  private readonly lists: readonly (readonly FoldingList[])[];
  /** What the regions may take together. */
  private readonly free: Resources;
  private readonly known = new Map<string, Tried | undefined>();
  private readonly places = new Map<string, SmallestPlace | undefined>();
  private best: Tried | undefined;

  constructor(
    private readonly context: SizingContext,
    private readonly open: readonly OpenStage[],
    private readonly part: Part,
  ) {
    const { design, target, modules, regions } = context;
    this.sized = [...new Set(open.map((o) => o.region))];
    const { lut, ff, dsp, bram36, uram } = part.limits;
    const whole = { lut, ff, dsp, bram18: 2 * bram36, uram };
    this.lists = open.map(({ module }) => {
      const own = foldable(design, module, module.place, target);
      return [foldingList(own, whole), foldingList(own, { ...whole, bram18: 0 })];
    });
    const taken = regions
      .filter((r) => !this.sized.includes(r))
      .reduce(
        (sum, r) => addResources(sum, r.figures?.resources ?? noResources),
        residentNeed(design, modules, target),
      );
    this.free = combine(whole, taken, (have, gone) => Math.max(0, have - gone));
  }

  async run(checkpoint: Checkpoint): Promise<StageFoldings> {
    const intervals = commonIntervals(this.lists.flat());
    const sizes = this.sized.map(() => new Map<string, SmallestPlace>());
    for (const kind of [0, 1]) {
      for (const interval of intervals) {
        await checkpoint();
        const foldings = this.lists.flatMap((own) => own[kind]?.within(interval) ?? []);
        const rooms = this.sized.map((region) => this.placeOf(region, foldings));
        rooms.forEach((room, r) => room && sizes[r]?.set(keyOf(room), room));
        this.take(rooms);
      }
    }
    while (await this.moved(intervals, sizes, checkpoint));
    return this.placed(checkpoint);
  }

  /** Whether changing one stage or one region made it better. */
  private async moved(
    intervals: readonly number[],
    sizes: readonly ReadonlyMap<string, SmallestPlace>[],
    checkpoint: Checkpoint,
  ): Promise<boolean> {
    let moved = false;
    for (const [i, own] of this.lists.entries()) {
      for (const list of own) {
        for (const interval of intervals) {
          await checkpoint();
          if (this.best && this.take(this.roomsWith(this.best, i, list.within(interval)))) moved = true;
        }
      }
    }
    for (const [r, own] of sizes.entries()) {
      for (const room of sizes.length > 1 ? own.values() : []) {
        await checkpoint();
        if (this.best && this.take(this.best.rooms.with(r, room))) moved = true;
      }
    }
    return moved;
  }

  private take(rooms: readonly (SmallestPlace | undefined)[]): boolean {
    if (!isWhole(rooms)) return false;
    const key = rooms.map(keyOf).join('|');
    if (!this.known.has(key)) this.known.set(key, this.inRooms(rooms));
    const tried = this.known.get(key);
    if (tried === undefined || tried.timeNs >= (this.best?.timeNs ?? Infinity)) return false;
    this.best = tried;
    return true;
  }

  /** Of all tried, the best in the places that the regions get together; none of them is better than it was in its own. */
  private async placed(checkpoint: Checkpoint): Promise<StageFoldings> {
    const inOrder = [...this.known.values()]
      .filter((t) => t !== undefined)
      .sort((a, b) => a.timeNs - b.timeNs);
    let best: Tried | undefined;
    for (const tried of inOrder.slice(0, MOST_PLACED)) {
      if (best && tried.timeNs >= best.timeNs) break;
      const rooms = await this.together(tried, checkpoint);
      const there = rooms && this.inRooms(rooms);
      if (there && there.timeNs < (best?.timeNs ?? Infinity)) best = there;
    }
    return new Map(
      this.open.flatMap(({ module }, i) => {
        const parallel = best?.foldings[i]?.parallel;
        return parallel ? [[module.name, parallel]] : [];
      }),
    );
  }

  /** The places of all regions together; undefined if there are none. */
  private async together({ foldings }: Tried, checkpoint: Checkpoint): Promise<Rooms | undefined> {
    const { design, target, modules, regions } = this.context;
    const auto = regions.filter((r) => r.auto && r.modules.length > 0);
    const problem = {
      part: this.part,
      regions: auto.map((region) => ({ name: region.spec.name, need: this.needOf(region, foldings) })),
      fixed: regions.filter((r) => !r.auto && r.pblock.length > 0).map((r) => r.ranges),
      staticNeed: residentNeed(design, modules, target),
      reset: auto.every((r) => r.spec.reset),
    };
    const found = await placeRegions(problem, checkpoint);
    if (!('placements' in found)) return undefined;
    return this.sized.flatMap((r) => found.placements.find((p) => p.region === r.spec.name) ?? []);
  }

  /** The smallest place of one region alone; undefined where it has none. */
  private placeOf(region: RegionFigures, foldings: readonly Folding[]): SmallestPlace | undefined {
    const need = this.needOf(region, foldings);
    const { reset } = region.spec;
    const key = `${reset} ${resourceKinds.map((kind) => need[kind]).join(' ')}`;
    if (!this.places.has(key)) this.places.set(key, smallestPlace(this.part, need, reset));
    return this.places.get(key);
  }

  /** The same rooms with another folding of one stage: only its region changes. */
  private roomsWith(
    { rooms, foldings }: Tried,
    stage: number,
    folding: Folding,
  ): readonly (SmallestPlace | undefined)[] {
    const region = this.open[stage]?.region;
    return rooms.map((room, r) =>
      region !== undefined && this.sized[r] === region
        ? this.placeOf(region, foldings.with(stage, folding))
        : room,
    );
  }

  /** What a region must hold for its modules to fit for sure. */
  private needOf(region: RegionFigures, foldings: readonly Folding[]): Resources {
    const parts = region.modules.flatMap((module) => {
      const open = this.open.findIndex((o) => o.module === module);
      const cost = foldings[open]?.cost ?? module.cost;
      return cost ? [{ need: cost.resources, band: cost.band }] : [];
    });
    const need = parts.reduce((most, p) => maxResources(most, p.need), noResources);
    return sizeFor(need, { ...region, band: bandOfLargest(parts) });
  }

  /** Each stage as fast as its room lets it be; undefined if the rooms leave too little of the part, or there are no times. */
  private inRooms(rooms: Rooms): Tried | undefined {
    const { regions, target, withChoices, timelineOf, design } = this.context;
    const { port } = target;
    const taken = rooms.reduce((sum, { resources }) => addResources(sum, resources), noResources);
    if (!fitsIn(taken, this.free) || port === undefined) return undefined;
    const choices = new Map<LayerSpec, Parallelism>();
    const foldings = this.open.map(({ module, region }, i): Folding => {
      const folding = this.fastestIn(region, i, rooms[this.sized.indexOf(region)]);
      keep(choices, module, folding.parallel);
      return folding;
    });
    const inPlace = regions.map((region): RegionFigures => {
      const room = rooms[this.sized.indexOf(region)];
      return room ? { ...region, bitstreamBytes: room.bytes, loadNs: loadNs(room.bytes, port) } : region;
    });
    const timeline = timelineOf(withChoices(choices), inPlace);
    if ('missing' in timeline) return undefined;
    const { meanNs, meanPerInputNs } = timeline.schedule;
    return { rooms, foldings, timeNs: design.schedule.batch > 1 ? meanPerInputNs : meanNs };
  }

  private fastestIn(region: RegionFigures, stage: number, room: SmallestPlace | undefined): Folding {
    const have = capacityWithin(room?.resources ?? noResources, region.limit);
    const found = (this.lists[stage] ?? []).map((list) =>
      list.fastestThat(({ resources, band }) => fitsIn(mostOf(resources, band), have)),
    );
    const fits = found.filter(({ cost }) => fitsIn(mostOf(cost.resources, cost.band), have));
    const [first = found[0], ...others] = fits;
    if (first === undefined) throw new Error('every stage has foldings');
    return others.reduce((a, b) => (b.cost.latencyCycles < a.cost.latencyCycles ? b : a), first);
  }
}

function isWhole(rooms: readonly (SmallestPlace | undefined)[]): rooms is Rooms {
  return rooms.every((room) => room !== undefined);
}

function keyOf({ bytes, resources }: SmallestPlace): string {
  return `${bytes} ${resourceKinds.map((kind) => resources[kind]).join(' ')}`;
}
