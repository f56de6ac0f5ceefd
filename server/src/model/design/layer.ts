/** What a model's nodes become: layers of the language, with what their lines say. */
import { layerKinds } from '../../../../grammar/src/index';
import type { LayerKind } from '../../semantics/design';
import type { Dims } from '../graph/value';

/** Channels, rows, columns; or one number for a vector. */
export type LayerShape = Dims;

export interface ImportedLayer {
  readonly kind: LayerKind;
  /** What the layer is called where it must be: by its node or its weights. */
  readonly name?: string;
  /** Positions of the layers that it reads, in the same list. */
  readonly inputs: readonly number[];
  shape: LayerShape;
  /** Everything behind the name, as the language writes it. */
  readonly attributes: string[];
  /** Multiply-accumulates for one input. */
  macs: number;
  params: number;
  /** Number types of weights and of what the layer puts out, where the model says them. */
  weights?: string;
  activations?: string;
  /** A layer with weights that adds no bias yet. */
  biasOff?: boolean;
  /** What the line cannot say, for a comment behind it. */
  readonly notes: string[];
}

/** Values of the graph as layers put them out. */
export interface Placed {
  readonly layer: number;
  /** Dimensions in the model. */
  readonly dims: Dims;
  /** For each of them, the axis of the layer's shape that it is; null for the batch and for sizes of 1. */
  readonly axes: readonly (number | null)[];
  /** Zeros around the image that the next layer takes into its own padding: top, left, bottom, right. */
  readonly zeros?: readonly [number, number, number, number];
}

export const weightedKinds: ReadonlySet<LayerKind> = new Set(
  layerKinds.filter((kind) => kind.weighted).map(({ word }) => word),
);
