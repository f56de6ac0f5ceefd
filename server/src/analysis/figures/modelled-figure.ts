/** The design's own figure for each that a paper may state, of the whole design or of a part of it. */
import { kindSpecs, type PublishedFigure } from '../../../../grammar/src/index';
import type { Interval } from '../../base/band';
import type { Bound } from '../../base/bounds';
import { type ResourceKind, type Resources, isAtLeast } from '../../base/resources';
import type { BudgetMetric, Design, FigureSubject } from '../../semantics/design';
import type {
  LayerFigures,
  LayerList,
  ModuleFigures,
  ProfileFigures,
  RegionFigures,
  StaticFigures,
  Target,
  TimelineFigures,
} from '../analysis';
import { betweenOf, latencyOf } from './budgets';
import type { EnergyFigures } from './energy-figures';

export interface DesignFigures {
  readonly design: Design;
  readonly target: Target;
  readonly lists: readonly LayerList[];
  readonly modules: readonly ModuleFigures[];
  readonly regions: readonly RegionFigures[];
  readonly staticPart: StaticFigures | undefined;
  readonly timeline: TimelineFigures | undefined;
  readonly profile: ProfileFigures | undefined;
  readonly energy: () => EnergyFigures | undefined;
}

/** In the unit of the published figure; or why there is none, as a clause. */
export type Modelled =
  | { readonly value: number; readonly bound?: Bound; readonly between?: { low: number; high: number } }
  | { readonly why: string };

export function modelledFigure(
  figures: DesignFigures,
  figure: PublishedFigure,
  qualifier: string | undefined,
  of: FigureSubject | undefined,
): Modelled {
  return tables[figure](figures, of, qualifier);
}

type Read = (
  figures: DesignFigures,
  of: FigureSubject | undefined,
  qualifier: string | undefined,
) => Modelled;

const none = (why: string): Modelled => ({ why });
const noTimeline = none('there is no timeline');
const noCost = none('its cost is not known');

const amount =
  (kind: ResourceKind): Read =>
  (figures, of) => {
    const parts = placesOf(figures, of);
    if (parts === undefined)
      return none(figures.target.part ? 'its cost is not known' : 'no device is named');
    const total = (of: (part: Amounts) => number): number => parts.reduce((sum, part) => sum + of(part), 0);
    const value = total(({ resources }) => resources[kind]);
    const [low, high] = [
      total(({ resources, band }) => resources[kind] * (1 - band[kind].low)),
      total(({ resources, band }) => resources[kind] * (1 + band[kind].high)),
    ];
    return {
      value,
      ...(parts.some(({ resources }) => isAtLeast(resources, kind)) && { bound: 'at least' as const }),
      ...(low < high && { between: { low, high } }),
    };
  };

const tables: Readonly<Record<PublishedFigure, Read>> = {
  latency: ({ timeline }, _, qualifier) => {
    const metric = `latency ${qualifier ?? 'worst'}` as BudgetMetric;
    const value = timeline && latencyOf(metric, timeline.schedule);
    if (timeline === undefined || value === undefined) return noTimeline;
    const between = betweenOf(metric, value, timeline);
    return { value, ...(timeline.atLeast && { bound: 'at least' as const }), ...(between && { between }) };
  },
  throughput: ({ timeline }) => {
    const { stream } = timeline ?? {};
    if (stream === undefined) return noTimeline;
    const value = stream.throughputPerSecond;
    const between = betweenOf('throughput', value, timeline);
    const isBound = timeline?.atLeast === true || stream.atLeast;
    return { value, ...(isBound && { bound: 'at most' as const }), ...(between && { between }) };
  },
  accuracy: ({ profile }) => {
    const value = profile?.rates?.accuracy;
    return value === undefined ? none('accuracy is counted by a profile') : { value };
  },
  rate: ({ profile }, of) => {
    const value = profile?.rates?.exits.find(({ name }) => name === of?.name)?.rate;
    return value === undefined ? none('rates are counted by a profile') : { value };
  },
  gain: ({ timeline, design }) => {
    if (timeline === undefined) return noTimeline;
    const { worstNs, meanNs } = timeline.schedule;
    if (design.exits.length === 0) return none('there are no exits');
    if (timeline.atLeast) return none('times are lower bounds');
    return { value: worstNs / meanNs };
  },
  cycles: (figures, of) => {
    const found = of?.kind === 'layer' ? layerOf(figures, of)?.cost : moduleOf(figures, of)?.cost;
    if (found === undefined) return noCost;
    const value = 'intervalCycles' in found ? found.intervalCycles : found.cycles;
    return { value, ...(found.cyclesAtLeast && { bound: 'at least' as const }) };
  },
  macs: (figures, of) => counted(figures, of, ({ shaped }) => shaped.macs),
  params: (figures, of) => counted(figures, of, ({ shaped }) => shaped.params),
  multipliers: (figures, of) => {
    if (of?.kind === 'layer') {
      const layer = layerOf(figures, of);
      return layer ? { value: multipliersOf(layer) } : noCost;
    }
    const own = moduleOf(figures, of);
    if (own) return { value: multipliersIn(own) };
    return of ? noCost : { value: multipliersAtOnce(figures.modules) };
  },
  performance: (figures, of) => {
    const work = counted(figures, of, ({ shaped }) => shaped.macs);
    if ('why' in work) return work;
    if (of) {
      const cycles = tables.cycles(figures, of, undefined);
      if ('why' in cycles) return cycles;
      const value = (work.value * figures.target.clockHz) / cycles.value;
      return { value, ...(cycles.bound && { bound: 'at most' as const }) };
    }
    const { exits, switches } = figures.design;
    if (exits.length + switches.length > 0) return none('inputs do different amounts of work');
    const rate = tables.throughput(figures, undefined, undefined);
    return 'why' in rate
      ? rate
      : { value: work.value * rate.value, ...(rate.bound && { bound: rate.bound }) };
  },
  clock: ({ target, design }) =>
    design.device === undefined ? none('no device is named') : { value: target.clockHz },
  traffic: ({ modules, design }) => {
    if (design.networks.length !== 1) return none('there is more than one network, or none');
    const costs = modules.flatMap(({ cost }) => cost ?? []);
    if (costs.length === 0 || costs.length < modules.length) return none('a part has no known traffic');
    return { value: costs.reduce((sum, c) => sum + c.bytesIn + c.bytesOut + c.streamedBytes, 0) };
  },
  bitstream: ({ regions }, of) => {
    const region = regions.find(({ spec }) => spec.name === of?.name);
    const { bitstreamBytes: value, bytesBand: band } = region ?? {};
    if (value === undefined) return none('the region has no known place');
    return { value, ...(band && { between: { low: band.low, high: band.high } }) };
  },
  load: ({ regions }, of) => {
    const region = regions.find(({ spec }) => spec.name === of?.name);
    const { loadNs: value, loadBand: band } = region ?? {};
    if (value === undefined) return none('the region has no known place');
    return { value, ...(band && { between: { low: band.low, high: band.high } }) };
  },
  energy: ({ energy }) => {
    const found = energy()?.stream?.perInput;
    return found ? { value: found.value, between: { low: found.low, high: found.high } } : noEnergy;
  },
  power: ({ energy }) => {
    const found = energy()?.stream?.power;
    return found ? { value: found.value, between: { low: found.low, high: found.high } } : noEnergy;
  },
  lut: amount('lut'),
  ff: amount('ff'),
  bram18: amount('bram18'),
  dsp: amount('dsp'),
  uram: amount('uram'),
};

const noEnergy = none('no power report of this part is known');

interface Amounts {
  readonly resources: Resources;
  readonly band: Readonly<Record<ResourceKind, Interval>>;
}

/** What adds up to the amounts: of the whole design the static part, and in each region the largest module. */
function placesOf(figures: DesignFigures, of: FigureSubject | undefined): readonly Amounts[] | undefined {
  if (of?.kind === 'layer') {
    const cost = layerOf(figures, of)?.cost;
    return cost && [cost];
  }
  if (of?.kind === 'region') {
    const region = figures.regions.find(({ spec }) => spec.name === of.name);
    return region?.need && [{ resources: region.need, band: region.band }];
  }
  if (of) {
    const module = moduleOf(figures, of);
    return module?.resources && [{ resources: module.resources, band: module.band }];
  }
  const { staticPart, regions } = figures;
  if (staticPart === undefined || regions.some(({ need }) => need === undefined)) return undefined;
  return [
    { resources: staticPart.used, band: staticPart.band },
    ...regions.flatMap(({ need, band }) => (need ? [{ resources: need, band }] : [])),
  ];
}

function layerOf(
  { lists }: DesignFigures,
  { owner, index = -1, local }: FigureSubject,
): LayerFigures | undefined {
  const list = lists.find((l) => l.name === owner && (l.kind === 'network') === (local !== true));
  return list?.layers[index];
}

function moduleOf({ modules }: DesignFigures, of: FigureSubject | undefined): ModuleFigures | undefined {
  return modules.find((m) => m.name === of?.name && m.kind === of.kind);
}

/** Sum over the layers of what is named, or of the only network. */
function counted(
  figures: DesignFigures,
  of: FigureSubject | undefined,
  count: (layer: LayerFigures) => number | undefined,
): Modelled {
  const layers = layersOf(figures, of);
  if (layers === undefined) return none('there are several networks: name one with `of`');
  const counts = layers.map(count);
  if (layers.length === 0 || counts.includes(undefined)) return none('a shape is not known');
  return { value: counts.reduce<number>((sum, n) => sum + (n ?? 0), 0) };
}

function layersOf(
  figures: DesignFigures,
  of: FigureSubject | undefined,
): readonly LayerFigures[] | undefined {
  if (of?.kind === 'layer') {
    const layer = layerOf(figures, of);
    return layer ? [layer] : [];
  }
  const module = moduleOf(figures, of);
  if (module) return module.layers.flatMap((i) => module.list.layers[i] ?? []);
  const networks = figures.lists.filter((l) => l.kind === 'network' && (!of || l.name === of.name));
  return networks.length === 1 ? networks[0]?.layers : networks.length === 0 ? [] : undefined;
}

const multipliersOf = ({ shaped, parallel }: LayerFigures): number =>
  kindSpecs[shaped.spec.kind].weighted ? parallel.pe * parallel.simd : 0;

function multipliersIn({ list, layers }: ModuleFigures): number {
  return layers.reduce((sum, i) => {
    const layer = list.layers[i];
    return sum + (layer ? multipliersOf(layer) : 0);
  }, 0);
}

/** Those of the static part, and the most of any module of each region. */
export function multipliersAtOnce(modules: readonly ModuleFigures[]): number {
  const ofRegion = new Map<string, number>();
  let resident = 0;
  for (const module of modules) {
    const { place } = module;
    if (place.kind === 'static') resident += multipliersIn(module);
    else if (place.kind === 'region')
      ofRegion.set(place.region, Math.max(ofRegion.get(place.region) ?? 0, multipliersIn(module)));
  }
  return [...ofRegion.values()].reduce((sum, n) => sum + n, resident);
}
