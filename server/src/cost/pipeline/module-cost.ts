/** Cost of one module: interval, latency and resources of its layers as a pipeline. */
import type { Band } from '../../base/band';
import { addResources, noResources, type Resources } from '../../base/resources';
import type { BytesPerSecond, Cycles, Hertz } from '../../base/units';
import type { Family } from '../../device/index';
import { rows } from '../../network';
import { addSpreads, bandOfSum, type BandedTerms, noSpread, spreadOf } from '../prices/band';
import type { DecisionCost } from '../units/decision';
import { adapterParts } from './adapters';
import { fifosOf, slackText, type Fifo } from './fifo';
import { fifoTerms, fifoUncertainty } from '../prices/fifo-prices';
import {
  bytesOf,
  moduleGraph,
  type ModuleGraph,
  type ModuleLayer,
  type ModuleSource,
  type Wire,
} from './module-graph';
import { aheadOf, copiesInFlight } from './in-flight';
import { rowTimes, type RowResult } from './row-period';
import { rowProcess } from './row-process';
import type { RowInput, RowProcess } from './row-simulation';
import { dmaTerms, kernelControlTerms } from '../shell';
import { named, resourcesOf, sources, term, type Term } from '../prices/term';

export interface ModuleOptions {
  readonly clockHz: Hertz;
  /** 7 series by default. */
  readonly family?: Family;
  /** If absent, memory never limits. */
  readonly ddrBytesPerSecond?: BytesPerSecond;
  /** For an exit or switch: the decision unit after the last layer. */
  readonly decision?: DecisionCost;
  /** Positions in the list of layers whose values others also read; -1 for `inflow`. */
  readonly leaving?: readonly number[];
  /** For an exit or switch: what it branches from. */
  readonly inflow?: ModuleSource;
  /** Whether the module includes its own DMAs, as modules resident in the static part do. */
  readonly dma?: boolean;
}

export interface ModuleCost {
  /** Cycles between two inputs back to back. */
  readonly intervalCycles: Cycles;
  /** Time of one input beyond one interval: n inputs take fill + n · interval. */
  readonly fillCycles: Cycles;
  readonly latencyCycles: Cycles;
  /** Cycles are lower bounds: something about a layer is not modelled. */
  readonly cyclesAtLeast: boolean;
  /** Position of the layer that determines the interval, or what else does. */
  readonly bottleneck: number | 'memory' | 'decision' | 'none';
  readonly fifos: readonly Fifo[];
  /** Layers, FIFOs, decision, control and (if requested) DMA. */
  readonly resources: Resources;
  readonly band: Band;
  /** Number of values read from and written to memory, with one stream each. */
  readonly streams: { readonly into: number; readonly out: number };
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly streamedBytes: number;
  /** What there is beside the layers and the decision, each with the band of its terms. */
  readonly parts: readonly BandedTerms[];
  readonly decision?: DecisionCost;
  /** Terms of the interval, and all of `parts`. */
  readonly terms: readonly Term[];
  readonly notes: readonly string[];
}

/** Cycles and resources of the layers of one module, in network order. */
export function moduleCost(layers: readonly ModuleLayer[], options: ModuleOptions): ModuleCost {
  const graph = moduleGraph(layers, options.leaving, options.inflow, options.decision !== undefined);
  const bytesIn = graph.sources.reduce((sum, source) => sum + bytesOf(source), 0);
  const bytesOut = options.decision ? 0 : graph.results.reduce((sum, result) => sum + bytesOf(result), 0);
  const streamedBytes = layers.reduce((sum, { cost }) => sum + cost.streamedBytes, 0);
  const cyclesPerByte = options.ddrBytesPerSecond ? options.clockHz / options.ddrBytesPerSecond : 0;
  const memory = memoryTerm(bytesIn, bytesOut, streamedBytes, options);

  const processes = pipeline(graph, cyclesPerByte);
  const simulated = rowTimes(processes);
  const { intervalCycles, bottleneck } = slowest(layers, options.decision, memory?.value ?? 0);
  const cyclesAtLeast = layers.some(({ cost }) => cost.cyclesAtLeast);
  const bound = cyclesAtLeast ? 0 : totalCycles(processes);
  const pipelined = simulated ? lastEnd(graph, simulated, cyclesPerByte) : bound;
  const latencyCycles = Math.max(Math.ceil(pipelined) + (options.decision?.latency ?? 0), intervalCycles);

  const fifos = fifosOf(graph, simulated, (wire) => placeOf(graph, wire));
  const streams = { into: graph.sources.length, out: streamsOut(graph, options) };
  const parts: readonly BandedTerms[] = [
    ...adapterParts(graph, decidedLayers(layers, options)),
    ...streamParts(fifos, options.family ?? '7series'),
    { terms: [...kernelControlTerms(), ...(options.dma ? dmaTerms(dmasOf(streams)) : [])] },
  ];
  const beside = resourcesOf(parts.flatMap(({ terms }) => terms));
  const inside = layers.reduce((sum, { cost }) => addResources(sum, cost.resources), noResources);
  const decided = addResources(inside, options.decision?.resources ?? noResources);
  return {
    intervalCycles,
    fillCycles: latencyCycles - intervalCycles,
    latencyCycles,
    cyclesAtLeast,
    bottleneck,
    fifos,
    resources: addResources(decided, beside),
    band: bandOfSum(
      [
        ...layers.map(({ cost }) => cost.spread),
        options.decision?.spread ?? noSpread,
        ...parts.map((p) => spreadOf([p])),
      ].reduce(addSpreads, noSpread),
    ),
    streams,
    bytesIn,
    bytesOut,
    streamedBytes,
    parts,
    ...(options.decision && { decision: options.decision }),
    terms: [...(memory ? [memory] : []), ...parts.flatMap(({ terms }) => terms)],
    notes: [
      ...((options.family ?? '7series') === '7series' ? [] : [otherFamilyNote]),
      ...(options.decision?.notes ?? []),
      ...(simulated || cyclesAtLeast
        ? []
        : ['Latency is the sum of all layers, which one input never exceeds: rows are not simulated here.']),
    ],
  };
}

const otherFamilyNote =
  'LUTs and flip-flops were fitted to reports of the 7 series and counted for it: taken over for this family, without a band of their own.';

/** The layers whose values the decision reads. */
function decidedLayers(
  layers: readonly ModuleLayer[],
  { decision, leaving = [] }: Pick<ModuleOptions, 'decision' | 'leaving'>,
): readonly number[] {
  if (decision === undefined) return [];
  return leaving.length > 0 ? leaving : [layers.at(-1)?.layer.spec.index ?? -1];
}

/** What a decision reads besides the scores does not leave the module. */
function streamsOut(
  { results }: Pick<ModuleGraph, 'results'>,
  { decision, leaving = [] }: { readonly decision?: unknown; readonly leaving?: readonly number[] },
): number {
  return decision === undefined || leaving.length === 0
    ? results.length
    : results.length - leaving.length + 1;
}

/** A DMA for each pair of streams, one in and one out; one at least, whatever is not known. */
export function dmasOf({ into, out }: ModuleCost['streams']): number {
  return Math.max(1, into, out);
}

/** Sources first, then the layers, as the row simulation needs them. */
function pipeline(graph: ModuleGraph, cyclesPerByte: number): readonly RowProcess[] {
  const readers = readerCounts(graph);
  const copied = (wire: Wire): number => {
    const place = placeOf(graph, wire);
    const leaving = graph.results.filter(({ from }) => placeOf(graph, from) === place).length;
    return copiesInFlight(graph, wire, (readers[place] ?? 0) + leaving);
  };
  const inflow = graph.sources.map((source, index) => ({
    rows: rows(source.shape),
    rowCycles: (bytesOf(source) * cyclesPerByte) / rows(source.shape),
    fillCycles: 0,
    inputs: [],
    copied: copied({ kind: 'source', index, shape: source.shape }),
  }));
  const work = graph.nodes.map((node, index) => {
    const { layer, cost, inputs } = node;
    const joins = inputs.length > 1;
    const wires = inputs.map((wire) => {
      const process = placeOf(graph, wire);
      const alone = wire.kind === 'source' && readers[process] === 1;
      return { process, rows: rows(wire.shape), bounded: !joins || alone };
    });
    return {
      ...rowProcess(layer, cost, wires),
      ahead: aheadOf(graph, node),
      copied: layer.outShape === undefined ? 0 : copied({ kind: 'node', index, shape: layer.outShape }),
    };
  });
  const all: readonly RowProcess[] = [...inflow, ...work];
  // After a flatten, a reader sees one row for several of the writer: it waits for the last of them.
  return all.map((process, index) => ({
    ...process,
    inputs: process.inputs.map((input, each) => {
      if (graph.nodes[index - inflow.length]?.inputs[each]?.open === true) return behindUnknown(input);
      return input.stride === 0 ? { ...input, offset: (all[input.process]?.rows ?? 1) - 1 } : input;
    }),
  }));
}

/** It is not known for which rows a layer that is not modelled waits: at the earliest it continues with the first. */
function behindUnknown({ process }: RowInput): RowInput {
  return { process, stride: 0, offset: 0, early: true, lead: 0, tail: 0, bounded: false };
}

function placeOf(graph: ModuleGraph, wire: Wire): number {
  return wire.kind === 'source' ? wire.index : graph.sources.length + wire.index;
}

function readerCounts(graph: ModuleGraph): number[] {
  const counts: number[] = [];
  for (const node of graph.nodes) {
    for (const wire of node.inputs) counts[placeOf(graph, wire)] = (counts[placeOf(graph, wire)] ?? 0) + 1;
  }
  return counts;
}

/** Time at which the last byte of the last result has left. */
function lastEnd(graph: ModuleGraph, { times, late }: RowResult, cyclesPerByte: number): number {
  let end = 0;
  // After a layer that is not modelled, a result would wait for too little: use the end of all processes.
  if (graph.nodes.some(({ inputs }) => inputs.some(({ open }) => open)))
    times.forEach(({ end: ends }, i) => (end = Math.max(end, (ends.at(-1) ?? 0) + (late[i] ?? 0))));
  for (const { from, shape, bits } of graph.results) {
    const process = placeOf(graph, from);
    const made = (times[process]?.end.at(-1) ?? 0) + (late[process] ?? 0);
    end = Math.max(end, made + (bytesOf({ shape, bits }) * cyclesPerByte) / rows(from.shape));
  }
  return end;
}

function totalCycles(processes: readonly RowProcess[]): number {
  return processes.reduce((sum, process) => sum + process.fillCycles + process.rows * process.rowCycles, 0);
}

function slowest(
  layers: readonly ModuleLayer[],
  decision: DecisionCost | undefined,
  memoryCycles: number,
): Pick<ModuleCost, 'intervalCycles' | 'bottleneck'> {
  let intervalCycles = 0;
  let bottleneck: ModuleCost['bottleneck'] = 'none';
  layers.forEach(({ cost }, position) => {
    if (cost.cycles > intervalCycles) [intervalCycles, bottleneck] = [cost.cycles, position];
  });
  if (decision && decision.cycles > intervalCycles)
    [intervalCycles, bottleneck] = [decision.cycles, 'decision'];
  if (memoryCycles > intervalCycles) [intervalCycles, bottleneck] = [memoryCycles, 'memory'];
  return { intervalCycles, bottleneck };
}

function memoryTerm(into: number, out: number, weights: number, options: ModuleOptions): Term | undefined {
  const { clockHz, ddrBytesPerSecond } = options;
  if (ddrBytesPerSecond === undefined || ddrBytesPerSecond <= 0) return undefined;
  const symbols = { into, out, weights, clock: clockHz, rate: ddrBytesPerSecond };
  const value = Math.ceil(((into + out + weights) * clockHz) / ddrBytesPerSecond);
  return term('memory', 'cycles', '⌈(into + out + weights)·clock ÷ rate⌉', symbols, value, sources.template);
}

/** FIFOs, with equal ones grouped. */
function streamParts(fifos: readonly Fifo[], family: Family): readonly BandedTerms[] {
  const alike = new Map<string, { readonly fifo: Fifo; count: number }>();
  for (const fifo of fifos) {
    const key = `${fifo.depth}x${fifo.width}+${fifo.slack}`;
    const group = alike.get(key);
    if (group) group.count++;
    else alike.set(key, { fifo, count: 1 });
  }
  return [...alike.values()].map(({ fifo, count }) => ({
    terms: fifoTerms(count, fifo.depth, fifo.width, family).map((each) =>
      fifo.rejoins ? named((own) => `${own}, ${slackText(fifo)}`, each) : each,
    ),
    uncertainty: fifoUncertainty(fifo),
  }));
}
