/** Keeps layers whose text an edit leaves alone, even if the block around them is parsed again. */
import { withParts } from './layer-blocks';
import { unmoved } from './moved';
import type { Block, BlockSlot, Layer, Span, SyntaxProblem } from './tree';

export interface TextChange {
  /** Offsets in the previous text. */
  readonly start: number;
  readonly end: number;
  /** Length of the text there now. */
  readonly inserted: number;
}

const firstReadings = new WeakMap<Layer, Layer>();

/**
 * The layer as first read with exactly this text, wherever it was then: a key for caches of what follows from a layer's
 * text alone. Its spans are those of another version.
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

/** Layers keep the form in which they were read in memory, so the chain of forms must be limited. */
const mostForms = 64;

/**
 * The first form of a block since which edits were only within its layers: the same layers in the same order. Caches of a
 * layer that no edit has touched refer to the form in which it was read; `spanIn` converts their spans.
 */
export function firstForm(block: Block): Block {
  return lineages.get(block)?.first ?? block;
}

/** Whether two blocks are the same but for edits within their layers. */
export function isSameBlock(a: Block, b: Block): boolean {
  return a === b || firstForm(a) === firstForm(b);
}

/** Records that an edit within one layer has made a block from another. */
export function rememberForm(block: Block, before: Block): void {
  const { first, generation } = lineages.get(before) ?? { first: before, generation: 0 };
  if (generation < mostForms) lineages.set(block, { first, generation: generation + 1 });
}

/** Converts a span of an earlier form of the block to this form. */
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

/** Index of the last layer that starts at or before the offset, -1 if there is none. */
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

/** With more errors than this in a block, finding those of each layer costs more than it saves. */
const mostProblems = 8;

/** `after` with the layers of `before` that the edit neither touches nor moves; moved ones remember their originals. */
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
    // Old errors by the layer's old place, new errors by its new place.
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
