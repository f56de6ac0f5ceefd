/** Walks the syntax tree. */
import type { Block, Case, Layer, LayerRange, Limit, Published, Setting, Span, Value, When } from './tree';

export type Node = Block | Layer | Setting | When | Case | LayerRange | Limit | Published | Value;

/** The children of a node, in text order. */
export function children(node: Node): readonly Node[] {
  return present(parts(node)).sort((a, b) => a.span.start - b.span.start);
}

function parts(node: Node): (Node | undefined)[] {
  switch (node.kind) {
    case 'import':
    case 'profile':
      return [node.keyword, node.path];
    case 'device':
    case 'schedule':
      return [node.keyword, ...node.settings];
    case 'network':
      return [node.keyword, node.name, node.model, ...node.layers, ...node.settings];
    case 'exit':
      return [node.keyword, node.name, node.after, ...node.layers, node.when, ...node.settings];
    case 'switch':
      return [
        node.keyword,
        node.name,
        node.position,
        ...node.targets,
        ...node.layers,
        node.when,
        ...node.cases,
        ...node.settings,
      ];
    case 'stage':
      return [node.keyword, node.name, node.place, ...node.parts, ...node.settings];
    case 'region':
      return [node.keyword, node.name, ...node.settings];
    case 'budget':
      return [node.keyword, ...node.limits];
    case 'paper':
      return [node.keyword, ...node.settings, ...node.figures];
    case 'layer':
      return [node.layerKind, node.name, node.shape, ...node.from, ...node.settings];
    case 'setting':
      return [node.keyword, ...node.values];
    case 'when':
      return [node.keyword, node.criterion, node.qualifier, node.layer, node.comparison, node.threshold];
    case 'case':
      return [node.keyword, node.name, node.rate, node.target];
    case 'layers':
      return [node.first, node.last];
    case 'limit':
      return [...node.metric, node.of, node.comparison, node.value];
    case 'published':
      return [...node.figure, node.of, node.to, node.value, node.within, node.because];
    case 'quantity':
      return [node.unit];
    case 'name':
    case 'word':
    case 'text':
    case 'dims':
    case 'range':
      return [];
  }
}

/** Calls `fn` for the block and every node in it, outer before inner. */
export function visit(block: Block, fn: (node: Node, parent: Node | undefined) => void): void {
  const step = (node: Node, parent: Node | undefined): void => {
    fn(node, parent);
    for (const child of children(node)) step(child, node);
  };
  step(block, undefined);
}

/**
 * The nodes at an offset relative to the block's start, outermost first. An offset right after a node belongs to it,
 * unless another node starts there.
 */
export function nodePathAt(block: Block, offset: number): readonly Node[] {
  const path: Node[] = [];
  let node: Node | undefined = touches(block.span, offset) ? block : undefined;
  while (node) {
    path.push(node);
    const inside: Node[] = children(node).filter((child) => touches(child.span, offset));
    node = inside[inside.length - 1];
  }
  return path;
}

const touches = (span: Span, offset: number): boolean => span.start <= offset && offset <= span.end;
const present = <T>(list: readonly (T | undefined)[]): T[] => list.filter((x) => x !== undefined);
