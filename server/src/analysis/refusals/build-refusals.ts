/** Limits of the Vivado project and the board program, checked by exports and by diagnostics while typing. */
import { kindSpecs } from '../../../../grammar/src/index';
import { isEqual } from '../../base/equal';
import { formatBytes } from '../../base/format';
import { perObject } from '../../base/memo';
import { isOrderable, orderableExample } from '../../device/index';
import { elements, makerOf } from '../../network/index';
import { modulesOf } from '../../schedule/index';
import type { LayerSpec } from '../../semantics/design';
import { type ModuleEntry, orderProblem } from '../../cost/index';
import type { Analysis, LayerFigures, ModuleFigures } from '../analysis';
import { layersOf } from '../figures/module-layers';
import { pixelsAt, scoresAt } from '../figures/scores';
import type { Refused } from './refusals';
import { stepSources } from './step-sources';
import { type StepTree, endsAndStarts, moduleOf, stepTree } from './step-tree';
import { moduleStreams } from './streams';

/** A stream's beat: every input and result is whole beats. */
const BEAT_BYTES = 8;
/** Decision and label before an exit's logits. */
const DECISION_BYTES = 8;
/** Same as in exeunt_controller.h. */
const MOST_STEPS = 256;
/** Same as in exeunt_fabric.h. */
const MOST_WEIGHTS = 256;
/** 26 bits of length (PG021), in whole beats. */
const LARGEST_TRANSFER = 2 ** 26 - BEAT_BYTES;

export const DIFFERENT_LOGITS =
  'the paths after a switch end in different numbers or types of logits; the controller supports one kind';
export const DIFFERENT_INPUTS =
  'the networks after a switch take inputs of different size, type or scale: export them with the same';

/** Refusals that follow from the design alone; those that depend on its model's numbers are checked once they are read. */
export function buildRefusals(analysis: Analysis): Refused[] {
  const { design, timeline } = analysis;
  const [network] = design.networks;
  const origin = design.schedule.origin ?? network?.origin;
  if (origin === undefined) return [];
  const refused = (message: string | undefined, at = origin): Refused[] =>
    message === undefined ? [] : [{ message, origin: at }];
  const part = design.device?.part;
  const port = portRefusal(analysis);
  const named = [
    ...(part ? refused(partNameRefusal(part.text), part.origin) : []),
    ...(port === undefined ? [] : [port]),
  ];
  if (timeline === undefined) return named;
  const processorOnly = refused(processorOnlyRefusal(analysis));
  if (processorOnly.length > 0) return [...named, ...processorOnly];
  const { problem } = timeline;
  // Without decisions each module is one step, and there is one end.
  if (problem.decision === undefined)
    return [
      ...named,
      ...refused(stepsRefusal(modulesOf(problem).length)),
      ...streamRefusals(analysis, origin),
    ];
  const tree = stepTree(problem);
  return [
    ...named,
    ...refused(stepsRefusal(tree.steps.length)),
    ...streamRefusals(analysis, origin),
    ...pathRefusals(analysis, tree, design.switches[0]?.origin ?? origin),
  ];
}

/** Vivado needs a part's package and speed grade. */
export function partNameRefusal(written: string): string | undefined {
  if (isOrderable(written)) return undefined;
  const example = orderableExample(written);
  const way =
    example === undefined ? 'write it, or a board' : `write for instance \`part "${example}"\`, or a board`;
  return `Vivado needs the full part name, with package and speed grade, which \`${written}\` is not: ${way}`;
}

/** No ICAP controller is built: modules come through the processor's port, whose times are others. */
export function portRefusal({ design, modules }: Pick<Analysis, 'design' | 'modules'>): Refused | undefined {
  const port = design.device?.port;
  if (port?.kind !== 'icap' || !modules.some((m) => m.place.kind === 'region')) return undefined;
  const message =
    'the export builds no ICAP controller and loads modules through the PCAP, so these load times would not be those of what is built: write `port pcap`';
  return { message, origin: port.origin, instead: 'port pcap' };
}

export function processorOnlyRefusal({ modules }: Pick<Analysis, 'modules'>): string | undefined {
  const isHardware = modules.some((m) => m.place.kind !== 'cpu');
  return isHardware ? undefined : 'every module runs on the processor, so there is no hardware to build';
}

export function stepsRefusal(steps: number): string | undefined {
  return steps > MOST_STEPS
    ? `the controller supports at most ${MOST_STEPS} steps, the design has ${steps}`
    : undefined;
}

export function streamsRefusal(streams: number): string | undefined {
  if (streams <= MOST_WEIGHTS) return undefined;
  return `the runtime supports at most ${MOST_WEIGHTS} streams of weights, the design has ${streams}`;
}

/**
 * @param bytes of one layer, for one input
 * @param canHold whether the layer could fetch each weight once an input
 */
export function transferRefusal(layer: string, bytes: number, canHold: boolean): string | undefined {
  if (bytes <= LARGEST_TRANSFER) return undefined;
  const ways = [
    ...(canHold ? ['fetch each weight once an input (`order weights`)'] : []),
    'keep them in bram or lutram',
    "or reduce the layer's output positions",
  ];
  return `${layer} streams ${formatBytes(bytes)} of weights per input, more than the 64 MiB of one DMA transfer: ${ways.join(', ')}`;
}

/** Whether a kernel reads a layer's weights from memory. */
export function streamsWeights({ weightsIn, kind }: Pick<LayerSpec, 'weightsIn' | 'kind'>): boolean {
  return weightsIn === 'ddr' && kindSpecs[kind].weighted;
}

/** Remembered by a module's layers, which most edits leave unchanged. */
const streamingLayers = perObject((layers: readonly LayerFigures[]) =>
  layers.filter(({ shaped }) => streamsWeights(shaped.spec)),
);

/** Each layer is built once, in the fabric, however often it occurs on a path. */
function streamRefusals({ modules }: Analysis, origin: Refused['origin']): Refused[] {
  const streamed = modules.flatMap((module) =>
    module.place.kind === 'cpu' ? [] : streamingLayers(layersOf(module)),
  );
  const tooMany = streamsRefusal(streamed.length);
  const tooLarge = streamed.flatMap(({ shaped, cost, parallel }): Refused[] => {
    const { spec } = shaped;
    const canHold = parallel.order !== 'weights' && orderProblem(shaped, parallel) === undefined;
    const message = transferRefusal(spec.label, cost?.streamedBytes ?? 0, canHold);
    const span = spec.node.name?.span ?? spec.node.layerKind.span;
    return message === undefined ? [] : [{ message, origin: { ...spec.origin, span } }];
  });
  return [...tooLarge, ...(tooMany === undefined ? [] : [{ message: tooMany, origin }])];
}

/** Checks that the paths after a switch begin and end alike, as far as shapes and types show. */
function pathRefusals(analysis: Analysis, tree: StepTree, origin: Refused['origin']): Refused[] {
  const { ends, starts } = endsAndStarts(tree);
  const modulesAt = (steps: readonly number[]): (ModuleFigures | undefined)[] =>
    steps.map((i) => tree.steps[i]).map((step) => step && moduleOf(analysis, step));
  const results = modulesAt(ends).map(valuesOf);
  const inputs = modulesAt(starts).map((m) => m && bytesOf(analysis, m)?.inputs[0]);
  // Missing shapes have their own diagnostic.
  if (results.some((r) => r.count === 0) || inputs.includes(undefined)) return [];
  const isOther = results.some((r) => !isEqual(r, results[0]));
  const refused = (message: string): Refused => ({ message, origin });
  const values = stepSources(analysis, tree);
  return [
    ...('error' in values ? [refused(values.error)] : []),
    ...(isOther ? [refused(DIFFERENT_LOGITS)] : []),
    ...(inputs.some((bytes) => bytes !== inputs[0]) ? [refused(DIFFERENT_INPUTS)] : []),
  ];
}

/** Bytes of a module's streams for one input, from its layers' types; undefined if a shape is unknown. */
export function bytesOf(analysis: Pick<Analysis, 'design'>, module: ModuleFigures): StreamBytes | undefined {
  const { entering, leaving } = moduleStreams(analysis, module);
  // A branch reads what its trunk made.
  const inflowBits = (layer: number): number | undefined =>
    layer === -1 ? module.list.inflow?.bits : undefined;
  const sized = ({ shape, layer, bits }: ModuleEntry): number =>
    beats(elements(shape) * valueBytes(bitsOf(module, layer) ?? inflowBits(layer) ?? bits));
  const verdict = module.kind === 'stage' ? 0 : DECISION_BYTES;
  const [inputs, outputs] = [entering.map(sized), leaving.map((r) => verdict + sized(r))];
  return inputs.length > 0 && outputs.length > 0 ? { inputs, outputs } : undefined;
}

export interface StreamBytes {
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

/** Output of a module's last layer for one input, or the scores of an exit. */
export function valuesOf(module: ModuleFigures | undefined): {
  readonly count: number;
  /** Of an image, see `pixelsAt`. */
  readonly pixels: number;
  readonly bytes: number;
} {
  if (module === undefined) return unknownValues;
  const end = module.kind === 'stage' ? (module.layers.at(-1) ?? -1) : scoresAt(module.list);
  const last = module.list.layers[end]?.shaped;
  const { inflow } = module.list;
  if (end < 0 && module.kind !== 'stage' && inflow)
    return {
      count: elements(inflow.shape),
      pixels: pixelsAt(module.list, end),
      bytes: valueBytes(inflow.bits),
    };
  if (last?.outShape === undefined) return unknownValues;
  const bits = bitsOf(module, end) ?? last.spec.activations.bits;
  return { count: elements(last.outShape), pixels: pixelsAt(module.list, end), bytes: valueBytes(bits) };
}

const unknownValues = { count: 0, pixels: 1, bytes: 1 };

/** Of a value of the module's list: a relu that is fused and a flatten have that of the layer before. */
function bitsOf({ list }: ModuleFigures, index: number | undefined): number | undefined {
  if (index === undefined) return undefined;
  return makerOf((i) => list.layers[i]?.shaped, index)?.spec.activations.bits;
}

function valueBytes(bits: number): number {
  return bits <= 8 ? 1 : 2;
}

function beats(bytes: number): number {
  return Math.ceil(bytes / BEAT_BYTES) * BEAT_BYTES;
}
