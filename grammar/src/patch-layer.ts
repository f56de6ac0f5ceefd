/**
 * Fast path for the most common edit, a word or number of one layer: parses only that layer and shifts everything after
 * it in the block. Edits that could reach beyond the layer are left to the full parser.
 */
import { type LayerBlock, withParts } from './layer-blocks';
import { lineStart } from './lexer';
import { parse } from './parse';
import { layerFurther, moved } from './moved';
import { rememberForm, type TextChange } from './same-layers';
import type { BlockSlot, FileTree, Layer, Span } from './tree';

/** Comments and braces may end outside the layer in which they start. */
const reaching = /[{}/]/;
const blank = /\s/;

const heads: Readonly<Record<LayerBlock['kind'], string>> = {
  network: 'network x {\n',
  exit: 'exit x after x {\n',
  switch: 'switch x after x {\n',
};

/** The tree of `nextText`, or undefined if the edit is not of this kind. */
export function patchLayer(previous: FileTree, nextText: string, change: TextChange): FileTree | undefined {
  const index = slotAround(previous.slots, change);
  const slot = previous.slots[index];
  const block = slot?.block;
  if (slot === undefined || slot.problems.length > 0 || !block || !('layers' in block) || !block.body)
    return undefined;
  const at = layerAround(block.layers, change.start - slot.start, change.end - slot.start);
  const old = block.layers[at];
  if (old === undefined || slot.start + block.body.end !== slot.end) return undefined;

  // Whether that is a layer or a misspelt criterion depends on the layers' names.
  if ('when' in block && block.when.layer) return undefined;
  const delta = change.inserted - (change.end - change.start);
  const start = slot.start + old.span.start;
  const end = slot.start + old.span.end + delta;
  const text = nextText.slice(start, end);
  const isAlone =
    blank.test(nextText[start - 1] ?? '') && (blank.test(nextText[end] ?? '') || nextText[end] === '}');
  if (!isAlone || text.trim() !== text || reaching.test(text)) return undefined;
  // A block earlier on the line may end in an unclosed string that a new quote would close.
  if (text.includes('"') && (previous.slots[index - 1]?.end ?? 0) > lineStart(nextText, start))
    return undefined;

  const read = readAlone(block.kind, text);
  if (read === undefined) return undefined;
  const oldEnd = old.span.end;
  const shifted = <N extends { readonly span: Span }>(node: N): N =>
    delta === 0 || node.span.start < oldEnd ? node : moved(node, delta);
  const layers = [...block.layers];
  layers[at] = moved(read, old.span.start - read.span.start);
  if (delta !== 0) {
    for (let i = at + 1; i < layers.length; i++) layers[i] = layerFurther(block.layers[i] ?? old, delta);
  }
  const patched = withParts(block, {
    layers,
    settings: block.settings.map(shifted),
    ...('when' in block && { when: shifted(block.when) }),
    ...('cases' in block && { cases: block.cases.map(shifted) }),
    span: stretched(block.span, delta),
    body: stretched(block.body, delta),
  });
  rememberForm(patched, block);
  const slots = previous.slots.map((s, i) => {
    if (i < index || (delta === 0 && i > index)) return s;
    return i === index
      ? { ...s, block: patched, end: s.end + delta }
      : { ...s, start: s.start + delta, end: s.end + delta };
  });
  return { slots, length: nextText.length };
}

/** The layer, if the text is exactly one layer without errors; spans are relative to the start of the head. */
function readAlone(kind: LayerBlock['kind'], text: string): Layer | undefined {
  const head = heads[kind];
  const { slots } = parse(`${head}${text}\n}`);
  const [slot] = slots;
  const block = slot?.block;
  if (slots.length !== 1 || slot === undefined || slot.problems.length > 0 || block?.kind !== kind)
    return undefined;
  const [layer] = block.layers;
  const others =
    block.layers.length - 1 + block.settings.length + ('cases' in block ? block.cases.length : 0);
  if (layer === undefined || others > 0 || 'when' in block) return undefined;
  const isWhole = layer.span.start === head.length && layer.span.end === head.length + text.length;
  return isWhole ? layer : undefined;
}

function slotAround(slots: readonly BlockSlot[], { start, end }: TextChange): number {
  return slots.findIndex((s) => s.start <= start && end <= s.end);
}

function layerAround(layers: readonly Layer[], start: number, end: number): number {
  let low = 0;
  let high = layers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((layers[middle]?.span.end ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  const layer = layers[low];
  return layer && layer.span.start <= start && end <= layer.span.end ? low : -1;
}

function stretched({ start, end }: Span, by: number): Span {
  return { start, end: end + by };
}
