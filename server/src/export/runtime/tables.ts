/** The schedule and data sizes that the board's tables are written from. */
import type { Analysis, ModuleFigures } from '../../analysis/analysis';
import type { WeightPort } from '../hls/kernel-builder';
import type { KernelPlan } from '../hls/kernel';
import type { Hardware, ValueDmas } from '../vivado/hardware';
import {
  DIFFERENT_INPUTS,
  DIFFERENT_LOGITS,
  stepsRefusal,
  streamsRefusal,
  transferRefusal,
  valuesOf,
} from '../../analysis/refusals/build-refusals';
import { scheduleRefusal } from '../../analysis/refusals/refusals';
import { stepSources, type ValueSource } from '../../analysis/refusals/step-sources';
import { endsAndStarts, moduleOf, type StepTree, stepTree } from '../../analysis/refusals/step-tree';
import { type BufferMemory, bufferMemory, streamBytes } from './buffers';

/** One step in the controller's tables. */
export interface RuntimeStep {
  readonly module: ModuleFigures;
  readonly isCheck: boolean;
  readonly lane: number;
  /** Index of its module's region, or -1. */
  readonly region: number;
  readonly sources: readonly StepSource[];
  /** Bytes of each result for one input. */
  readonly resultBytes: readonly number[];
  /** Partial bitstream without its extension, for a module in a region. */
  readonly file?: string;
}

/** A value that a step reads, with its bytes for one input. */
export interface StepSource extends ValueSource {
  readonly bytes: number;
}

export interface RuntimeLane {
  readonly name: string;
  /** Cell of the block design whose registers it uses. */
  readonly owner?: string;
  /** How many of its DMAs have a channel that feeds the kernel, and one that takes its results. */
  readonly dmas?: ValueDmas;
}

/** Weights of a module that stream from memory. */
export interface RuntimeWeights {
  /** First step of the module. */
  readonly module: number;
  /** Index among the streams of its lane. */
  readonly stream: number;
  readonly port: WeightPort;
}

/** A design's schedule and transfer sizes for the controller. */
export interface RuntimeTables {
  readonly policy: 'serial' | 'overlap' | 'speculate';
  readonly batch: number;
  readonly steps: readonly RuntimeStep[];
  readonly lanes: readonly RuntimeLane[];
  readonly regionCount: number;
  readonly classes: number;
  readonly pixels: number;
  readonly logitBytes: number;
  readonly logitSigned: boolean;
  /** The integer of 0. */
  readonly logitZero: number;
  readonly tree: StepTree;
  readonly weights: readonly RuntimeWeights[];
  readonly memory: BufferMemory;
}

export function runtimeTables(
  analysis: Analysis,
  hardware: Hardware,
  plans: readonly KernelPlan[],
): RuntimeTables | { readonly error: string } {
  const { timeline } = analysis;
  if (timeline === undefined) return { error: `the design has no timeline: ${analysis.missing.join('; ')}` };
  const { problem } = timeline;
  const refusal = scheduleRefusal(problem);
  if (refusal !== undefined) return { error: refusal };
  const tree = stepTree(problem);
  const tooMany = stepsRefusal(tree.steps.length);
  if (tooMany !== undefined) return { error: tooMany };
  const values = stepSources(analysis, tree);
  if ('error' in values) return values;

  const { regions, residents, software } = hardware;
  const lanes: RuntimeLane[] = regions.map((r) => ({
    name: r.figures.spec.name,
    owner: r.cell,
    dmas: r.dmas,
  }));
  const cpu = lanes.push({ name: 'port' }, { name: 'cpu' }) - 1;
  const steps: RuntimeStep[] = [];
  for (const node of tree.steps) {
    const { name, isCheck } = node.step;
    const module = moduleOf(analysis, node);
    const bytes = module && streamBytes(analysis, module, plans);
    if (module === undefined || bytes === undefined)
      return { error: `the shape of ${name} is not known: see the diagnostics of its layers` };
    const region = regions.findIndex((r) => r.modules.some((m) => m.kernel.module === module));
    const resident = residents.find((r) => r.kernel.module === module);
    const isSoftware = software.some((k) => k.module === module);
    const file = regions[region]?.modules.find((m) => m.kernel.module === module)?.blockDesign;
    const laneName = `static:${name}`;
    const known = lanes.findIndex((l) => l.name === laneName);
    const residentLane = () =>
      known >= 0
        ? known
        : lanes.push({
            name: laneName,
            owner: resident?.cell ?? '',
            ...(resident && { dmas: resident.dmas }),
          }) - 1;
    const lane = isSoftware ? cpu : resident ? residentLane() : region;
    const own = values.sources[steps.length] ?? [];
    const sources = own.map((source, i) => ({ ...source, bytes: bytes.inputs[i] ?? 0 }));
    const resultBytes = bytes.outputs;
    steps.push({ module, isCheck, lane, region, sources, resultBytes, ...(file !== undefined && { file }) });
  }
  const weights = weightsOf(tree, steps, hardware, plans);
  if ('error' in weights) return weights;
  const { ends, starts } = endsAndStarts(tree);
  const results = ends.map((i) => resultOf(plans, steps[i]?.module));
  const [result = unknownResult] = results;
  if (results.some((r) => JSON.stringify(r) !== JSON.stringify(result))) return { error: DIFFERENT_LOGITS };
  if (result.count === 1 && result.zero === undefined) {
    const error =
      'the network ends in one score, whose sign is the class: which integer is 0 is exported with the kernels, so use `export all`';
    return { error };
  }
  const inputs = starts.map((i) => inputOf(plans, steps[i]));
  if (inputs.some((i) => i !== inputs[0])) return { error: DIFFERENT_INPUTS };
  return {
    policy: problem.policy,
    batch: problem.batch,
    steps,
    lanes,
    regionCount: regions.length,
    classes: result.count,
    pixels: result.pixels,
    logitBytes: result.bytes,
    logitSigned: result.signed,
    logitZero: result.zero ?? 0,
    tree,
    ...weights,
    memory: bufferMemory(analysis, plans),
  };
}

/** Weights of the modules in the fabric, each once however many steps it has. */
function weightsOf(
  tree: StepTree,
  steps: readonly RuntimeStep[],
  { kernels }: Hardware,
  plans: readonly KernelPlan[],
): { readonly weights: readonly RuntimeWeights[] } | { readonly error: string } {
  const weights: RuntimeWeights[] = [];
  for (const [i, { module }] of steps.entries()) {
    const kernel = kernels.find((k) => k.module === module);
    if (kernel === undefined || kernel.weights.length === 0 || tree.steps[i]?.module !== i) continue;
    const ports = plans.find((p) => p.module === module)?.parts.weightPorts;
    if (ports === undefined) {
      return {
        error: `${module.kind} ${module.name} streams its weights from memory (\`weights-in ddr\`), which are exported with the kernels: use \`export all\``,
      };
    }
    for (const port of ports) {
      const tooLarge = transferRefusal(port.layer, port.words.length, false);
      if (tooLarge !== undefined) return { error: tooLarge };
      weights.push({ module: i, stream: kernel.weights.indexOf(port.name), port });
    }
  }
  const tooMany = streamsRefusal(weights.length);
  return tooMany === undefined ? { weights } : { error: tooMany };
}

function resultOf(plans: readonly KernelPlan[], module: ModuleFigures | undefined): EndResult {
  const output = plans.find((p) => p.module === module)?.outputs[0];
  if (output === undefined) return { ...valuesOf(module), signed: true };
  const { count, bytes, code } = output;
  // Among several logits the largest counts, whatever 0 is.
  const { pixels } = valuesOf(module);
  return { count, pixels, bytes, signed: code.min < 0, ...(count === 1 && { zero: code.zeroPoint }) };
}

/** What a path ends in. */
interface EndResult {
  readonly count: number;
  readonly pixels: number;
  readonly bytes: number;
  readonly signed: boolean;
  readonly zero?: number;
}

const unknownResult: EndResult = { count: 0, pixels: 1, bytes: 1, signed: true };

/** Input of a step that reads the network's input, as text to compare. */
function inputOf(plans: readonly KernelPlan[], step: RuntimeStep | undefined): string {
  const { code, count, bytes } = plans.find((p) => p.module === step?.module)?.inputs[0] ?? {};
  return JSON.stringify([step?.sources[0]?.bytes, code, count, bytes]);
}
