/** Golden inputs and outputs of kernels, computed by the integer reference. */
import { decide, decisionUnit, runList } from '../../arithmetic';
import type { QuantisedDesign } from '../../arithmetic/index';
import type { Analysis, LayerList } from '../../analysis/analysis';
import { elements } from '../../network';
import { branchStart } from '../../semantics/branch-start';
import { type KernelPlan, type Port, inputCode, numbersOf } from './kernel';

/** Bytes that enter a kernel and those expected of it, by stream. */
export interface Golden {
  readonly inputs: readonly Uint8Array[];
  readonly outputs: readonly Uint8Array[];
}

/** One input of each network, by name. */
export type Inputs = ReadonlyMap<string, Int32Array>;

/** What enters a list, and every layer's values. */
interface ListValues {
  readonly input: Int32Array;
  readonly layers: readonly Int32Array[];
}

/** Every layer's values for one input of each network, by list. */
export type Values = ReadonlyMap<LayerList, ListValues>;

/** Runs the networks, their variants, and every branch through the integer reference. */
export function valuesOf(analysis: Analysis, numbers: QuantisedDesign, inputs: Inputs): Values {
  const values = new Map<LayerList, ListValues>();
  // Networks precede branches. A stage with settings of its own runs in a list of its own.
  for (const list of new Set([...analysis.lists, ...analysis.modules.map((m) => m.list)])) {
    const input = list.kind === 'network' ? inputs.get(list.name) : inflowOf(list, analysis, values);
    if (input === undefined) throw new Error(`nothing enters ${list.name}`);
    const shaped = list.layers.map((l) => l.shaped);
    values.set(list, { input, layers: runList(shaped, numbersOf(numbers, list), input) });
  }
  return values;
}

/** Deterministic inputs that cover the full range of the networks' input codes. */
export function goldenInputs(analysis: Analysis, numbers: QuantisedDesign, count: number): Inputs[] {
  const networks = analysis.lists.filter((l) => l.kind === 'network');
  const drawn = networks.map((list) => [list.name, drawInputs(list, numbers, count)] as const);
  return Array.from({ length: count }, (_, n) => {
    return new Map(drawn.flatMap(([name, all]) => (all[n] === undefined ? [] : [[name, all[n]] as const])));
  });
}

function drawInputs({ name, layers }: LayerList, numbers: QuantisedDesign, count: number): Int32Array[] {
  const shape = layers.find((l) => l.shaped.spec.kind === 'input')?.shaped.outShape;
  const size = shape === undefined ? 0 : elements(shape);
  const { min, max } = inputCode(numbers, name);
  // A linear congruential generator with the constants of Numerical Recipes.
  let state = 1;
  return Array.from({ length: count }, () =>
    Int32Array.from({ length: size }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return min + Math.floor((state / 2 ** 32) * (max - min + 1));
    }),
  );
}

/** A kernel's input for one network input, and its expected output. */
export function goldenOf(plan: KernelPlan, values: Values): Golden {
  const { module, inputs, outputs, rule } = plan;
  const own = values.get(module.list);
  const valueOf = (layer: number): Int32Array => {
    const value = layer >= 0 ? own?.layers[layer] : own?.input;
    if (value === undefined) throw new Error(`${module.name} was not run`);
    return value;
  };
  const into = inputs.map((port) => bytesOf(port, valueOf(port.layer)));
  const out = outputs.map((port) => bytesOf(port, valueOf(port.layer)));
  if (rule === undefined) return { inputs: into, outputs: out };
  const [output] = outputs;
  const [body = new Uint8Array(0)] = out;
  const verdict = new DataView(new ArrayBuffer(verdictBytes));
  const { code, layer } = plan.confidence ?? {};
  const unit = decisionUnit({ ...rule, logits: output.code, ...(code && { confidence: code }) });
  const sure = layer === undefined ? undefined : valueOf(layer)[0];
  const { label, leaves } = decide(unit, valueOf(output.layer), sure);
  verdict.setInt32(0, leaves ? 1 : 0, true);
  verdict.setInt32(4, label, true);
  const whole = new Uint8Array(verdictBytes + body.length);
  whole.set(new Uint8Array(verdict.buffer));
  whole.set(body, verdictBytes);
  return { inputs: into, outputs: [whole] };
}

/** Values that flow from the trunk into a branch. */
function inflowOf({ spec }: LayerList, analysis: Analysis, values: Values): Int32Array | undefined {
  const start = branchStart(spec);
  const trunk = analysis.lists.find((l) => l.kind === 'network' && l.name === start?.network);
  return trunk && start ? values.get(trunk)?.layers[start.layer] : undefined;
}

/** Little-endian values in whole beats. */
export function bytesOf({ bytes }: Port, values: Int32Array): Uint8Array {
  const result = new Uint8Array(Math.ceil((values.length * bytes) / 8) * 8);
  values.forEach((value, i) => {
    result[i * bytes] = value & 0xff;
    if (bytes === 2) result[i * bytes + 1] = (value >> 8) & 0xff;
  });
  return result;
}

/** Decision and label, two int32, precede an exit's logits. */
export const verdictBytes = 8;

/** Bytes of one input at a port, in whole beats. */
export function portBytes({ count, bytes }: Port): number {
  return Math.ceil((count * bytes) / 8) * 8;
}

/** Bytes of one input's results, by stream; an exit's verdict comes before its logits. */
export function resultBytes({ outputs, rule }: KernelPlan): number[] {
  return outputs.map((port) => portBytes(port) + (rule === undefined ? 0 : verdictBytes));
}
