/** Memory that the runtime's DMAs read and write. */
import type { Analysis, ModuleFigures } from '../../analysis/analysis';
import { bytesOf, type StreamBytes } from '../../analysis/refusals/build-refusals';
import { moduleOf, stepTree } from '../../analysis/refusals/step-tree';
import type { ScheduleProblem } from '../../schedule';
import { portBytes, resultBytes } from '../hls/golden';
import type { KernelPlan } from '../hls/kernel';

export interface BufferMemory {
  /**
   * Inputs and results, as the controller's exeunt_buffer_bytes: two of each, one of a check's. Of a batch that parts at a
   * switch one of each, and a copy of what each module reads.
   */
  readonly valueBytes: number;
  /** Weights that stream from memory. */
  readonly weightBytes: number;
  /** Both, each buffer aligned, in steps in which such memory is reserved. */
  readonly reservedBytes: number;
}

const STEP = 16 * 1024 * 1024;
/** Of each buffer, as in the back ends. */
const ALIGNMENT = 64;

export function bufferMemory(analysis: Analysis, plans: readonly KernelPlan[]): BufferMemory {
  const { timeline } = analysis;
  const steps = timeline === undefined ? [] : stepTree(timeline.problem).steps;
  const batch = timeline?.problem.batch ?? 1;
  const parts = timeline !== undefined && partsAtSwitch(timeline.problem);
  const buffers: number[] = [];
  steps.forEach((node, i) => {
    const module = moduleOf(analysis, node);
    const bytes = module && streamBytes(analysis, module, plans);
    if (bytes === undefined || node.module !== i) return;
    const { inputs, outputs } = bytes;
    if (i === 0) buffers.push(...inputs.slice(0, 1), ...(parts ? [] : inputs.slice(0, 1)));
    buffers.push(...outputs, ...(parts ? inputs : node.step.isCheck ? [] : outputs));
  });
  const weightBytes = plans
    .filter(({ module }) => module.place.kind !== 'cpu')
    .flatMap(({ parts }) => parts.weightPorts)
    .reduce((sum, { words }) => sum + words.length, 0);
  const valueBytes = buffers.reduce((sum, bytes) => sum + bytes * batch, 0);
  const held = valueBytes + buffers.length * ALIGNMENT + weightBytes;
  return { valueBytes, weightBytes, reservedBytes: Math.ceil(Math.max(held, STEP / 2) / STEP) * STEP };
}

/** Whether the inputs of a batch may take different cases. */
export function partsAtSwitch({ decision, batch }: ScheduleProblem): boolean {
  return decision !== undefined && batch > 1;
}

/** Sizes in the kernel's code; without it, by the layers' types. */
export function streamBytes(
  analysis: Analysis,
  module: ModuleFigures,
  plans: readonly KernelPlan[],
): StreamBytes | undefined {
  const plan = plans.find((p) => p.module === module);
  if (plan === undefined) return bytesOf(analysis, module);
  return { inputs: plan.inputs.map(portBytes), outputs: resultBytes(plan) };
}
