/** Copies layers, and the blocks that contain them, with changes. */
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

/** A copy of the block with some parts changed. */
export function withParts(block: LayerBlock, changes: Changes): LayerBlock {
  // eslint-disable-next-line @typescript-eslint/no-misused-spread -- a block is made by the parser or by this function
  return { ...block, ...changes };
}

/** A copy of the layer with other settings. They may come from another block and keep the spans they have there. */
export function withSettings(layer: Layer, settings: readonly Setting[]): Layer {
  const { kind, layerKind, name, shape, from, span } = layer;
  return { kind, layerKind, name, shape, from, settings, span };
}
