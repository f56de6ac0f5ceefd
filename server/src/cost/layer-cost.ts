/** Cost of one layer: cycles and resources. */
import { type Band, noBand } from '../base/band';
import { createMemo } from '../base/memo';
import { atLeast, unknownResources, type Resources } from '../base/resources';
import type { ShapedLayer } from '../network';
import type { Parallelism } from '../semantics/design';
import { bandOf, type BandedTerms, noSpread, type Spread, spreadOf } from './prices/band';
import { kindCost, type LeftOut } from './kinds';
import { isKnown, type LayerParts, nothing } from './layer-parts';
import { costKey, createLast } from './memo';
import { allLeftOut, leftOutOf } from './notes';
import type { CostOptions } from './options';
import type { Bottleneck, Process } from './process';
import { flipFlopsPerLut, resourcesOf, sources, term, total, type Term } from './prices/term';

export interface LayerCost {
  readonly parallel: Parallelism;
  /** Interval between two inputs: that of the slowest process. */
  readonly cycles: number;
  /** `cycles` is a lower bound: something is not modelled. */
  readonly cyclesAtLeast: boolean;
  readonly bottleneck: Bottleneck;
  readonly processes: readonly Process[];
  readonly resources: Resources;
  /** What the layer is built from, each with the band of its terms. */
  readonly parts: readonly BandedTerms[];
  /** All terms of `parts`; `of` names the resource. */
  readonly terms: readonly Term[];
  readonly band: Band;
  /** For the band of several layers together. */
  readonly spread: Spread;
  /** What the figures do not include, as full sentences. */
  readonly notes: readonly string[];
  /** Bytes of streamed weights read from memory for one input. */
  readonly streamedBytes: number;
}

/** Cycles and resources of one layer. Illegal parallelism is rounded up to whole words. */
export function layerCost(layer: ShapedLayer, parallel: Parallelism, options: CostOptions): LayerCost {
  return lastOf(layer, parallel, options, () => {
    const key = `${costKey(layer, options)}|${parallel.pe},${parallel.simd},${parallel.window ?? ''},${parallel.order ?? ''}`;
    return remembered(key, () => freshLayerCost(layer, parallel, options));
  });
}

/** An edit leaves nearly all layers unchanged: those are found without a key. */
const lastOf = createLast<LayerCost>();

/** Large enough for a network of 10,000 different layers. */
const remembered = createMemo<LayerCost>(10_000);

/** The written parallelism; `auto` counts as the smallest until the folding search has chosen. */
export function writtenParallelism(layer: ShapedLayer): Parallelism {
  const { parallel, tapsAtOnce, order } = layer.spec;
  const lanes = parallel === 'auto' ? oneLane : parallel;
  if (!tapsAtOnce && order !== 'weights') return lanes;
  return { ...lanes, ...(tapsAtOnce && { window: 'parallel' }), ...(order === 'weights' && { order }) };
}

const oneLane: Parallelism = { pe: 1, simd: 1 };

/** The same without caches: for searches, which try each folding once. */
export function freshLayerCost(layer: ShapedLayer, wanted: Parallelism, options: CostOptions): LayerCost {
  const parallel = { ...wanted, pe: wholeLanes(wanted.pe), simd: wholeLanes(wanted.simd) };
  const parts = partsOf(layer, parallel, options);
  const cycles = parts.processes.reduce((most, process) => Math.max(most, process.cycles), 0);
  const bottleneck = parts.processes.find((process) => process.cycles === cycles)?.name ?? 'none';
  const banded = parts.parts.map(withFlipFlops);
  const terms = banded.flatMap((part) => part.terms);
  const spread = spreadOf(banded);
  return {
    parallel,
    cycles,
    bottleneck,
    processes: parts.processes,
    cyclesAtLeast: parts.leftOut.cycles,
    resources: atLeast(resourcesOf(terms), parts.leftOut.resources),
    parts: banded,
    terms,
    band: bandOf(spread),
    spread,
    notes: parts.leftOut.notes.concat(beyondNotes(banded)),
    streamedBytes: parts.streamedBytes,
  };
}

const noneLeftOut: LeftOut = { notes: [], resources: [], cycles: false };

function partsOf(
  layer: ShapedLayer,
  parallel: Parallelism,
  options: CostOptions,
): LayerParts & { readonly leftOut: LeftOut } {
  if (layer.fusedInto !== undefined) return { ...nothing, leftOut: noneLeftOut };
  if (layer.outShape === undefined) return { ...nothing, leftOut: allLeftOut };
  const { parts } = kindCost(layer.spec.kind);
  if (parts === 'wires' || !isKnown(layer)) return { ...nothing, leftOut: noneLeftOut };
  const made = parts === 'unknown' ? nothing : parts(layer, parallel, options);
  return { ...made, leftOut: leftOutOf(layer) };
}

/** Cost of a layer without a shape. */
export const unknownLayer: LayerCost = {
  parallel: { pe: 1, simd: 1 },
  cycles: 0,
  cyclesAtLeast: true,
  bottleneck: 'none',
  processes: [],
  resources: unknownResources,
  parts: [],
  terms: [],
  band: noBand,
  spread: noSpread,
  notes: [],
  streamedBytes: 0,
};

/** Whether nothing is known about a layer's cost: no template computes it, or its shape is not known. */
export function isUnknown({ cyclesAtLeast, processes }: LayerCost): boolean {
  return cyclesAtLeast && processes.length === 0;
}

/** Adds flip-flops to parts that were not measured, in proportion to LUTs. */
function withFlipFlops(part: BandedTerms): BandedTerms {
  if (part.uncertainty !== undefined) return part;
  const luts = total(part.terms, 'lut');
  if (luts === 0) return part;
  const value = flipFlopsPerLut * luts;
  const formula = `${flipFlopsPerLut}·LUT`;
  const ff = term('flip-flops', 'ff', formula, { LUT: luts }, value, sources.flipFlops);
  return { terms: [...part.terms, ff] };
}

function beyondNotes(parts: readonly BandedTerms[]): string[] {
  if (parts.every(({ uncertainty }) => uncertainty === undefined || uncertainty.beyond.length === 0))
    return [];
  const beyond = new Set(parts.flatMap(({ uncertainty }) => uncertainty?.beyond ?? []));
  return [`The band is wider, as this is beyond what was measured: ${[...beyond].join(', ')}.`];
}

/** Zero, negative or fractional parallelism is reported elsewhere; costs assume at least one whole lane. */
function wholeLanes(value: number): number {
  return Number.isSafeInteger(value) && value > 0 ? value : 1;
}
