/** FIFOs between the layers of a module. */
import { inputDepth, rows } from '../../network';
import { readLanes } from '../read-lanes';
import { rowWords, type ModuleGraph, type ModuleNode, type Wire } from './module-graph';
import { rowsAhead } from './row-reach';
import type { RowResult } from './row-period';
import { lastNeeded } from './row-simulation';
import { weightStationary } from '../units/weight-stationary';

/** A FIFO between two layers of a module. */
export interface Fifo {
  /** Position of the reader in the module's list of layers, and which of its inputs this is. */
  readonly reader: number;
  readonly input: number;
  /** Number of words, and bits per word. */
  readonly depth: number;
  readonly width: number;
  /** At a join: as deep as the longer arm needs, or the module would deadlock. */
  readonly rejoins: boolean;
  /** Of its words, those for what is in flight on the arm of another input. */
  readonly slack: number;
}

/** Of a FIFO at a join, what its words are for. */
export function slackText({ depth, slack }: Pick<Fifo, 'depth' | 'slack'>): string {
  return `${depth} words, of which ${slack} of slack for what is in flight`;
}

/** Depth between two processes at the same pace: one word in flight, one being read (the HLS default). */
const leastDepth = 2;

/** FIFOs before all layers; `process` maps a wire to its position in the row simulation. */
export function fifosOf(
  graph: ModuleGraph,
  simulated: RowResult | undefined,
  process: (wire: Wire) => number,
): readonly Fifo[] {
  const ahead = simulated && rowsAhead(simulated.processes);
  const open = behindUnknown(graph);
  return graph.nodes.flatMap((node, index) =>
    node.inputs.map((wire, input) => {
      const lanes = readerLanes(node, wire);
      const width = lanes * node.layer.spec.activations.bits;
      const rejoins = node.inputs.length > 1;
      const reader = graph.sources.length + index;
      // If an arm contains something unknown, it is not known which arm of a join is longer.
      const sized = rejoins && !open.has(index);
      const waiting = sized ? rowsWaiting(reader, input, simulated, process(wire)) : 0;
      const needed = rejoins ? ahead?.(reader, input) : undefined;
      const all = rows(wire.shape) * rowWords(wire.shape, lanes);
      const words =
        waiting === undefined
          ? all
          : Math.min(Math.max(waiting, sized ? (needed?.rows ?? 0) : 0), rows(wire.shape)) *
            rowWords(wire.shape, lanes);
      // The next input waits there while the layer computes with the one on chip.
      const map = weightStationary(node.layer, node.cost.parallel)?.mapWords ?? 0;
      const least = Math.max(leastDepth, words, map, Math.ceil((needed?.lead ?? 0) * all));
      const slack = rejoins ? Math.ceil((needed?.flight ?? 0) * all) + leastDepth : 0;
      return { reader: node.position, input, depth: least + slack, width, rejoins, slack };
    }),
  );
}

/** Nodes after something unknown within the module. */
function behindUnknown({ nodes }: ModuleGraph): ReadonlySet<number> {
  const found = new Set<number>();
  nodes.forEach(({ inputs }, index) => {
    if (inputs.some((w) => w.open === true || (w.kind === 'node' && found.has(w.index)))) found.add(index);
  });
  return found;
}

function readerLanes({ layer, cost }: ModuleNode, wire: Wire): number {
  return readLanes(layer, cost.parallel, inputDepth(layer.spec, wire.shape));
}

/**
 * Most rows of one input that wait at a join while it waits for another input. Undefined without a simulation: then the
 * whole value must fit.
 */
function rowsWaiting(
  reader: number,
  input: number,
  simulated: RowResult | undefined,
  writer: number,
): number | undefined {
  if (!simulated?.inStep(reader, writer)) return undefined;
  const process = simulated.processes[reader];
  const read = simulated.times[reader];
  const written = simulated.times[writer];
  const edge = process?.inputs[input];
  if (process === undefined || read === undefined || written === undefined || edge === undefined)
    return undefined;
  let most = 0;
  let begun = 0;
  for (let row = 0; row < process.rows; row++) {
    const start = read.start[row] ?? 0;
    const previous = row === 0 ? -1 : (read.end[row - 1] ?? 0);
    const needed = lastNeeded(edge, row, written.end.length);
    while (begun < written.start.length && (written.start[begun] ?? 0) < start) begun++;
    const from = written.start[needed] ?? 0;
    const here = from + edge.lead * ((written.end[needed] ?? 0) - from);
    const waitsForOther = start > previous && here < start;
    if (waitsForOther) most = Math.max(most, begun - needed);
  }
  return most;
}
