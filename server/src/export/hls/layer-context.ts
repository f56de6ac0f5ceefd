import type { LayerNumbers, Quantisation } from '../../arithmetic';
import type { LayerCost } from '../../cost';
import type { Process } from '../../cost/index';
import type { ShapedLayer } from '../../network';
import type { Channel, KernelBuilder, ModelledCycles } from './kernel-builder';
import { cppType } from './numbers-type';

/** One layer on its way into a kernel. */
export interface LayerContext {
  readonly kernel: KernelBuilder;
  readonly layer: ShapedLayer;
  readonly cost: LayerCost;
  readonly numbers: LayerNumbers;
  /** Its name as a C identifier, and its line of the design. */
  readonly id: string;
  readonly title: string;
  /** Least output, from a fused relu. */
  readonly floor: number;
  /** What it reads, as it comes. */
  readonly inputs: readonly Channel[];
  /** Words that wait in front of an input, from the row simulation. */
  readonly fifo: (input: number) => { readonly depth: number; readonly joins: boolean };
}

/** The model's cycles of a process of this layer. */
export function modelled(
  { layer, cost }: LayerContext,
  name: Process['name'],
): { modelled?: ModelledCycles } {
  const process = cost.processes.find((p) => p.name === name);
  return process ? { modelled: { layer: layer.spec.label, process: name, cycles: process.cycles } } : {};
}

/** The stream that a layer writes. */
export function outputChannel(context: LayerContext, lanes: number, packet: number, count: number): Channel {
  const { kernel, id, numbers } = context;
  const type = cppType(numbers.output);
  if (type === undefined) throw new Error(`${id}: no C++ type for its output`);
  return kernel.channel(`${id}_out`, { type, lanes, packet, count, code: numbers.output });
}

/** C++ that makes a code of `steps`, an int64_t. */
export function coded(type: string, output: Quantisation, floor: number, steps: string): string {
  // A relu leaves 0 and 1 of a sign.
  if (output.sign === true) return `static_cast<${type}>(${steps} >= 0 ? 1 : ${Math.max(floor, -1)})`;
  const sum = output.zeroPoint === 0 ? steps : `${steps} + ${output.zeroPoint}`;
  return `exeunt::saturate<${type}>(${sum}, ${floor}, ${output.max})`;
}
