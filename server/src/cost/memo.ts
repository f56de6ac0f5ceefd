import { isImage, type Shape, type ShapedLayer } from '../network';
import type { CostOptions } from './options';

/** Remembers what was made for a key, at least the last `most` and at most twice as many. */
export function createMemo<T extends object>(most: number): (key: string, make: () => T) => T {
  let young = new Map<string, T>();
  let old = new Map<string, T>();
  return (key, make) => {
    const found = young.get(key);
    if (found !== undefined) return found;
    const made = old.get(key) ?? make();
    if (young.size >= most) {
      old = young;
      young = new Map<string, T>();
    }
    young.set(key, made);
    return made;
  };
}

/** All of a layer that a cost may depend on, names and places left out, and the options. */
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

function text(shape: Shape | undefined): string {
  if (shape === undefined) return '?';
  return isImage(shape) ? `${shape.c}x${shape.h}x${shape.w}` : `${shape.n}`;
}
