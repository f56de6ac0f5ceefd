/** What a model's nodes become: layers of the language, with what their lines say and what they compute. */
import { layerKinds } from '../../../../grammar/src/index';
import type { LayerKind } from '../../semantics/design';
import type { Dims } from '../graph/value';
import type { Codes, Scores, WindowShape } from '../lower/lowered';
import type { Constant, Constants } from './constants';

/** Channels, rows, columns; or one number for a vector. */
export type LayerShape = Dims;

export interface ModelLayer {
  readonly kind: LayerKind;
  /** What the layer is called where it must be: by its node or its weights. */
  readonly name?: string;
  /** All names that it may be called by: its nodes, first its own, and its tensors. */
  readonly names: string[];
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
  /** Undefined where nothing is computed, or by nothing that the template has: then `refusal` says so. */
  readonly computation?: Computation;
  /** What is done to each channel of the result then, in this order. */
  readonly steps: Step[];
  /** How the model rounds the result: to the nearest integer, or down. */
  codes?: Codes & { readonly isFloor?: boolean };
  /** Where kernels compute otherwise than the model does, as clauses. */
  readonly differences: string[];
  /** Why the layer has no integers, as a sentence with its place: its shape and cost are known all the same. */
  refusal?: string;
  /** The tensor that shows the result. */
  result?: Result;
  /** What the layer puts out is so many times what that tensor holds. */
  resultFactor?: number;
}

/** A tensor of the graph that holds what a layer puts out. */
export interface Result {
  readonly name: string;
  /** Axes of the layer's shape in the tensor's order, without the batch and sizes of 1. */
  readonly order: readonly number[];
}

/** Read when numbers are wanted. */
export type Operand = (constants: Constants) => Constant;

/** By channel, a · x + b. */
export type Step = (constants: Constants, channels: number) => Affine;

export interface Affine {
  readonly a: Float64Array;
  readonly b: Float64Array;
}

export type Computation =
  /** Weights `[filters][channels ÷ groups][rows][columns]`. */
  | (Products & { readonly kind: 'conv'; readonly window: WindowShape; readonly groups: number })
  /** Weights `[units][inputs]`, in the order of the model's vector. */
  | (Products & { readonly kind: 'dense'; readonly order?: VectorOrder | undefined })
  /** A factor and a shift a channel, which are the layer's steps. */
  | { readonly kind: 'scale' }
  | { readonly kind: 'maxpool'; readonly window: WindowShape; readonly global: boolean }
  | {
      readonly kind: 'avgpool';
      readonly window: WindowShape;
      readonly global: boolean;
      /** The mean counts the padding's zeros too. */
      readonly countPadding: boolean;
    }
  | { readonly kind: 'relu'; cap?: number | undefined }
  | { readonly kind: 'add' | 'concat' }
  | { readonly kind: 'upsample'; readonly factors: readonly [number, number] }
  /** Values as they come, in their order or in that of their channels. */
  | { readonly kind: 'pass' }
  /** Steps alone, folded into the layer before. */
  | { readonly kind: 'folded' };

interface Products {
  readonly weights: Operand;
  readonly bias?: Operand | undefined;
}

/** For each element of a model's vector, which element of the layer's vector it is. */
export type VectorOrder = () => Int32Array;

/** Values of the graph as layers put them out. */
export interface Placed {
  readonly layer: number;
  /** Dimensions in the model. */
  readonly dims: Dims;
  /** For each of them, the axis of the layer's shape that it is; null for the batch and for sizes of 1. */
  readonly axes: readonly (number | null)[];
  /** Zeros around the image that the next layer takes into its own padding: top, left, bottom, right. */
  readonly zeros?: readonly [number, number, number, number];
  /** Of a vector whose elements come in another order than the layer's. */
  readonly order?: VectorOrder | undefined;
  /** Of values behind a softmax. */
  readonly scores?: Scores;
}

export const weightedKinds: ReadonlySet<LayerKind> = new Set(
  layerKinds.filter((kind) => kind.weighted).map(({ word }) => word),
);
