/** Copies of layers, and of the blocks that hold them, with some parts changed. */
import type { BlockSlot, Case, Layer, Setting, Span, When } from './tree';

export type LayerBlock = Extract<NonNullable<BlockSlot['block']>, { readonly layers: readonly Layer[] }>;

interface Changes {
  readonly layers?: readonly Layer[];
  readonly settings?: readonly Setting[];
  readonly when?: When;
  readonly cases?: readonly Case[];
  readonly span?: Span;
  readonly body?: Span;
}

/** The block with some parts changed. */
export function withParts(block: LayerBlock, changes: Changes): LayerBlock {
  // eslint-disable-next-line @typescript-eslint/no-misused-spread -- a block is what the parser made or this function
  return { ...block, ...changes };
}

/** The layer with other settings. They may be of another block: their spans are those of where they were written. */
export function withSettings(layer: Layer, settings: readonly Setting[]): Layer {
  const { kind, layerKind, name, shape, from, span } = layer;
  return { kind, layerKind, name, shape, from, settings, span };
}
