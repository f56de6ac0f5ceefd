/** A lower bound of the latency of every design with a structure, whatever its foldings and regions. */
import type { LayerFigures, ModuleFigures } from '../../analysis/analysis';
import { INVOKE_OVERHEAD_NS } from '../../analysis/figures/modules';
import { regionFor, regionLimit, staticLimit } from '../../analysis/figures/limits';
import { combine, maxResources, noResources, resourceKinds, type Resources } from '../../base/resources';
import { type Cycles, type Nanoseconds, type Share, cyclesToNs } from '../../base/units';
import type { LayerCost } from '../../cost/index';
import { loadNs } from '../../device/index';
import { fitsIn } from '../../explore/layer-front';
import { smallestPlace } from '../../floorplan/index';
import { type Duration, type ScheduleProblem, type ScheduledStage, scheduleOnce } from '../../schedule/index';
import type { State } from '../trial';
import type { Kind, Shape, Structure } from './structures';
import { type Trunk, foldsAnywhere, foldsOf } from './trunk';

export interface LeastTimes {
  readonly meanNs: Nanoseconds;
  readonly worstNs: Nanoseconds;
}

export interface LowerBounds {
  /** Undefined if no legal rectangle of the part holds the smallest foldings of a region's stages. */
  of(structure: Structure): LeastTimes | undefined;
  /** Of every structure of a kind that a shape has, in closed form; undefined likewise. */
  ofShape(shape: Shape, kind: Kind): LeastTimes | undefined;
}

/**
 * A stage takes for each input at least the shortest interval at which the least that its layers need fits the whole part, and
 * a load at least that of the smallest rectangle that holds each of the region's stages at its smallest. No task of a schedule
 * starts later because another takes less, so the latencies with these are bounds.
 *
 * @param rateOf share of all inputs that leave at the last exit of a mask if the mask's others come before it
 */
export function lowerBounds(
  { analysis: { target, design } }: State,
  { list, exits }: Trunk,
  rateOf: (exits: number) => Share,
): LowerBounds {
  const { part, port, clockHz } = target;
  if (part === undefined) throw new Error('bounds are of a part');
  const { lut, ff, dsp, bram36, uram } = part.limits;
  const whole: Resources = { lut, ff, dsp, bram18: 2 * bram36, uram };
  const loosest = [undefined, ...design.regions]
    .map((spec) => regionLimit(design, spec))
    .reduce(maxResources);
  const usual = combine(whole, maxResources(loosest, staticLimit(design)), (have, share) => have * share);
  const fold = (layer: LayerFigures): readonly LayerCost[] => foldsOf(layer, target);
  const layers = list.layers.map(fold);
  const anywhere = list.layers.map((layer) => foldsAnywhere(layer, target));
  const heads = exits.map(({ module }) => module.list.layers.map(fold));
  const reset = design.regions.every((r) => r.reset);

  const durations = new Map<string, Duration>();
  const durationOf = (key: string, own: readonly (readonly LayerCost[])[]): Duration => {
    const known = durations.get(key);
    if (known) return known;
    const made = {
      fixedNs: INVOKE_OVERHEAD_NS,
      perInputNs: cyclesToNs(leastInterval(own, usual), clockHz),
    };
    durations.set(key, made);
    return made;
  };
  const stageOf = (begin: number, end: number, isStreamed: boolean): Duration =>
    durationOf(
      `${begin} ${end} ${isStreamed}`,
      (isStreamed ? anywhere : layers).slice(begin === 1 ? 0 : begin, end),
    );
  const places = new Map<string, Nanoseconds | undefined>();
  const leastLoad = (need: Resources): Nanoseconds | undefined => {
    const key = resourceKinds.map((kind) => need[kind]).join();
    if (!places.has(key)) {
      const room = smallestPlace(part, regionFor(need, loosest), reset);
      places.set(key, room && port && loadNs(room.bytes, port));
    }
    return places.get(key);
  };
  const ranges = new Map<string, Nanoseconds | undefined>();
  const leastLoadOf = (key: string, inside: readonly (readonly LayerCost[])[]): Nanoseconds | undefined => {
    if (!ranges.has(key)) ranges.set(key, leastLoad(inside.map(leastOf).reduce(sum, noResources)));
    return ranges.get(key);
  };
  return {
    of({ policy, exits: mask, cuts, places: own, streamed }) {
      const begins = [1, ...cuts];
      const needs: Resources[] = [];
      const stages = begins.map((begin, i): ScheduledStage => {
        const end = begins[i + 1] ?? layers.length;
        const inside = layers.slice(i === 0 ? 0 : begin, end);
        const region = own[i] ?? -1;
        if (region >= 0) {
          const least = inside.map((all) => leastOf(all)).reduce(sum, noResources);
          needs[region] = maxResources(needs[region] ?? noResources, least);
        }
        const here = exits.flatMap(({ spec, module, cut }, bit) => {
          if (((mask >> bit) & 1) === 0 || (cut ?? layers.length) !== end) return [];
          const place = placeOf(module);
          const duration =
            (place.kind === 'cpu' ? module.duration : undefined) ??
            durationOf(`exit ${bit}`, heads[bit] ?? []);
          const rate = rateOf(mask & (2 ** (bit + 1) - 1));
          return [{ name: spec.name, place, duration, rate }];
        });
        return {
          name: `stage ${i}`,
          place: region < 0 ? { kind: 'static' } : { kind: 'region', region: `rp${region}` },
          duration: stageOf(begin, end, streamed > 0),
          ...(here.length > 0 && { exits: here }),
        };
      });
      const loads: Record<string, Nanoseconds> = {};
      for (const [region, need] of needs.entries()) {
        const load = leastLoad(need);
        if (load === undefined) return undefined;
        loads[`rp${region}`] = load;
      }
      const { batch, arrival } = design.schedule;
      const problem: ScheduleProblem = { policy, batch, arrival, stages, loadNs: loads };
      const { meanNs, worstNs } = scheduleOnce(problem);
      return { meanNs, worstNs };
    },
    ofShape({ exits: mask, cuts }, kind) {
      const { batch } = design.schedule;
      const isStreamed = kind === 'static+memory';
      const begins = [1, ...cuts];
      const loads: (Nanoseconds | undefined)[] = [];
      const ends: Nanoseconds[] = [];
      // A resident design may have any policy, and under `speculate` no stage waits for a check.
      const waits = kind === 'serial' || kind === 'overlap';
      let [alive, now, meanNs, worstNs] = [1, 0, 0, 0];
      // A region has two stages at least, with none or one in between: whoever reaches the second waits for a load.
      let [meanWait, worstWait] = [Infinity, Infinity];
      for (const [i, begin] of begins.entries()) {
        const end = begins[i + 1] ?? layers.length;
        const inside = layers.slice(i === 0 ? 0 : begin, end);
        const time = timeAt(stageOf(begin, end, isStreamed), batch * alive);
        loads.push(leastLoadOf(`${begin} ${end}`, inside));
        for (const back of [1, 2]) {
          const [own, other, free] = [loads[i], loads[i - back], ends[i - back]];
          if (own === undefined || other === undefined || free === undefined) continue;
          const wait = Math.max(0, Math.max(own, other) - (now - free));
          meanWait = Math.min(meanWait, alive * wait);
          worstWait = Math.min(worstWait, wait);
        }
        now += time;
        ends.push(now);
        let checked = now;
        for (const [bit, { module, cut }] of exits.entries()) {
          if (((mask >> bit) & 1) === 0 || (cut ?? layers.length) !== end) continue;
          const onCpu = placeOf(module).kind === 'cpu' ? module.duration : undefined;
          const duration = onCpu ?? durationOf(`exit ${bit}`, heads[bit] ?? []);
          checked += timeAt(duration, batch * alive);
          const leaving = Math.min(alive, Math.max(0, rateOf(mask & (2 ** (bit + 1) - 1))));
          meanNs += leaving * checked;
          alive -= leaving;
          worstNs = Math.max(worstNs, checked);
        }
        if (waits) now = checked;
      }
      meanNs += alive * now;
      if (isStreamed || kind === 'static') return { meanNs, worstNs: Math.max(worstNs, now) };
      if (meanWait === Infinity) return undefined;
      return { meanNs: meanNs + meanWait, worstNs: Math.max(worstNs, now + worstWait) };
    },
  };
}

function timeAt({ fixedNs, perInputNs }: Duration, inputs: number): Nanoseconds {
  return fixedNs + Math.max(1, inputs) * perInputNs;
}

function placeOf({ place }: ModuleFigures): { readonly kind: 'static' } | { readonly kind: 'cpu' } {
  return place.kind === 'cpu' ? { kind: 'cpu' } : { kind: 'static' };
}

/** The shortest interval at which the layers' least needs fit a capacity; the longest if they never do. */
function leastInterval(layers: readonly (readonly LayerCost[])[], capacity: Resources): Cycles {
  const intervals = [...new Set(layers.flatMap((all) => all.map((f) => f.cycles)))].sort((a, b) => a - b);
  const slowest = Math.max(0, ...layers.map((all) => Math.min(...all.map((f) => f.cycles))));
  let low = Math.max(0, intervals.indexOf(slowest));
  let high = intervals.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    const cycles = intervals[middle] ?? 0;
    const need = layers.map((all) => leastOf(all.filter((f) => f.cycles <= cycles))).reduce(sum, noResources);
    if (fitsIn(need, capacity)) high = middle;
    else low = middle + 1;
  }
  return intervals[low] ?? 0;
}

function leastOf(folds: readonly LayerCost[]): Resources {
  return combine(noResources, noResources, (_a, _b, kind) =>
    folds.reduce((least, { resources }) => Math.min(least, resources[kind]), Infinity),
  );
}

function sum(a: Resources, b: Resources): Resources {
  return combine(a, b, (x, y) => x + y);
}
