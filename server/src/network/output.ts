/** The output shape of each kind of layer. */
import type { LayerSpec, Size } from '../semantics/design';
import { inputShape } from './check';
import { windowOf, type Window } from './geometry';
import type { ShapeFault } from './problem';
import { channels, elements, isImage, sameShape, type ImageShape, type Shape } from './shape';

export interface Output {
  readonly outShape: Shape;
  readonly window?: Window;
  readonly groups: number;
}

/** Input shapes of a layer, at least one. */
export type Inputs = readonly [Shape, ...Shape[]];

/**
 * Output shape of a layer with valid attributes and known input shapes. The table of kinds has one such function for each.
 */
export type OutputOf = (spec: LayerSpec, inputs: Inputs) => Output | ShapeFault;

export const sameAsInput: OutputOf = (_spec, [input]) => ({ outShape: input, groups: 1 });

export const flattened: OutputOf = (_spec, [input]) => ({ outShape: { n: elements(input) }, groups: 1 });

export const sum: OutputOf = (_spec, inputs) => {
  const [input] = inputs;
  if (!inputs.every((shape) => sameShape(shape, input)))
    return { kind: 'shapes-differ', shapes: inputs, equal: 'shapes' };
  return { outShape: input, groups: 1 };
};

export const vectorOf: OutputOf = (spec, [input]) => {
  const fault = rankFault(spec, elements(input), spec.units ?? 0, 1);
  return fault ?? { outShape: { n: spec.units ?? 0 }, groups: 1 };
};

export const pooled = ofImage((spec, input) => {
  const { window = { h: 1, w: 1 } } = spec;
  return windowed({ ...spec, stride: spec.stride ?? window }, window, input, input.c, 1);
});

export const pooledWhole = ofImage((spec, input) =>
  windowed({ ...spec, stride: { h: 1, w: 1 } }, { h: input.h, w: input.w }, input, input.c, 1),
);

export const enlarged = ofImage((spec, input) => {
  const scale = spec.scale ?? { h: 1, w: 1 };
  return { outShape: { c: input.c, h: input.h * scale.h, w: input.w * scale.w }, groups: 1 };
});

/** The written shape, or that of the input. */
export const asWritten: OutputOf = (spec, [input]) => {
  const said = spec.inputShape === undefined ? input : inputShape(spec);
  if (said === 'silent') return { outShape: input, groups: 1 };
  return 'kind' in said ? said : { outShape: said, groups: 1 };
};

export const convolved = ofImage((spec, input) =>
  convolution(spec, input, spec.filters ?? input.c, spec.groups ?? 1),
);

/** Convolution with each channel as a group of its own. */
export const convolvedByChannel = ofImage((spec, input) => {
  const filters = spec.filters ?? input.c;
  if (filters % input.c !== 0) return { kind: 'multiplier', filters, channels: input.c };
  return convolution(spec, input, filters, input.c);
});

export const concatenated: OutputOf = (_spec, inputs) => {
  const [first] = inputs;
  const total = inputs.reduce((all, shape) => all + channels(shape), 0);
  if (!isImage(first)) {
    if (inputs.some(isImage)) return { kind: 'shapes-differ', shapes: inputs, equal: 'rows and columns' };
    return { outShape: { n: total }, groups: 1 };
  }
  if (!inputs.every((shape) => isImage(shape) && shape.h === first.h && shape.w === first.w)) {
    return { kind: 'shapes-differ', shapes: inputs, equal: 'rows and columns' };
  }
  return { outShape: { c: total, h: first.h, w: first.w }, groups: 1 };
};

function ofImage(output: (spec: LayerSpec, input: ImageShape) => Output | ShapeFault): OutputOf {
  return (spec, [input]) => (isImage(input) ? output(spec, input) : { kind: 'needs-image', inShape: input });
}

function convolution(
  spec: LayerSpec,
  input: ImageShape,
  filters: number,
  groups: number,
): Output | ShapeFault {
  if (input.c % groups !== 0) return { kind: 'groups', groups, divides: 'channels', total: input.c };
  if (filters % groups !== 0) return { kind: 'groups', groups, divides: 'filters', total: filters };
  const kernel = spec.kernel ?? { h: 1, w: 1 };
  const fault = rankFault(spec, input.c * kernel.h * kernel.w, filters, groups);
  return fault ?? windowed(spec, kernel, input, filters, groups);
}

function windowed(
  spec: LayerSpec,
  kernel: Size | undefined,
  input: ImageShape,
  filters: number,
  groups: number,
): Output | ShapeFault {
  const placed = windowOf(spec, kernel ?? { h: 1, w: 1 }, input);
  if ('kind' in placed) return placed;
  const { window, out } = placed;
  const longest = Math.max(window.padded.h, window.padded.w);
  if (longest > Number.MAX_SAFE_INTEGER) return { kind: 'too-large', quantity: 'dimension', value: longest };
  return { outShape: { c: filters, h: out.h, w: out.w }, window, groups };
}

/** A factorisation whose rank reaches the rows or columns of the matrix saves nothing. */
function rankFault(spec: LayerSpec, width: number, outputs: number, groups: number): ShapeFault | undefined {
  const { rank } = spec;
  if (rank === undefined) return undefined;
  if (groups > 1) return { kind: 'rank-with-groups', groups };
  const limit = Math.min(width, outputs);
  return rank >= limit ? { kind: 'rank', rank, limit } : undefined;
}
