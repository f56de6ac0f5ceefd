/** Layers whose text an edit leaves alone stay the same, even where the block around them is parsed anew. */
import { withParts } from './layer-blocks';
import { unmoved } from './moved';
import type { Block, BlockSlot, Layer, Span, SyntaxProblem } from './tree';

export interface TextChange {
  /** Offsets in the previous text. */
  readonly start: number;
  readonly end: number;
  /** Length of what stands there now. */
  readonly inserted: number;
}

const firstReadings = new WeakMap<Layer, Layer>();

/**
 * The layer as it was first read with just this text, wherever it stood then: what a layer means by itself can
 * be kept by this node. Its spans are those of another version.
 */
export function firstReading(layer: Layer): Layer {
  const first = unmoved(layer);
  return firstReadings.get(first) ?? first;
}

interface Lineage {
  readonly first: Block;
  readonly generation: number;
}

const lineages = new WeakMap<Block, Lineage>();

/** Each form is kept alive by the layers that were read in it, so that a line of forms must end some time. */
const mostForms = 64;

/**
 * The block that this one has grown from, edit by edit within its layers: the same layers in the same order. What is
 * kept of a layer that no edit has touched names the form that it was read in; `spanIn` tells where it stands now.
 */
export function firstForm(block: Block): Block {
  return lineages.get(block)?.first ?? block;
}

/** The same block, before or after edits within its layers. */
export function isSameBlock(a: Block, b: Block): boolean {
  return a === b || firstForm(a) === firstForm(b);
}

/** Notes that a block has grown from another by an edit within one layer. */
export function rememberForm(block: Block, before: Block): void {
  const { first, generation } = lineages.get(before) ?? { first: before, generation: 0 };
  if (generation < mostForms) lineages.set(block, { first, generation: generation + 1 });
}

/** Where a span of an earlier form of the block stands in this form of it. */
export function spanIn(block: Block, form: Block, span: Span): Span {
  if (block === form || !('layers' in block) || !('layers' in form)) return span;
  const shift = (offset: number): number => {
    const at = lastStartingBefore(form.layers, offset);
    const [was, is] = [form.layers[at]?.span, block.layers[at]?.span];
    if (was === undefined || is === undefined) return offset;
    return offset + (offset <= was.end ? is.start - was.start : is.end - was.end);
  };
  return { start: shift(span.start), end: shift(span.end) };
}

/** Index of the last layer that begins at or before the offset, -1 before all. */
function lastStartingBefore(layers: readonly Layer[], offset: number): number {
  let low = 0;
  let high = layers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((layers[middle]?.span.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** With more mistakes than this in a block, looking for those of each layer costs more than it saves. */
const mostProblems = 8;

/** `after` with the layers of `before` that the edit neither touches nor moves; the moved ones remember what they were. */
export function keepLayers(before: BlockSlot | undefined, after: BlockSlot, change: TextChange): BlockSlot {
  const { block } = after;
  const old = before?.block && layersOf(before.block);
  const read = block && layersOf(block);
  const problems = [...(before?.problems ?? []), ...after.problems];
  if (before?.start !== after.start || problems.length > mostProblems) return after;
  if (block === undefined || !('layers' in block) || old === undefined || read === undefined) return after;

  const start = change.start - after.start;
  const end = change.end - after.start;
  const delta = change.inserted - (change.end - change.start);
  const layers = [...read];
  const common = Math.min(old.length, read.length);
  let kept = 0;
  for (; kept < common; kept++) {
    const [was, is] = [old[kept], read[kept]];
    if (!was || !is || was.span.end >= start || !isSame(was, is, 0)) break;
    if (!isBlamed(was, problems)) layers[kept] = was;
  }
  for (let back = 1; back <= common - kept; back++) {
    const at = read.length - back;
    const [was, is] = [old[old.length - back], read[at]];
    if (!was || !is || was.span.start <= end || !isSame(was, is, delta)) break;
    // In front of a mistake or behind it: by its old place for old mistakes, by its new one for new ones.
    if (isBlamed(was, before.problems) || isBlamed(is, after.problems)) continue;
    if (delta === 0) layers[at] = was;
    else firstReadings.set(is, firstReading(was));
  }
  return { ...after, block: withParts(block, { layers }) };
}

function layersOf(block: Block): readonly Layer[] | undefined {
  return 'layers' in block ? block.layers : undefined;
}

function isSame(was: Layer, is: Layer, delta: number): boolean {
  return (
    was.span.start + delta === is.span.start &&
    was.span.end + delta === is.span.end &&
    was.settings.length === is.settings.length &&
    was.from.length === is.from.length
  );
}

function isBlamed({ span }: Layer, problems: readonly SyntaxProblem[]): boolean {
  return problems.some((p) => p.span.start <= span.end && p.span.end >= span.start);
}
