import type { OnnxNode } from '../../../onnx/index';
import { type Dims, fail } from '../value';

/** Numpy's rule: dimensions are matched from the last one on, and those of 1 are repeated. */
export function broadcast(node: OnnxNode, shapes: readonly (Dims | undefined)[]): Dims | undefined {
  const known = shapes.filter((shape) => shape !== undefined);
  if (known.length < shapes.length) return undefined;
  const rank = Math.max(0, ...known.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    const sizes = known.map((shape) => shape[axis - rank + shape.length] ?? 1);
    const size = sizes.find((s) => s !== 1) ?? 1;
    if (sizes.some((s) => s !== 1 && s !== size)) {
      fail(
        node,
        `its inputs ${known.map((k) => k.join('x') || 'scalar').join(' and ')} do not fit each other`,
      );
    }
    return size;
  });
}

/** An axis counted from the end becomes one counted from the start. */
export function axisIn(node: OnnxNode, axis: number, rank: number): number {
  const found = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(found) || found < 0 || found > rank) {
    fail(node, `there is no axis ${axis} in ${rank} dimensions`);
  }
  return found;
}
