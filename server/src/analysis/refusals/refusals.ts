/** Limits of exported kernels, checked by exports and by diagnostics while typing. */
import { criterionSpecs, criterionText } from '../../../../grammar/src/index';
import { perObject } from '../../base/memo';
import { isWire } from '../../arithmetic/index';
import { type ModuleEntry, type Refusal, refusedFolding, refusedWords } from '../../cost/index';
import { elements } from '../../network/index';
import type { ScheduleProblem } from '../../schedule/index';
import type { Criterion, Origin } from '../../semantics/design';
import type { Analysis, LayerFigures, ModuleFigures } from '../analysis';
import { layersOf } from '../figures/module-layers';
import { pixelsAt, scoresAt, scoresShape } from '../figures/scores';
import { otherCut } from './other-cut';
import { moduleStreams } from './streams';

/** A reason against an export, and its place in the design. */
export interface Refused {
  readonly message: string;
  readonly origin: Origin;
  /** What to write at that place instead, if it is one thing. */
  readonly instead?: string;
}

/** Values that enter and leave a module. */
interface Streams {
  readonly into: number;
  readonly out: number;
}

/** Decisions compare in 64 bits, with 24 fractional bits each for shares and thresholds. */
const largestComparison = 2 ** 16;

/** Refusals of a layer; none for one that is only wires. */
export function layerRefusals({ shaped, parallel }: LayerFigures): readonly Refusal[] {
  if (isWire(shaped)) return [];
  const words = refusedWords(shaped);
  // For a kind without a kernel nothing else matters.
  return words.some((r) => r.what === 'kind') ? words : [...words, ...refusedFolding(shaped, parallel)];
}

/** Refusal of a module that computes nothing. */
export function idleRefusal({ kind, name, spec, list, layers }: ModuleFigures): Refused | undefined {
  // It decides, if nothing else.
  if (kind === 'exit') return undefined;
  const isIdle = !layers.some((i) => list.layers[i] && !isWire(list.layers[i].shaped));
  return isIdle
    ? { message: `${kind} ${name} has no layer that computes anything`, origin: spec.origin }
    : undefined;
}

/** Refusal of a module that more values cross than its place in the block design has DMAs for. */
export function streamRefusal(
  analysis: Pick<Analysis, 'design'>,
  module: ModuleFigures,
  { into, out }: Streams,
): Refused | undefined {
  const { kind, name, spec, list } = module;
  const refused = (message: string): Refused => ({
    message: `${kind} ${name} ${message}`,
    origin: spec.origin,
  });
  if (into === 0 || out === 0) return refused(into === 0 ? 'reads no value' : 'makes no value');
  if (into <= MOST_STREAMS && out <= (kind === 'stage' ? MOST_STREAMS : 1)) return undefined;
  const { entering, leaving } = moduleStreams(analysis, module);
  const labels = (of: readonly ModuleEntry[]): string[] =>
    of.map(({ layer }) => list.specs[layer]?.label ?? 'what it branches from');
  if (kind !== 'stage' && out > 1)
    return refused(`has layers that nothing reads (${labels(leaving.slice(1)).join(', ')}): remove them`);
  const read = `reads ${counted(labels(entering))}`;
  const handed = `hands on ${counted(labels(leaving.toSorted((a, b) => a.layer - b.layer)))}`;
  const limit = `a module has at most ${MOST_STREAMS} streams each way, with a DMA each`;
  return refused(`${read} and ${handed}; ${limit}${wayOut(module, into > MOST_STREAMS)}`);
}

/** Streams of a module each way: as many DMAs for one module, beside its logic, leave room for it on small devices. */
export const MOST_STREAMS = 8;

/** Names another cut, which as many values cross as there may be streams. */
function wayOut({ list, layers }: ModuleFigures, isEntry: boolean): string {
  const begin = isEntry ? (layers[0] ?? 0) : (layers.at(-1) ?? 0) + 1;
  const found = otherCut(list, begin, MOST_STREAMS);
  if (found === undefined) return ': keep these layers in one stage, as every cut of this network has more';
  const values = found.crossing === 1 ? 'one value crosses' : `${found.crossing} values cross`;
  return `: begin a stage at ${list.specs[found.begin]?.label ?? ''} instead, where ${values}`;
}

function counted(labels: readonly string[]): string {
  const shown = labels.length > SHOWN ? [...labels.slice(0, SHOWN), '…'] : labels;
  return labels.length === 1 ? (labels[0] ?? '') : `${labels.length} values (${shown.join(', ')})`;
}

/** Most labels in a message. */
const SHOWN = 10;

/** Refusal of a decision over an image, flattened or not, or over too many classes for its comparison. */
export function decisionRefusal(
  { kind, name, spec, list }: ModuleFigures,
  classes: number,
): Refused | undefined {
  const rule = 'when' in spec ? spec.when : undefined;
  if (rule && criterionSpecs[rule.criterion].overPositions === true) {
    const message = `${kind} ${name} decides by ${criterionText(rule.criterion)}, for which there is no kernel: export needs scores of classes, as behind \`globalpool\`, and a criterion such as \`when softmax >= 0.9\``;
    return { message, origin: spec.origin };
  }
  if (pixelsAt(list, scoresAt(list)) > 1) {
    const message = `${kind} ${name} decides over the pixels of an image, which kernels number otherwise than the model does: end it in a \`dense\` layer, or put \`globalpool\` in front of its end`;
    return { message, origin: spec.origin };
  }
  if (rule === undefined) return undefined;
  const { criterion, threshold } = rule;
  if (comparedSums[criterion](classes, threshold) < largestComparison) return undefined;
  const much = `decides by ${criterion} over ${classes} classes, more than its 64 bits hold`;
  return { message: `${kind} ${name} ${much}; write \`when margin\``, origin: spec.origin };
}

/** The largest sum of shares that a comparison multiplies, where one share is 1. */
const comparedSums = {
  softmax: (classes) => classes,
  softmax2: (classes) => classes,
  // Both sides are shares times nats.
  entropy: (classes, threshold) => classes * Math.max(threshold, Math.log(classes) + 1),
  // Nothing is multiplied.
  margin: () => 0,
  learned: () => 0,
  // Refused as such.
  mean: () => 0,
  min: () => 0,
} as const satisfies Readonly<Record<Criterion, (classes: number, threshold: number) => number>>;

/** A module's refusals that need no numbers and have no diagnostic of their own. */
export function moduleRefusals(analysis: Pick<Analysis, 'design'>, module: ModuleFigures): Refused[] {
  const { list } = module;
  const idle = idleRefusal(module);
  if (idle) return [idle];
  const streams = knownStreams(analysis, module);
  if (streams === undefined || refusedLayers(layersOf(module)).length > 0) return [];
  const last = module.kind === 'stage' ? undefined : scoresShape(list);
  const crossing = streamRefusal(analysis, module, streams);
  const decision = last && decisionRefusal(module, elements(last));
  return [crossing, decision].flatMap((r) => r ?? []);
}

/** Of hardware they are in its cost; a module on the processor has none. */
function knownStreams(analysis: Pick<Analysis, 'design'>, module: ModuleFigures): Streams | undefined {
  if (module.cost || module.place.kind !== 'cpu') return module.cost?.streams;
  if (module.layers.some((i) => module.list.layers[i]?.shaped.outShape === undefined)) return undefined;
  const { entering, leaving } = moduleStreams(analysis, module);
  return { into: entering.length, out: leaving.length };
}

const refusalsOfKnown = perObject(layerRefusals);

/** Memoised by the layer's figures, which most edits leave unchanged. */
export function refusalsOf(layer: LayerFigures | undefined): readonly Refusal[] {
  return layer === undefined ? [] : refusalsOfKnown(layer);
}

/** Those of a module's layers that have refusals, likewise. */
export const refusedLayers = perObject((layers: readonly LayerFigures[]) =>
  layers.filter((layer) => refusalsOf(layer).length > 0),
);

const PARTED_AHEAD =
  'under `speculate` the controller takes inputs through a switch one by one: write `batch 1`, or `policy overlap`';

/** Limit of the controller's fields. */
const LARGEST_BATCH = 1024;

/** Schedules that the exported controller does not support. */
export function scheduleRefusal({ decision, batch, policy }: ScheduleProblem): string | undefined {
  if (decision !== undefined && batch > 1 && policy === 'speculate') return PARTED_AHEAD;
  return batch > LARGEST_BATCH ? `the controller takes batches up to ${LARGEST_BATCH}` : undefined;
}
