/** Nodes shifted by an edit before them in their block. */
import type { Dims, Layer, Name, Setting, Span, Word } from './tree';

/** A deep copy of a node with all spans shifted. */
export function moved<N>(node: N, by: number): N {
  if (node instanceof MovedLayer) return layerFurther(node, by) as N;
  if (Array.isArray(node)) return node.map((each: unknown) => moved(each, by)) as N;
  if (typeof node !== 'object' || node === null) return node;
  const copy: Record<string, unknown> = {};
  for (const key in node) {
    const value = node[key];
    copy[key] = key === 'span' ? movedSpan(value as Span, by) : moved(value, by);
  }
  return copy as N;
}

function movedSpan({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}

/** The same layer, shifted. Its parts are shifted on access: an edit moves thousands of layers, and few are read. */
export function layerFurther(layer: Layer, by: number): Layer {
  return layer instanceof MovedLayer
    ? new MovedLayer(layer.origin, layer.by + by)
    : new MovedLayer(layer, by);
}

/** The original of a shifted layer, from before its first shift; any other layer is returned unchanged. */
export function unmoved(layer: Layer): Layer {
  return layer instanceof MovedLayer ? layer.origin : layer;
}

class MovedLayer implements Layer {
  readonly kind = 'layer';
  private copy: Layer | undefined;

  constructor(
    readonly origin: Layer,
    readonly by: number,
  ) {}

  get span(): Span {
    return movedSpan(this.origin.span, this.by);
  }
  get layerKind(): Word {
    return this.whole().layerKind;
  }
  get name(): Name | undefined {
    return this.whole().name;
  }
  get shape(): Dims | undefined {
    return this.whole().shape;
  }
  get from(): readonly Name[] {
    return this.whole().from;
  }
  get settings(): readonly Setting[] {
    return this.whole().settings;
  }

  private whole(): Layer {
    return (this.copy ??= moved(this.origin, this.by));
  }
}
