/** Problems with shapes, as data; the rules in diagnostics/ put them into words. */
import type { Size } from '../semantics/design';
import type { Shape } from './shape';

export type ShapeAttribute =
  | 'shape'
  | 'kernel'
  | 'filters'
  | 'units'
  | 'window'
  | 'scale'
  | 'stride'
  | 'pad'
  | 'dilation'
  | 'groups'
  | 'rank';

/** Why a layer has no output shape, or not the one its author expects. Each error gives one problem. */
export type ShapeProblem = { readonly layer: number } & (
  | { readonly kind: 'no-input' }
  | { readonly kind: 'second-input'; readonly first: number }
  | { readonly kind: 'input-in-branch' }
  | { readonly kind: 'input-dimensions'; readonly count: number }
  | { readonly kind: 'missing'; readonly attribute: ShapeAttribute }
  /** Sizes are whole numbers of at least `least`. */
  | {
      readonly kind: 'not-a-size';
      readonly attribute: ShapeAttribute;
      readonly value: number;
      readonly least: 0 | 1;
    }
  /** A convolution or a pool over a flat vector. */
  | { readonly kind: 'needs-image'; readonly inShape: Shape }
  /** `kernel` is the window with its dilation, `image` the input with its padding. */
  | { readonly kind: 'kernel-too-large'; readonly kernel: Size; readonly image: Size }
  | {
      readonly kind: 'groups';
      readonly groups: number;
      readonly divides: 'channels' | 'filters';
      readonly total: number;
    }
  /** A depthwise layer's filters are a multiple of its channels. */
  | { readonly kind: 'multiplier'; readonly filters: number; readonly channels: number }
  | { readonly kind: 'rank'; readonly rank: number; readonly limit: number }
  | { readonly kind: 'rank-with-groups'; readonly groups: number }
  | { readonly kind: 'inputs'; readonly count: number; readonly least: number; readonly most: number }
  | {
      readonly kind: 'shapes-differ';
      readonly shapes: readonly Shape[];
      /** What must be equal. */
      readonly equal: 'shapes' | 'rows and columns';
    }
  /** A batchnorm after a layer without weights, or after one whose raw output another layer also reads. */
  | { readonly kind: 'nothing-to-fold'; readonly reason: 'no-weights' | 'read-elsewhere' }
  | {
      readonly kind: 'too-large';
      readonly quantity: 'dimension' | 'elements' | 'macs' | 'params';
      readonly value: number;
    }
);

/** The problem without the layer it belongs to. */
export type ShapeFault = ShapeProblem extends infer P
  ? P extends unknown
    ? Omit<P, 'layer'>
    : never
  : never;
