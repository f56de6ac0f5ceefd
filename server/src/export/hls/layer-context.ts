/** Shared by the generators of all kinds of layer. */
import type { LayerNumbers, Quantisation } from '../../arithmetic';
import type { LayerCost } from '../../cost';
import type { Process } from '../../cost/index';
import type { ShapedLayer } from '../../network';
import type { Channel, FifoDepth, KernelBuilder, ModelledCycles } from './kernel-builder';
import { cppType } from './numbers-type';

/** Everything that the code of one layer depends on. */
export interface LayerContext {
  readonly kernel: KernelBuilder;
  readonly layer: ShapedLayer;
  readonly cost: LayerCost;
  readonly numbers: LayerNumbers;
  /** Its name as a C identifier, and its text in the design. */
  readonly id: string;
  readonly title: string;
  /** Smallest output, set by a fused relu. */
  readonly floor: number;
  /** Its input streams. */
  readonly inputs: readonly Channel[];
  /** Depth of an input's FIFO in words, from the row simulation. */
  readonly fifo: (input: number) => FifoDepth;
}

/** The cost model's cycles of a process of this layer. */
export function modelled(
  { layer, cost }: LayerContext,
  name: Process['name'],
): { modelled?: ModelledCycles } {
  const process = cost.processes.find((p) => p.name === name);
  return process ? { modelled: { layer: layer.spec.label, process: name, cycles: process.cycles } } : {};
}

/** The output stream of a layer. */
export function outputChannel(context: LayerContext, lanes: number, packet: number, count: number): Channel {
  const { kernel, id, numbers } = context;
  const type = cppType(numbers.output);
  if (type === undefined) throw new Error(`${id}: no C++ type for its output`);
  return kernel.channel(`${id}_out`, { type, lanes, packet, count, code: numbers.output });
}

/**
 * C++ expression that converts `steps`, an int64_t, to a code.
 *
 * @param zeroIn the zero point is in `steps` already
 */
export function coded(
  type: string,
  output: Quantisation,
  floor: number,
  steps: string,
  zeroIn = false,
): string {
  // After a relu a sign is 0 or 1.
  if (output.sign === true) return `static_cast<${type}>(${steps} >= 0 ? 1 : ${Math.max(floor, -1)})`;
  const sum = output.zeroPoint === 0 || zeroIn ? steps : `${steps} + ${output.zeroPoint}`;
  return `exeunt::saturate<${type}>(${sum}, ${floor}, ${output.max})`;
}
