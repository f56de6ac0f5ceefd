import type { Analysis, ModuleFigures } from '../../analysis/analysis';
import { elements } from '../../network/index';
import { portBytes, resultBytes } from '../hls/golden';
import type { KernelPlan } from '../hls/kernel';
import type { Hardware } from '../vivado/hardware';
import { endsAndStarts, moduleOf, PARTED_BATCH, type StepTree, stepTree } from './step-tree';

/** One step of the path, as the controller's tables have it. */
export interface RuntimeStep {
  readonly module: ModuleFigures;
  readonly isCheck: boolean;
  readonly lane: number;
  /** Index of the region whose module it is, or -1. */
  readonly region: number;
  readonly inputBytes: number;
  readonly outputBytes: number;
  /** Partial bitstream without its ending; of a module that is loaded. */
  readonly file?: string;
}

export interface RuntimeLane {
  readonly name: string;
  /** Cell of the block design whose registers it has. */
  readonly owner?: string;
}

/** The schedule of a design and the bytes that pass, as the controller reads them. */
export interface RuntimeTables {
  readonly policy: 'serial' | 'overlap' | 'speculate';
  readonly batch: number;
  readonly steps: readonly RuntimeStep[];
  readonly lanes: readonly RuntimeLane[];
  readonly regionCount: number;
  readonly classes: number;
  readonly logitBytes: number;
  readonly logitSigned: boolean;
  readonly tree: StepTree;
}

/** A stream's beat: every input and result is whole beats. */
const BEAT_BYTES = 8;
/** Verdict of an exit in front of its logits: leaves, label. */
const DECISION_BYTES = 8;
/** As exeunt_controller.h has them. */
const MOST_STEPS = 256;
const LARGEST_BATCH = 1024;

export function runtimeTables(
  analysis: Analysis,
  hardware: Hardware,
  plans: readonly KernelPlan[],
): RuntimeTables | { readonly error: string } {
  const { timeline } = analysis;
  if (timeline === undefined) return { error: `the design has no timeline: ${analysis.missing.join('; ')}` };
  const { problem } = timeline;
  if (problem.decision !== undefined && problem.batch > 1) return { error: PARTED_BATCH };
  const tree = stepTree(problem);
  if (tree.steps.length > MOST_STEPS)
    return { error: `the controller runs ${MOST_STEPS} steps, the design has ${tree.steps.length}` };
  if (problem.batch > LARGEST_BATCH) return { error: `the controller takes batches up to ${LARGEST_BATCH}` };

  const { regions, residents, software } = hardware;
  const lanes: RuntimeLane[] = regions.map((r) => ({ name: r.figures.spec.name, owner: r.cell }));
  const cpu = lanes.push({ name: 'port' }, { name: 'cpu' }) - 1;
  const steps: RuntimeStep[] = [];
  for (const node of tree.steps) {
    const { name, isCheck } = node.step;
    const module = moduleOf(analysis, node);
    const plan = plans.find((p) => p.module === module);
    const bytes = plan ? plannedBytes(plan) : module && bytesOf(module);
    if (module === undefined || bytes === undefined)
      return { error: `the shape of ${name} is not known: see the diagnostics of its layers` };
    const region = regions.findIndex((r) => r.modules.some((m) => m.kernel.module === module));
    const resident = residents.find((r) => r.kernel.module === module);
    const isSoftware = software.some((k) => k.module === module);
    const file = regions[region]?.modules.find((m) => m.kernel.module === module)?.blockDesign;
    const own = `static:${name}`;
    const known = lanes.findIndex((l) => l.name === own);
    const residentLane = () =>
      known >= 0 ? known : lanes.push({ name: own, owner: resident?.cell ?? '' }) - 1;
    const lane = isSoftware ? cpu : resident ? residentLane() : region;
    steps.push({ module, isCheck, lane, region, ...bytes, ...(file !== undefined && { file }) });
  }
  const { ends, starts } = endsAndStarts(tree);
  const results = ends.map((i) => resultOf(plans, steps[i]?.module));
  const [result = { count: 0, bytes: 1, signed: true }] = results;
  if (results.some((r) => JSON.stringify(r) !== JSON.stringify(result)))
    return {
      error:
        'the paths behind a switch end in logits of different number or type; the controller reads one kind',
    };
  const inputs = starts.map((i) => inputOf(plans, steps[i]));
  if (inputs.some((i) => i !== inputs[0]))
    return {
      error:
        'the networks behind a switch take inputs of different size, type or scale: export them with the same',
    };
  return {
    policy: problem.policy,
    batch: problem.batch,
    steps,
    lanes,
    regionCount: regions.length,
    classes: result.count,
    logitBytes: result.bytes,
    logitSigned: result.signed,
    tree,
  };
}

function resultOf(
  plans: readonly KernelPlan[],
  module: ModuleFigures | undefined,
): { readonly count: number; readonly bytes: number; readonly signed: boolean } {
  const output = plans.find((p) => p.module === module)?.output;
  if (output === undefined) return { ...valuesOf(module), signed: true };
  return { count: output.count, bytes: output.bytes, signed: output.code.min < 0 };
}

/** What a step that reads the network's input takes, as text to compare. */
function inputOf(plans: readonly KernelPlan[], step: RuntimeStep | undefined): string {
  const { code, count, bytes } = plans.find((p) => p.module === step?.module)?.input ?? {};
  return JSON.stringify([step?.inputBytes, code, count, bytes]);
}

/** As the kernel's code has them. */
function plannedBytes(plan: KernelPlan): Pick<RuntimeStep, 'inputBytes' | 'outputBytes'> {
  return { inputBytes: portBytes(plan.input), outputBytes: resultBytes(plan) };
}

function bytesOf(module: ModuleFigures): Pick<RuntimeStep, 'inputBytes' | 'outputBytes'> | undefined {
  const first = module.list.layers[module.layers[0] ?? -1]?.shaped;
  const shape = first?.spec.kind === 'input' ? first.outShape : first?.inShape;
  const output = valuesOf(module);
  if (first === undefined || shape === undefined || output.count === 0) return undefined;
  const verdict = module.kind === 'stage' ? 0 : DECISION_BYTES;
  return {
    inputBytes: beats(elements(shape) * valueBytes(first.spec.activations.bits)),
    outputBytes: verdict + beats(output.count * output.bytes),
  };
}

/** What a module's last layer makes of one input. */
function valuesOf(module: ModuleFigures | undefined): { readonly count: number; readonly bytes: number } {
  const last = module?.list.layers[module.layers.at(-1) ?? -1]?.shaped;
  if (last?.outShape === undefined) return { count: 0, bytes: 1 };
  return { count: elements(last.outShape), bytes: valueBytes(last.spec.activations.bits) };
}

function valueBytes(bits: number): number {
  return bits <= 8 ? 1 : 2;
}

function beats(bytes: number): number {
  return Math.ceil(bytes / BEAT_BYTES) * BEAT_BYTES;
}
