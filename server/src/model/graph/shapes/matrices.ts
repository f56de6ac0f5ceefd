/** Output sizes of products of matrices. */
import { type OnnxNode, intAttribute, stringAttribute } from '../../../onnx/index';
import { type Dims, type Site, dimsOf, fail } from '../value';
import { broadcast } from './broadcast';

export function gemm(site: Site): Dims | undefined {
  const a = dimsOf(site, 0);
  const b = dimsOf(site, 1);
  if (a === undefined || b === undefined) return undefined;
  const [rows = 1, width = 1] = intAttribute(site.node, 'transA', 0) ? [a[1], a[0]] : a;
  const [height = 1, columns = 1] = intAttribute(site.node, 'transB', 0) ? [b[1], b[0]] : b;
  if (a.length !== 2 || b.length !== 2 || width !== height) fail(site.node, misfit(a, b));
  return [rows, columns];
}

/** Numpy's matmul: a vector becomes a row on the left and a column on the right; what is in front is broadcast. */
export function product(node: OnnxNode, a: Dims | undefined, b: Dims | undefined): Dims | undefined {
  if (a === undefined || b === undefined) return undefined;
  const left = a.length === 1 ? [1, ...a] : a;
  const right = b.length === 1 ? [...b, 1] : b;
  if (left.length < 2 || right.length < 2 || left.at(-1) !== right.at(-2)) fail(node, misfit(a, b));
  const batch = broadcast(node, [left.slice(0, -2), right.slice(0, -2)]) ?? [];
  const rows = a.length === 1 ? [] : [left.at(-2) ?? 1];
  const columns = b.length === 1 ? [] : [right.at(-1) ?? 1];
  return [...batch, ...rows, ...columns];
}

/** Sizes by letter; an output left out has the letters that occur once, in alphabetical order. */
export function einsum(site: Site): Dims | undefined {
  const equation = stringAttribute(site.node, 'equation', '').replaceAll(' ', '');
  const [left = '', right] = equation.split('->');
  const sizes = new Map<string, number>();
  let ellipsis: Dims = [];
  for (const [i, term] of left.split(',').entries()) {
    const dims = dimsOf(site, i);
    if (dims === undefined) return undefined;
    const dots = dims.length - term.replace('...', '').length;
    const letters = term.replace('...', '.'.repeat(Math.max(dots, 0)));
    if (letters.length !== dims.length) fail(site.node, `\`${term}\` does not fit ${dims.join('x')}`);
    const inDots: number[] = [];
    Array.from(letters).forEach((letter, axis) => {
      const size = dims[axis] ?? 1;
      if (letter === '.') inDots.push(size);
      else sizes.set(letter, Math.max(size, sizes.get(letter) ?? 1));
    });
    if (inDots.length > 0) ellipsis = broadcast(site.node, [ellipsis, inDots]) ?? [];
  }
  const once = [...sizes.keys()].filter((l) => left.split(l).length === 2).sort();
  const out = right ?? (left.includes('...') ? '...' : '') + once.join('');
  return out
    .replace('...', '.')
    .split('')
    .flatMap((letter) => (letter === '.' ? ellipsis : [sizes.get(letter) ?? 1]));
}

function misfit(a: Dims, b: Dims): string {
  return `matrices of ${a.join('x')} and ${b.join('x')} do not multiply`;
}
