import { isImage, type Shape, type ShapedLayer } from '../network';
import type { Parallelism } from '../semantics/design';
import type { CostOptions } from './options';

/** Entries before the memory is emptied; a network of 10,000 layers fits. */
const most = 65_536;

const known = new Map<string, unknown>();

/** A figure that depends only on a layer's structure, its parallelism and the options is computed once. */
export function memoised<T>(
  layer: ShapedLayer,
  parallel: Parallelism,
  options: CostOptions,
  compute: () => T,
): T {
  const key = `${structure(layer)}|${parallel.pe},${parallel.simd}|${options.family},${options.pack === true},${options.clockHz},${options.ddrBytesPerSecond}`;
  const found = known.get(key);
  if (found !== undefined) return found as T;
  const made = compute();
  if (known.size >= most) known.clear();
  known.set(key, made);
  return made;
}

/** All of a layer that a cost may depend on, names and places left out. */
function structure(layer: ShapedLayer): string {
  const { spec, window } = layer;
  let key = `${spec.kind},${layer.groups},${layer.fusedInto === undefined},${spec.weights.name},${spec.activations.name},${spec.weightsIn},${spec.sparsity},${spec.codebookBits},${spec.rank},${text(layer.outShape)}`;
  for (const shape of layer.inputs) key += `,${text(shape)}`;
  if (window !== undefined) {
    const { kernel, stride, dilation, padding, padded } = window;
    key += `;${kernel.h},${kernel.w},${stride.h},${stride.w},${dilation.h},${dilation.w},${padded.h},${padded.w},${padding.top},${padding.left},${padding.bottom},${padding.right}`;
  }
  return key;
}

function text(shape: Shape | undefined): string {
  if (shape === undefined) return '?';
  return isImage(shape) ? `${shape.c}x${shape.h}x${shape.w}` : `${shape.n}`;
}
