/** Results of a process that are in flight: computed, but not yet in the FIFO behind it. */
import { kindSpecs } from '../../../../grammar/src/index';
import { channels, elements, inputDepth, isImage, type ShapedLayer } from '../../network';
import type { Process } from '../process';
import { readLanes } from '../read-lanes';
import { isAtOnce } from '../units/parallel-window';
import { weightStationary } from '../units/weight-stationary';
import { type Ahead, notAhead } from './ahead';
import type { ModuleGraph, ModuleNode, Wire } from './module-graph';

/**
 * Turns of a process's loop from a read to the write of its result, at most: the depth of its pipeline. Where pipelines
 * stall (UG1448: the style `stp`, the default until 2021.1), results move on only while inputs come.
 *
 * A product takes three to four cycles in a DSP48 (UG479), a block memory two (UG473), an addition of 32 bits one. So a
 * matrix unit takes some 25 with its tree of additions and its requantisation, and a pool or a sum some 6.
 */
const lags = {
  padding: 4,
  window: 6,
  mvu: 25,
  memory: 3,
  pool: 6,
  elements: 6,
  decision: 12,
} as const satisfies Readonly<Record<Process['name'] | 'decision', number>>;

/** Processes that only move words: beats, copies, and other widths of words. */
const MOVING = 3;

/** Of a process by what the cost model calls it; one without a name there only moves words. */
export function lagOfProcess(name?: keyof typeof lags): number {
  return name === undefined ? MOVING : lags[name];
}

export function aheadOf(graph: ModuleGraph, node: ModuleNode): Ahead {
  const { layer, cost, inputs } = node;
  const { inShape, outShape, window, spec } = layer;
  const [wire] = inputs;
  if (inShape === undefined || outShape === undefined || wire === undefined) return notAhead;
  const lanes = readLanes(layer, cost.parallel, inputDepth(spec, wire.shape));
  const words = Math.ceil(elements(wire.shape) / lanes);
  // Into words of another width, which holds a word of both.
  const widest = Math.max(...inputs.map((each) => lanesOf(graph, each)), lanes);
  const entry = ((MOVING + 1) * widest) / elements(wire.shape);
  const held = weightStationary(layer, cost.parallel);
  const own = cost.processes.map(({ name, cycles }) => {
    const lag = lagOfProcess(name);
    // Results move on while the next input comes, and stand still with it.
    if (held) return Math.floor(lag / cycles) + Math.min(1, (lag % cycles) / held.mapWords);
    if (name !== 'mvu') return lag / Math.min(words, cycles);
    // A result comes out after all words of a row.
    const folds = channels(outShape) / cost.parallel.pe;
    const positions = isImage(outShape) ? outShape.h * outShape.w : 1;
    return Math.ceil(lag / (cycles / (positions * folds))) / (positions * folds);
  });
  const windows = cost.processes.some(({ name }) => name === 'window') ? (MOVING + 1) / words : 0;
  return {
    flight: own.reduce((sum, each) => sum + each, entry + windows),
    entry,
    lead: held ? 1 : leadOf(layer, isAtOnce(layer, cost.parallel)),
    // Results that leave at once have room behind their unit.
    burst: held ? 1 : Math.max(1, window?.stride.h ?? 1, spec.scale?.h ?? 1),
  };
}

/** Inputs by which the layers of a head may be apart that each have what they read from the same place. */
export function inputsApart(graph: ModuleGraph): number {
  return graph.nodes.reduce((sum, node) => {
    const { flight, lead } = aheadOf(graph, node);
    return sum + flight + lead;
  }, 0);
}

/** In flight in the copies of a value, one for each reader but one: in all but the first, which feeds all readers. */
export function copiesInFlight(graph: ModuleGraph, wire: Wire, readers: number): number {
  return (Math.max(0, readers - 2) * (MOVING + 1) * lanesOf(graph, wire)) / elements(wire.shape);
}

/** Values in a word of a stream where it leaves its layer, or the beats that bring it. */
function lanesOf({ nodes, sources }: ModuleGraph, { kind, index }: Wire): number {
  if (kind === 'node') return nodes[index]?.cost.parallel.pe ?? 1;
  return (sources[index]?.bits ?? 8) <= 8 ? 8 : 4;
}

function leadOf({ window, inShape, outShape, spec }: ShapedLayer, atOnce: boolean): number {
  if (inShape === undefined || outShape === undefined || !isImage(inShape) || !isImage(outShape))
    return kindSpecs[spec.kind].weighted ? 1 : 0;
  if (window === undefined) return 0;
  const { kernel, dilation, stride, padding, padded } = window;
  const rows = (kernel.h - 1) * dilation.h - padding.top;
  const columns = (kernel.w - 1) * dilation.w;
  // A window that is written word by word reads on meanwhile, up to that of the next row.
  const toNextRow = stride.h * padded.w - (outShape.w - 1) * stride.w;
  const further = atOnce ? 0 : Math.max(stride.w, toNextRow);
  return Math.min(1, Math.max(0, rows + (columns + further) / inShape.w) / inShape.h);
}
