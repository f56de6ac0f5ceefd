/** A lower bound of designs whose modules are all resident and share the part. */
import type { LayerFigures } from '../../analysis/analysis';
import { INVOKE_OVERHEAD_NS, foldable } from '../../analysis/figures/modules';
import { staticLimit } from '../../analysis/figures/limits';
import { shellOf } from '../../analysis/figures/static-part';
import { type Resources, addResources, combine, noResources, resourceKinds } from '../../base/resources';
import type { Nanoseconds, Share } from '../../base/units';
import { dmaCost } from '../../cost/index';
import {
  type LayerPrices,
  type ModuleLines,
  type PricedLayer,
  type Prices,
  addNeeds,
  asArray,
  bestLine,
  linesOf,
  pricedLayer,
  pricesOf,
} from '../../explore/folds/priced';
import type { State } from '../trial';
import type { Shape } from './structures';
import { type Trunk, foldsAnywhere, foldsOf } from './trunk';

/** Prices that are tried for one shape, and shapes for which they are. */
const STEPS = 40;
const MOST_ROUNDS = 6;

export interface ResidentBound {
  /** The least mean of each shape, at the best prices that were found for all of them together. */
  least(shapes: readonly Shape[], isStreamed: boolean): readonly Nanoseconds[];
}

/** One module of a shape: the layers' key, the weight of its time in the mean, and inputs that it is timed for. */
interface Weighed {
  readonly key: string;
  readonly layers: readonly number[] | { readonly bit: number };
  readonly weight: Share;
  readonly inputs: number;
}

/**
 * For any price λ ≥ 0 of each kind of resource, the mean is at least Σ over modules of the least (weight · time + λ · need) − λ · what
 * there is. A module takes at least the interval of its slowest layer, and what its layers need, a DMA and its decision.
 *
 * @param rateOf share of all inputs that leave at the last exit of a mask if the mask's others come before it
 */
export function residentBound(
  { analysis: { design, target } }: State,
  { list, exits }: Trunk,
  rateOf: (exits: number) => Share,
): ResidentBound {
  const { part, clockHz } = target;
  if (part === undefined) throw new Error('bounds are of a part');
  const { lut, ff, dsp, bram36, uram } = part.limits;
  const whole: Resources = { lut, ff, dsp, bram18: 2 * bram36, uram };
  const shell = shellOf({ ...(design.device && { device: design.device }), regions: [] }, target);
  const room = combine(whole, staticLimit(design), (have, share) => have * share);
  const { batch } = design.schedule;
  const priced = (layer: LayerFigures): PricedLayer => pricedLayer(foldsOf(layer, target));
  const layers = list.layers.map(priced);
  const inMemory = list.layers.map((layer) => pricedLayer(foldsAnywhere(layer, target)));
  const heads = exits.map(({ module }) => module.list.layers.map(priced));
  const decided = exits.map(
    ({ module }) =>
      foldable(design, module, { kind: 'static' }, target).options.decision?.resources ?? noResources,
  );

  /** What is folded; what of the mean is fixed; and what is left of the part. */
  const modulesOf = ({
    exits: mask,
    cuts,
  }: Shape): { modules: Weighed[]; fixedNs: number; left: Float64Array } => {
    const begins = [0, ...cuts];
    const modules: Weighed[] = [];
    let [alive, fixedNs] = [1, 0];
    let taken = shell;
    const add = (one: Weighed): void => {
      modules.push(one);
      fixedNs += one.weight * INVOKE_OVERHEAD_NS;
      taken = addResources(taken, dmaCost(1));
    };
    for (const [i, begin] of begins.entries()) {
      const end = begins[i + 1] ?? layers.length;
      const inside = Array.from({ length: end - begin }, (_, l) => begin + l);
      add({ key: `${begin} ${end}`, layers: inside, weight: alive, inputs: Math.max(1, batch * alive) });
      const here = exits.flatMap(({ cut }, bit) =>
        (mask >> bit) & 1 && (cut ?? layers.length) === end ? [bit] : [],
      );
      for (const bit of here) {
        // Whoever leaves has waited for its own check; the others need not.
        const leaving = Math.min(alive, Math.max(0, rateOf(mask & (2 ** (bit + 1) - 1))));
        const { module } = exits[bit] ?? {};
        const inputs = Math.max(1, batch * alive);
        alive -= leaving;
        if (module?.place.kind === 'cpu') {
          const { fixedNs: call = 0, perInputNs = 0 } = module.duration ?? {};
          fixedNs += leaving * (call + inputs * perInputNs);
          continue;
        }
        add({ key: `exit ${bit}`, layers: { bit }, weight: leaving, inputs });
        taken = addResources(taken, decided[bit] ?? noResources);
      }
    }
    const left = combine(room, taken, (have, gone) => have - gone);
    return { modules, fixedNs, left: asArray(left) };
  };

  /** Everything at one price, each module computed once. */
  const atPrices = (trunk: readonly PricedLayer[], prices: Prices) => {
    const stage = trunk.map((layer) => pricesOf(layer, prices));
    const known = new Map<string, { readonly own: readonly LayerPrices[]; readonly lines: ModuleLines }>();
    return (one: Weighed) => {
      const found = known.get(one.key);
      if (found) return found;
      const own =
        'bit' in one.layers
          ? (heads[one.layers.bit] ?? []).map((layer) => pricesOf(layer, prices))
          : one.layers.flatMap((l) => stage[l] ?? []);
      const made = { own, lines: linesOf(own) };
      known.set(one.key, made);
      return made;
    };
  };

  type Modules = ReturnType<typeof modulesOf>;
  type AtPrices = (prices: Prices) => ReturnType<typeof atPrices>;
  const valueAt = (
    { modules, fixedNs, left }: Modules,
    prices: Prices,
    priced: ReturnType<typeof atPrices>,
    excess?: Float64Array,
  ): number => {
    let sum = fixedNs;
    left.forEach((have, k) => (sum -= (prices[k] ?? 0) * have));
    excess?.set(left.map((have) => -have));
    for (const one of modules) {
      const { own, lines } = priced(one);
      const weight = (one.weight * one.inputs * 1e9) / clockHz;
      const at = bestLine(lines, weight);
      const interval = lines.intervals[at] ?? 0;
      sum += weight * interval + (lines.costs[at] ?? 0);
      if (excess) addNeeds(excess, own, interval);
    }
    return sum;
  };

  /** Prices that rise where there is too little, and fall where there is too much (subgradients). */
  const pricesFor = (modules: Modules, at: AtPrices): Prices => {
    const { left } = modules;
    // In nanoseconds for all that is left of a kind.
    let whole: readonly number[] = resourceKinds.map(() => 0);
    let [best, kept, reach] = [-Infinity, whole, 1];
    const excess = new Float64Array(left.length);
    for (let step = 0; step < STEPS; step++) {
      const prices = whole.map((price, k) => ((left[k] ?? 0) > 0 ? price / (left[k] ?? 1) : 0));
      const value = valueAt(modules, prices, at(prices), excess);
      if (value > best) [best, kept] = [value, prices];
      else reach *= 0.8;
      const shares = [...excess].map((over, k) => ((left[k] ?? 0) > 0 ? over / (left[k] ?? 1) : 0));
      const length = shares.reduce((sum, share) => sum + share * share, 0);
      if (length === 0) break;
      const by = (reach * Math.max(1, best)) / length;
      whole = whole.map((price, k) => Math.max(0, price + by * (shares[k] ?? 0)));
    }
    return kept;
  };

  return {
    least(shapes, isStreamed) {
      const all = shapes.map(modulesOf);
      const at = (prices: Prices): ReturnType<typeof atPrices> =>
        atPrices(isStreamed ? inMemory : layers, prices);
      const none: Prices = resourceKinds.map(() => 0);
      const start = at(none);
      const bounds = all.map((modules) => valueAt(modules, none, start));
      const tried = new Set<number>();
      for (let round = 0; round < MOST_ROUNDS; round++) {
        let lowest = 0;
        bounds.forEach((bound, i) => {
          if (bound < (bounds[lowest] ?? Infinity)) lowest = i;
        });
        const modules = all[lowest];
        if (modules === undefined || tried.has(lowest)) break;
        tried.add(lowest);
        const prices = pricesFor(modules, at);
        const own = at(prices);
        all.forEach((one, i) => (bounds[i] = Math.max(bounds[i] ?? 0, valueAt(one, prices, own))));
      }
      return bounds.map((bound, i) => (all[i]?.left.some((have) => have < 0) ? Infinity : bound));
    },
  };
}
