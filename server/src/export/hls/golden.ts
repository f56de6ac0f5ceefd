/** Golden inputs and outputs of kernels, computed by the integer reference. */
import { decide, decisionUnit, runList } from '../../arithmetic';
import type { QuantisedDesign } from '../../arithmetic/index';
import type { Analysis, LayerList } from '../../analysis/analysis';
import { elements } from '../../network';
import { type KernelPlan, type Port, numbersOf } from './kernel';

/** Input bytes of a kernel and the expected output bytes. */
export interface Golden {
  readonly input: Uint8Array;
  readonly output: Uint8Array;
}

/** Every layer's values for one input, by list. */
export type Values = ReadonlyMap<LayerList, readonly Int32Array[]>;

/** Runs the network and every branch through the integer reference. */
export function valuesOf(analysis: Analysis, numbers: QuantisedDesign, input: Int32Array): Values {
  const values = new Map<LayerList, readonly Int32Array[]>();
  for (const list of analysis.lists) {
    const inflow = list.kind === 'network' ? input : inflowOf(list, analysis, values);
    if (inflow === undefined) continue;
    const shaped = list.layers.map((l) => l.shaped);
    values.set(list, runList(shaped, numbersOf(numbers, list), inflow));
  }
  return values;
}

/** Deterministic inputs that cover the full range of the network's input codes. */
export function goldenInputs(analysis: Analysis, numbers: QuantisedDesign, count: number): Int32Array[] {
  const network = analysis.lists.find((l) => l.kind === 'network');
  const shape = network?.layers.find((l) => l.shaped.spec.kind === 'input')?.shaped.outShape;
  const size = shape === undefined ? 0 : elements(shape);
  const { min, max } = numbers.input;
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
export function goldenOf(plan: KernelPlan, values: Values, analysis: Analysis): Golden {
  const { module, input, output, rule } = plan;
  const own = values.get(module.list) ?? [];
  const from = input.layer >= 0 ? own[input.layer] : inflowOf(module.list, analysis, values);
  const made = (output.layer >= 0 ? own[output.layer] : inflowOf(module.list, analysis, values)) ?? none;
  const body = bytesOf(output, made);
  if (rule === undefined) return { input: bytesOf(input, from ?? none), output: body };
  const verdict = new DataView(new ArrayBuffer(verdictBytes));
  const { code, layer } = plan.confidence ?? {};
  const unit = decisionUnit({ ...rule, logits: output.code, ...(code && { confidence: code }) });
  const { label, leaves } = decide(unit, made, own[layer ?? -1]?.[0]);
  verdict.setInt32(0, leaves ? 1 : 0, true);
  verdict.setInt32(4, label, true);
  const whole = new Uint8Array(verdictBytes + body.length);
  whole.set(new Uint8Array(verdict.buffer));
  whole.set(body, verdictBytes);
  return { input: bytesOf(input, from ?? none), output: whole };
}

const none = new Int32Array(0);

/** Values that flow from the trunk into a branch. */
function inflowOf({ spec }: LayerList, analysis: Analysis, values: Values): Int32Array | undefined {
  const after = 'after' in spec ? spec.after : undefined;
  const trunk = analysis.lists.find((l) => l.kind === 'network' && l.name === after?.network);
  return trunk && after ? values.get(trunk)?.[after.layer] : undefined;
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

export function resultBytes({ output, rule }: KernelPlan): number {
  return portBytes(output) + (rule === undefined ? 0 : verdictBytes);
}
