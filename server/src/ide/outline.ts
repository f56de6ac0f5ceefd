import type { Block, BlockSlot, Layer, Name, Setting, Span } from '../../../grammar/src/index';
import type { Analysis, LayerFigures } from '../analysis/analysis';
import { placed } from '../analysis/offsets';
import { ownFile } from './cursor';
import { layerByNode } from './figures';
import { shapeText } from './figure-text';

export interface OutlineItem {
  /** A block's kind, or `layer`. */
  readonly kind: Block['kind'] | 'layer';
  /** Never empty. */
  readonly name: string;
  readonly detail: string;
  readonly start: number;
  readonly end: number;
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly children: readonly OutlineItem[];
}

/** Blocks and their layers, in text order. */
export function outline(analysis: Analysis): OutlineItem[] {
  const file = ownFile(analysis);
  if (file === undefined) return [];
  const figures = layerByNode(analysis);
  return file.tree.slots.flatMap((slot) => {
    const { block } = slot;
    if (block === undefined) return [];
    const layers = 'layers' in block ? block.layers : [];
    const named = 'name' in block ? block.name : undefined;
    const children = layers.map((layer) => layerItem(slot, layer, figures.get(layer)));
    return [
      item(slot, block.kind, nameOf(block, named), detailOf(block, file.text, slot), block.span, children),
    ];
  });
}

interface Label {
  readonly text: string;
  readonly span: Span;
}

function item(
  slot: BlockSlot,
  kind: OutlineItem['kind'],
  name: Label,
  detail: string,
  span: Span,
  children: readonly OutlineItem[],
): OutlineItem {
  const label = placed(slot, name.span);
  return {
    kind,
    name: name.text,
    detail,
    ...placed(slot, span),
    nameStart: label.start,
    nameEnd: label.end,
    children,
  };
}

function layerItem(slot: BlockSlot, layer: Layer, figures: LayerFigures | undefined): OutlineItem {
  const shape = figures?.shaped.outShape;
  const kind = layer.name ? `${layer.layerKind.text} ` : '';
  const detail = `${kind}${shape ? shapeText(shape) : ''}`.trim();
  return item(slot, 'layer', shownName(layer.name) ?? layer.layerKind, detail, layer.span, []);
}

/** The name that the block declares or refers to, otherwise its keyword. */
function nameOf(block: Block, named: Name | undefined): Label {
  const path = 'path' in block ? block.path : undefined;
  if (path && path.value !== '') return { text: path.value, span: path.span };
  return shownName(named) ?? block.keyword;
}

function shownName(name: Name | undefined): Label | undefined {
  return name && name.text.trim() !== '' ? { text: name.text, span: name.span } : undefined;
}

function detailOf(block: Block, text: string, slot: BlockSlot): string {
  const values = (settings: readonly Setting[], keyword: string): string => {
    const found = settings.find((s) => s.keyword.text === keyword);
    if (found === undefined) return '';
    const all = placed(slot, found.span);
    return oneLine(text.slice(all.start + keyword.length, all.end));
  };
  switch (block.kind) {
    case 'device':
      return values(block.settings, 'board') || values(block.settings, 'part');
    case 'network':
      return block.layers.length === 1 ? '1 layer' : `${block.layers.length} layers`;
    case 'exit':
      return block.after ? `after ${block.after.text}` : '';
    case 'switch':
      return block.targets.length > 0
        ? `${block.position?.text ?? ''} ${block.targets.map((t) => t.text).join(', ')}`
        : '';
    case 'stage': {
      const layers = block.parts.map((p) => (p.last ? `${p.first.text} .. ${p.last.text}` : p.first.text));
      return `${block.place ? `in ${block.place.text} ` : ''}${layers.join(', ')}`.trim();
    }
    case 'region':
      return values(block.settings, 'pblock');
    case 'schedule':
      return values(block.settings, 'policy');
    case 'budget':
      return block.limits.length === 1 ? '1 limit' : `${block.limits.length} limits`;
    case 'paper': {
      const { length } = block.figures;
      return [values(block.settings, 'title'), length === 1 ? '1 figure' : `${length} figures`]
        .filter((t) => t)
        .join(', ');
    }
    case 'import':
    case 'profile':
      return block.kind;
  }
}

/** Longest detail; editors cut longer ones anyway. */
const longestDetail = 80;

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, longestDetail);
}
