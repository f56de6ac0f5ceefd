/** The foldings of every module that a structure can have: each front is computed once. */
import type { LayerFigures } from '../../analysis/analysis';
import { durationOf, foldable } from '../../analysis/figures/modules';
import { mostOf } from '../../base/band';
import type { Resources } from '../../base/resources';
import type { FoldableModule, Folding } from '../../explore/foldable';
import { areaOf } from '../../explore/layer-front';
import { moduleFront } from '../../explore/resident';
import type { Nanoseconds } from '../../base/units';
import type { Duration } from '../../schedule/index';
import type { PlaceSpec, StageSpec } from '../../semantics/design';
import type { State } from '../trial';
import { heaviest } from './design-text';
import type { Trunk } from './trunk';

/** One folding of a module. */
export interface ModuleFolding {
  readonly folding: Folding;
  readonly duration: Duration;
  /** At the upper end of its band. */
  readonly most: Resources;
  /** Shares of the part, added up over the kinds. */
  readonly area: number;
}

export interface FoldedModule {
  readonly layers: readonly LayerFigures[];
  /** Smallest first, each next one faster: the usual front, and one that spares block RAM. */
  readonly fronts: readonly (readonly ModuleFolding[])[];
  /** All of these, fastest first. */
  readonly byTime: readonly ModuleFolding[];
  /** Layers that stream weights from memory, each with a DMA. */
  readonly streams: number;
}

export interface StageAsked {
  /** Positions of its layers: from the first to the one before `end`. */
  readonly begin: number;
  readonly end: number;
  /** The chosen exits. */
  readonly exits: number;
  readonly isResident: boolean;
  /** How many layers of the network, those with most weights first, fetch them from memory. */
  readonly streamed: number;
}

export interface ModuleFronts {
  stage(asked: StageAsked): FoldedModule;
  /** Of an exit in the static part. */
  head(bit: number): FoldedModule;
}

export function moduleFronts({ analysis }: State, trunk: Trunk, whole: Resources): ModuleFronts {
  const { design, target, modules } = analysis;
  const { list, exits } = trunk;
  const { batch } = design.schedule;
  const [anyStage] = modules.filter((m) => m.kind === 'stage');
  if (anyStage === undefined) throw new Error('a timeline has a stage');
  const heavy = heaviest(trunk);
  const inMemory = new Map<LayerFigures, LayerFigures>();
  const streaming = (layer: LayerFigures): LayerFigures => {
    const known = inMemory.get(layer);
    if (known) return known;
    const { shaped } = layer;
    const made = { ...layer, shaped: { ...shaped, spec: { ...shaped.spec, weightsIn: 'ddr' as const } } };
    inMemory.set(layer, made);
    return made;
  };
  const known = new Map<string, FoldedModule>();
  const once = (key: string, make: () => FoldedModule): FoldedModule => {
    const found = known.get(key) ?? make();
    known.set(key, found);
    return found;
  };
  const folded = (module: FoldableModule, layers: readonly LayerFigures[]): FoldedModule => {
    const free = { ...module, free: () => true };
    const all = [whole, { ...whole, bram18: 0 }].map((capacity) =>
      moduleFront(free, capacity).map((folding) => {
        const most = mostOf(folding.cost.resources, folding.cost.band);
        const area = areaOf(most, whole);
        return { folding, duration: durationOf(folding.cost, target), most, area };
      }),
    );
    return {
      layers,
      fronts: all,
      byTime: all
        .flat()
        .sort((a, b) => timeOf(a.duration, batch) - timeOf(b.duration, batch) || a.area - b.area),
      streams: module.layers.filter(({ spec }) => spec.weightsIn === 'ddr').length,
    };
  };
  return {
    stage({ begin, end, exits: mask, isResident, streamed }) {
      const tapped = exits.filter(
        ({ spec: { after } }, bit) =>
          (mask >> bit) & 1 && after !== undefined && after.layer >= begin && after.layer < end,
      );
      const taps = new Set(tapped.flatMap(({ spec: { after } }) => after?.layer ?? []));
      const inside = Array.from({ length: end - begin }, (_, i) => begin + i);
      const own = new Set(heavy.slice(0, streamed));
      const layers = list.layers.map((layer) => (own.has(layer) ? streaming(layer) : layer));
      const key = `${begin} ${end} ${[...taps].join()} ${isResident} ${inside.map((i) => own.has(list.layers[i] as LayerFigures)).join()}`;
      return once(key, () => {
        const spec: StageSpec = { ...(anyStage.spec as StageSpec), layers: inside };
        const place: PlaceSpec = isResident ? { kind: 'static' } : { kind: 'region', region: 'rp0' };
        const module = { ...anyStage, list: { ...list, layers }, layers: inside, spec };
        const cuts = new Map(design.cuts).set(list.name, taps);
        const written = inside.flatMap((i) => list.layers[i] ?? []);
        return folded(foldable({ ...design, cuts }, module, place, target), written);
      });
    },
    head(bit) {
      return once(`exit ${bit}`, () => {
        const module = exits[bit]?.module;
        if (module === undefined) throw new RangeError(`no exit ${bit}`);
        return folded(foldable(design, module, { kind: 'static' }, target), module.list.layers);
      });
    },
  };
}

/** Of a batch. */
export function timeOf({ fixedNs, perInputNs }: Duration, batch: number): Nanoseconds {
  return fixedNs + batch * perInputNs;
}
