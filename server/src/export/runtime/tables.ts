import type { Analysis, ModuleFigures } from '../../analysis/analysis';
import { elements } from '../../network/index';
import { portBytes, resultBytes } from '../hls/golden';
import type { KernelPlan } from '../hls/kernel';
import type { Hardware } from '../vivado/hardware';

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
  if (problem.decision)
    return {
      error: `the controller follows one path: \`switch ${problem.decision.name}\` is not exported yet`,
    };
  const path = problem.stages.flatMap((s) => [
    { ...s, isCheck: false },
    ...(s.exits ?? []).map((e) => ({ ...e, isCheck: true })),
  ]);
  if (path.length > MOST_STEPS)
    return { error: `the controller runs ${MOST_STEPS} steps, the design has ${path.length}` };
  if (problem.batch > LARGEST_BATCH) return { error: `the controller takes batches up to ${LARGEST_BATCH}` };

  const { regions, residents, software } = hardware;
  const lanes: RuntimeLane[] = regions.map((r) => ({ name: r.figures.spec.name, owner: r.cell }));
  const cpu = lanes.push({ name: 'port' }, { name: 'cpu' }) - 1;
  const steps: RuntimeStep[] = [];
  for (const { name, isCheck } of path) {
    const module = analysis.modules.find((m) => m.name === name && (m.kind !== 'stage') === isCheck);
    const plan = plans.find((p) => p.module === module);
    const bytes = plan ? plannedBytes(plan) : module && bytesOf(module);
    if (module === undefined || bytes === undefined)
      return { error: `the shape of ${name} is not known: see the diagnostics of its layers` };
    const region = regions.findIndex((r) => r.modules.some((m) => m.kernel.module === module));
    const resident = residents.find((r) => r.kernel.module === module);
    const isSoftware = software.some((k) => k.module === module);
    const file = regions[region]?.modules.find((m) => m.kernel.module === module)?.blockDesign;
    const lane = isSoftware
      ? cpu
      : resident
        ? lanes.push({ name: `static:${name}`, owner: resident.cell }) - 1
        : region;
    steps.push({ module, isCheck, lane, region, ...bytes, ...(file !== undefined && { file }) });
  }
  const last = steps.findLast((s) => !s.isCheck);
  const output = plans.find((p) => p.module === last?.module)?.output;
  const { count, bytes } = output ?? valuesOf(last?.module);
  return {
    policy: problem.policy,
    batch: problem.batch,
    steps,
    lanes,
    regionCount: regions.length,
    classes: count,
    logitBytes: bytes,
    logitSigned: output === undefined || output.code.min < 0,
  };
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
