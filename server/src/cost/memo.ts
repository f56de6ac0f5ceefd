/** Caches of the cost model. */
import { type Layer, firstReading } from '../../../grammar/src/index';
import { isImage, type Shape, type ShapedLayer } from '../network';
import type { Parallelism } from '../semantics/design';
import type { CostOptions } from './options';

/** A key of everything on which a layer's cost may depend, without names and places, and of the options. */
export function costKey(layer: ShapedLayer, options: CostOptions): string {
  const { spec, window } = layer;
  let key = `${spec.kind},${layer.groups},${layer.fusedInto === undefined},${spec.weights.name},${spec.activations.name},${spec.weightsIn},${spec.sparsity},${spec.codebookBits},${spec.rank},${text(layer.outShape)}`;
  for (const shape of layer.inputs) key += `,${text(shape)}`;
  if (window !== undefined) {
    const { kernel, stride, dilation, padding, padded } = window;
    key += `;${kernel.h},${kernel.w},${stride.h},${stride.w},${dilation.h},${dilation.w},${padded.h},${padded.w},${padding.top},${padding.left},${padding.bottom},${padding.right}`;
  }
  return `${key}|${options.family},${options.pack === true},${options.clockHz},${options.ddrBytesPerSecond}`;
}

interface Work extends Pick<ShapedLayer, 'inputs' | 'outShape' | 'window' | 'groups'> {
  readonly weights: unknown;
  readonly activations: unknown;
  readonly weightsIn: unknown;
  readonly sparsity: unknown;
  readonly codebookBits: unknown;
  readonly rank: unknown;
  readonly isFused: boolean;
}

interface Last<T> extends Parallelism {
  readonly family: unknown;
  readonly pack: unknown;
  readonly clockHz: unknown;
  readonly ddrBytesPerSecond: unknown;
  readonly work: Work;
  readonly made: T;
}

/** Caches the last result for each layer's text, and returns it if everything on which it depends is the same. */
export function createLast<T>(): (
  layer: ShapedLayer,
  parallel: Parallelism,
  options: CostOptions,
  make: () => T,
) => T {
  const lasts = new WeakMap<Layer, Last<T>>();
  return (layer, { pe, simd, window, order }, options, make) => {
    const text = firstReading(layer.spec.node);
    const last = lasts.get(text);
    const isSame =
      last?.pe === pe &&
      last.simd === simd &&
      last.window === window &&
      last.order === order &&
      last.family === options.family &&
      last.pack === options.pack &&
      last.clockHz === options.clockHz &&
      last.ddrBytesPerSecond === options.ddrBytesPerSecond &&
      isSameWork(last.work, layer);
    if (isSame) return last.made;
    const made = make();
    const { family, pack, clockHz, ddrBytesPerSecond } = options;
    lasts.set(text, {
      pe,
      simd,
      ...(window && { window }),
      ...(order && { order }),
      family,
      pack,
      clockHz,
      ddrBytesPerSecond,
      work: workOf(layer),
      made,
    });
    return made;
  };
}

/** Contains no nodes and places, which would keep whole versions of the text in memory. */
function workOf({ spec, inputs, outShape, window, groups, fusedInto }: ShapedLayer): Work {
  const { weights, activations, weightsIn, sparsity, codebookBits, rank } = spec;
  return {
    inputs,
    outShape,
    window,
    groups,
    weights,
    activations,
    weightsIn,
    sparsity,
    codebookBits,
    rank,
    isFused: fusedInto !== undefined,
  };
}

function isSameWork(work: Work, { spec, inputs, outShape, window, groups, fusedInto }: ShapedLayer): boolean {
  return (
    work.outShape === outShape &&
    work.window === window &&
    work.groups === groups &&
    work.isFused === (fusedInto !== undefined) &&
    work.weights === spec.weights &&
    work.activations === spec.activations &&
    work.weightsIn === spec.weightsIn &&
    work.sparsity === spec.sparsity &&
    work.codebookBits === spec.codebookBits &&
    work.rank === spec.rank &&
    work.inputs.length === inputs.length &&
    work.inputs.every((shape, i) => shape === inputs[i])
  );
}

function text(shape: Shape | undefined): string {
  if (shape === undefined) return '?';
  return isImage(shape) ? `${shape.c}x${shape.h}x${shape.w}` : `${shape.n}`;
}
