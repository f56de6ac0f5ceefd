/** Limits of exported kernels, checked by exports and by diagnostics while typing. */
import { criterionSpecs, criterionText } from '../../../../grammar/src/index';
import { perObject } from '../../base/memo';
import { isWire } from '../../arithmetic/index';
import { type Refusal, refusedFolding, refusedWords } from '../../cost/index';
import { elements } from '../../network/index';
import type { ScheduleProblem } from '../../schedule/index';
import type { Criterion, Origin } from '../../semantics/design';
import { decidingLayers } from '../../semantics/exit-head';
import type { Analysis, LayerFigures, ModuleFigures } from '../analysis';
import { scoresShape } from '../figures/scores';

/** A reason against an export, and its place in the design. */
export interface Refused {
  readonly message: string;
  readonly origin: Origin;
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

/** A kernel has one stream in and one out. */
export function streamRefusal(
  analysis: Pick<Analysis, 'design'>,
  module: ModuleFigures,
  { into, out }: Streams,
): Refused | undefined {
  if (into === 1 && out === 1) return undefined;
  const read = named(module, readFrom(module));
  const handed = named(module, handedOn(analysis, module));
  const way =
    'a kernel has one stream in and one out: let the stage end where one value is all that later layers read';
  const { kind, name, spec } = module;
  return { message: `${kind} ${name} reads ${read} and hands on ${handed}; ${way}`, origin: spec.origin };
}

/** Refusal of a decision over an image, or over too many classes for its comparison. */
export function decisionRefusal({ kind, name, spec }: ModuleFigures, classes: number): Refused | undefined {
  if (!('when' in spec)) return undefined;
  const { criterion, threshold } = spec.when;
  if (criterionSpecs[criterion].overPositions === true) {
    const message = `${kind} ${name} decides by ${criterionText(criterion)}, for which there is no kernel: export needs scores of classes, as behind \`globalpool\`, and a criterion such as \`when softmax >= 0.9\``;
    return { message, origin: spec.origin };
  }
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
  const { list, layers, cost } = module;
  const idle = idleRefusal(module);
  if (idle) return [idle];
  if (cost === undefined || layers.some((i) => refusalsOf(list.layers[i]).length > 0)) return [];
  const last = module.kind === 'stage' ? undefined : scoresShape(list);
  const crossing = streamRefusal(analysis, module, cost.streams);
  const decision = last && decisionRefusal(module, elements(last));
  return [crossing, decision].flatMap((r) => r ?? []);
}

const refusalsOfKnown = perObject(layerRefusals);

/** Memoised by the layer's figures, which most edits leave unchanged. */
export function refusalsOf(layer: LayerFigures | undefined): readonly Refusal[] {
  return layer === undefined ? [] : refusalsOfKnown(layer);
}

export const PARTED_BATCH = 'the controller takes inputs through a switch one by one: write `batch 1`';

/** Limit of the controller's fields. */
const LARGEST_BATCH = 1024;

/** Schedules that the exported controller does not support. */
export function scheduleRefusal({ decision, batch }: ScheduleProblem): string | undefined {
  if (decision !== undefined && batch > 1) return PARTED_BATCH;
  return batch > LARGEST_BATCH ? `the controller takes batches up to ${LARGEST_BATCH}` : undefined;
}

/** Layers of a stage whose values other modules read, and of a head those that its decision reads, if several. */
export function leavingLayers(
  { design }: Pick<Analysis, 'design'>,
  { kind, list, layers }: ModuleFigures,
): number[] {
  if (kind !== 'stage')
    return [...decidingLayers({ layers: list.specs, ...('when' in list.spec && { when: list.spec.when }) })];
  const inside = new Set(layers);
  const read = new Set<number>();
  for (const { after } of [...design.exits, ...design.switches]) {
    // The network's input is in memory as it is.
    if (after?.network === list.name && list.specs[after.layer]?.kind !== 'input') read.add(after.layer);
  }
  list.specs.forEach((spec, index) => {
    if (!inside.has(index)) for (const from of spec.inputs) read.add(from);
  });
  return layers.filter((l) => read.has(l));
}

/** Layers that a module reads: its own `input`, layers outside, and for a branch -1, the trunk. */
function readFrom({ list, layers }: ModuleFigures): number[] {
  const inputs = (l: number): readonly number[] =>
    list.specs[l]?.kind === 'input' ? [l] : (list.specs[l]?.inputs ?? []);
  const own = (l: number): boolean => layers.includes(l) && list.specs[l]?.kind !== 'input';
  return [...new Set(layers.flatMap(inputs))].filter((l) => !own(l));
}

/** Layers whose values leave a module, because others read them or no layer does. */
function handedOn(analysis: Pick<Analysis, 'design'>, module: ModuleFigures): number[] {
  const { list, layers } = module;
  const inside = new Set(layers.flatMap((l) => list.specs[l]?.inputs ?? []));
  const leaving = leavingLayers(analysis, module);
  return layers.filter((l) => !inside.has(l) || leaving.includes(l));
}

function named({ list }: ModuleFigures, layers: readonly number[]): string {
  const labels = layers.map((l) => list.specs[l]?.label ?? 'what it branches from');
  return labels.length === 1 ? (labels[0] ?? '') : `${labels.length} values (${labels.join(', ')})`;
}
