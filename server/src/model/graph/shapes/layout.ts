/** Output sizes of what moves, cuts and repeats values without computing. */
import { floatsAttribute, intAttribute, intsAttribute, stringAttribute } from '../../../onnx/index';

import { type Dims, type Site, constantOf, dimsOf, fail } from '../value';
import { axisIn, broadcast } from './broadcast';

const size = (dims: Dims): number => dims.reduce((a, b) => a * b, 1);

/** An argument that older opsets have as an attribute and newer ones as an input. */
export function argument(site: Site, name: string, input: number): Dims | undefined {
  return intsAttribute(site.node, name) ?? constantOf(site.inputs[input]);
}

/** Whether an argument is there at all; if it is and `argument` finds nothing, it depends on the data. */
export function isGiven(site: Site, name: string, input: number): boolean {
  return site.inputs[input] !== undefined || site.node.attributes.has(name);
}

export function reshape(site: Site): Dims | undefined {
  const dims = dimsOf(site, 0);
  const wanted = argument(site, 'shape', 1);
  if (dims === undefined || wanted === undefined) return undefined;
  const keepsZero = intAttribute(site.node, 'allowzero', 0) === 1;
  const out = wanted.map((d, i) => (d === 0 && !keepsZero ? (dims[i] ?? 0) : d));
  const rest = out.reduce((a, b) => (b === -1 ? a : a * b), 1);
  const whole = out.map((d) => (d === -1 ? (rest === 0 ? 0 : size(dims) / rest) : d));
  if (size(whole) !== size(dims) || whole.some((d) => !Number.isInteger(d) || d < 0)) {
    fail(site.node, `${dims.join('x')} cannot become ${wanted.join('x')}`);
  }
  return whole;
}

export function flatten(site: Site): Dims | undefined {
  const dims = dimsOf(site, 0);
  if (dims === undefined) return undefined;
  const axis = axisIn(site.node, intAttribute(site.node, 'axis', 1), dims.length);
  return [size(dims.slice(0, axis)), size(dims.slice(axis))];
}

export function squeeze(site: Site): Dims | undefined {
  const dims = dimsOf(site, 0);
  if (dims === undefined) return undefined;
  if (!isGiven(site, 'axes', 1)) return dims.filter((d) => d !== 1);
  const axes = argument(site, 'axes', 1)?.map((a) => axisIn(site.node, a, dims.length));
  return axes && dims.filter((_, i) => !axes.includes(i));
}

export function unsqueeze(site: Site): Dims | undefined {
  const dims = dimsOf(site, 0);
  const given = argument(site, 'axes', 1);
  if (dims === undefined || given === undefined) return undefined;
  const rank = dims.length + given.length;
  const axes = given.map((a) => axisIn(site.node, a, rank));
  const rest = [...dims];
  return Array.from({ length: rank }, (_, i) => (axes.includes(i) ? 1 : (rest.shift() ?? 1)));
}

export function transpose(site: Site): Dims | undefined {
  const dims = dimsOf(site, 0);
  const perm = permutationOf(site);
  return dims && perm?.map((axis) => dims[axis] ?? 1);
}

/** Which axis of the input each axis of the output is; reversed where the node says nothing. */
export function permutationOf(site: Site): Dims | undefined {
  const dims = dimsOf(site, 0);
  if (dims === undefined) return undefined;
  const perm = intsAttribute(site.node, 'perm') ?? dims.map((_, i) => dims.length - 1 - i);
  if ([...perm].sort((a, b) => a - b).some((axis, i) => axis !== i) || perm.length !== dims.length) {
    fail(site.node, `\`perm\` ${perm.join(', ')} is no order of ${dims.length} dimensions`);
  }
  return perm;
}

export function concat(site: Site): Dims | undefined {
  const shapes = site.inputs.map((value) => value?.dims);
  const known = shapes.filter((s) => s !== undefined);
  const [first] = known;
  if (first === undefined || known.length < shapes.length) return undefined;
  const axis = axisIn(site.node, intAttribute(site.node, 'axis', 1), first.length);
  for (const other of known) {
    if (other.length !== first.length || other.some((d, i) => i !== axis && d !== first[i])) {
      fail(site.node, `its inputs ${known.map((k) => k.join('x')).join(' and ')} do not fit each other`);
    }
  }
  return first.map((d, i) => (i === axis ? known.reduce((sum, s) => sum + (s[axis] ?? 0), 0) : d));
}

export function split(site: Site): (Dims | undefined)[] {
  const { node } = site;
  const dims = dimsOf(site, 0);
  const count = node.outputs.length;
  if (dims === undefined) return node.outputs.map(() => undefined);
  const axis = axisIn(node, intAttribute(node, 'axis', 0), dims.length);
  const total = dims[axis] ?? 0;
  const given = argument(site, 'split', 1);
  if (given === undefined && isGiven(site, 'split', 1)) return node.outputs.map(() => undefined);
  const parts = intAttribute(node, 'num_outputs', count);
  const even = Math.ceil(total / parts);
  const lengths = given ?? Array.from({ length: count }, (_, i) => Math.min(even, total - i * even));
  return node.outputs.map((_, i) => dims.map((d, k) => (k === axis ? (lengths[i] ?? 0) : d)));
}

/** Start, step and length along each axis; undefined where they depend on the data. */
export function slicesOf(site: Site): { start: number; step: number; length: number }[] | undefined {
  const dims = dimsOf(site, 0);
  const starts = argument(site, 'starts', 1);
  const ends = argument(site, 'ends', 2);
  if (dims === undefined || starts === undefined || ends === undefined) return undefined;
  const axes = isGiven(site, 'axes', 3) ? argument(site, 'axes', 3) : starts.map((_, i) => i);
  const steps = site.inputs[4] ? constantOf(site.inputs[4]) : starts.map(() => 1);
  if (axes === undefined || steps === undefined) return undefined;
  const found = dims.map((length) => ({ start: 0, step: 1, length }));
  axes.forEach((given, i) => {
    const axis = axisIn(site.node, given, dims.length);
    const d = dims[axis] ?? 0;
    const step = steps[i] ?? 1;
    if (step === 0) fail(site.node, 'it steps by 0');
    const within = (n: number, low: number, high: number) => Math.min(Math.max(n < 0 ? n + d : n, low), high);
    const start = step > 0 ? within(starts[i] ?? 0, 0, d) : within(starts[i] ?? 0, 0, d - 1);
    const end = step > 0 ? within(ends[i] ?? 0, 0, d) : within(ends[i] ?? 0, -1, d);
    found[axis] = { start, step, length: Math.max(0, Math.ceil((end - start) / step)) };
  });
  return found;
}

export function slice(site: Site): Dims | undefined {
  return slicesOf(site)?.map((s) => s.length);
}

export function expand(site: Site): Dims | undefined {
  return broadcast(site.node, [dimsOf(site, 0), constantOf(site.inputs[1])]);
}

export function tile(site: Site): Dims | undefined {
  const dims = dimsOf(site, 0);
  const repeats = constantOf(site.inputs[1]);
  return dims && repeats && dims.map((d, i) => d * (repeats[i] ?? 1));
}

/** Zeros (or other values) before and behind each axis; a negative number cuts. */
export function padsOf(site: Site): { begin: Dims; end: Dims } | undefined {
  const rank = dimsOf(site, 0)?.length;
  const pads = argument(site, 'pads', 1) ?? intsAttribute(site.node, 'paddings');
  if (rank === undefined || pads === undefined) return undefined;
  const given = site.inputs[3] ? constantOf(site.inputs[3]) : undefined;
  const axes = given?.map((a) => axisIn(site.node, a, rank)) ?? Array.from({ length: rank }, (_, i) => i);
  if (pads.length !== 2 * axes.length)
    fail(site.node, `${pads.length} pads do not fit ${axes.length} dimensions`);
  const begin = new Array<number>(rank).fill(0);
  const end = new Array<number>(rank).fill(0);
  axes.forEach((axis, i) => {
    begin[axis] = pads[i] ?? 0;
    end[axis] = pads[i + axes.length] ?? 0;
  });
  return { begin, end };
}

export function pad(site: Site): Dims | undefined {
  const pads = padsOf(site);
  return pads && dimsOf(site, 0)?.map((d, i) => d + (pads.begin[i] ?? 0) + (pads.end[i] ?? 0));
}

export function gather(site: Site): Dims | undefined {
  const dims = dimsOf(site, 0);
  const indices = dimsOf(site, 1);
  if (dims === undefined || indices === undefined) return undefined;
  const axis = axisIn(site.node, intAttribute(site.node, 'axis', 0), dims.length);
  return [...dims.slice(0, axis), ...indices, ...dims.slice(axis + 1)];
}

export function gatherNd(site: Site): Dims | undefined {
  const dims = dimsOf(site, 0);
  const indices = dimsOf(site, 1);
  if (dims === undefined || indices === undefined) return undefined;
  const batch = intAttribute(site.node, 'batch_dims', 0);
  return [...indices.slice(0, -1), ...dims.slice(batch + (indices.at(-1) ?? 0))];
}

export function depthToSpace(site: Site, factor: 1 | -1): Dims | undefined {
  const dims = dimsOf(site, 0);
  const block = intAttribute(site.node, 'blocksize', 1);
  const scale = block ** factor;
  return dims?.map((d, i) => (i === 0 ? d : i === 1 ? d / scale ** 2 : d * scale));
}

/** Resize and Upsample: `scales` or `sizes`, of all axes or of those in `axes`. */
export function resize(site: Site): Dims | undefined {
  const { node, opset, inputs } = site;
  const dims = dimsOf(site, 0);
  if (dims === undefined) return undefined;
  const old = node.opType === 'Upsample' || opset < 11;
  const axes = intsAttribute(node, 'axes')?.map((a) => axisIn(node, a, dims.length)) ?? dims.map((_, i) => i);
  const scales = floatsAttribute(node, 'scales') ?? constantOf(inputs[old ? 1 : 2]);
  if (scales !== undefined && scales.length > 0) {
    return dims.map((d, i) => (axes.includes(i) ? Math.floor(d * (scales[axes.indexOf(i)] ?? 1) + 1e-9) : d));
  }
  const sizes = old ? undefined : constantOf(inputs[3]);
  if (sizes === undefined) return undefined;
  const policy = stringAttribute(node, 'keep_aspect_ratio_policy', 'stretch');
  if (policy === 'stretch') return dims.map((d, i) => (axes.includes(i) ? (sizes[axes.indexOf(i)] ?? d) : d));
  const ratios = axes.map((axis, i) => (sizes[i] ?? 1) / (dims[axis] ?? 1));
  const ratio = policy === 'not_larger' ? Math.min(...ratios) : Math.max(...ratios);
  return dims.map((d, i) => (axes.includes(i) ? Math.round(ratio * d) : d));
}
