/** Layers whose text an edit leaves alone stay the same, even where the block around them is parsed anew. */
import type { Block, BlockSlot, Layer, SyntaxProblem } from './tree';

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
  return firstReadings.get(layer) ?? layer;
}

const ancestors = new WeakMap<Block, Block>();

/**
 * The block that this one has grown from, edit by edit within its layers. What was kept of a layer that no edit
 * has touched or moved may still name that earlier block: both stand at the same place.
 */
export function firstForm(block: Block): Block {
  return ancestors.get(block) ?? block;
}

export function rememberForm(block: Block, before: Block): void {
  ancestors.set(block, firstForm(before));
}

/** Notes that a layer is the same text as one read before. */
export function rememberReading(layer: Layer, first: Layer): void {
  firstReadings.set(layer, first);
}

/** With more mistakes than this in a block, looking for those of each layer costs more than it saves. */
const mostProblems = 8;

/** `after` with the layers of `before` that the edit neither touches nor moves; the moved ones remember what they were. */
export function keepLayers(before: BlockSlot | undefined, after: BlockSlot, change: TextChange): BlockSlot {
  const block = after.block;
  const old = before && layersOf(before);
  const read = layersOf(after);
  const problems = [...(before?.problems ?? []), ...after.problems];
  if (before?.start !== after.start || problems.length > mostProblems) return after;
  if (block === undefined || old === undefined || read === undefined) return after;

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
  return { ...after, block: { ...block, layers } as typeof block };
}

function layersOf({ block }: BlockSlot): readonly Layer[] | undefined {
  return block && 'layers' in block ? block.layers : undefined;
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
