/** Output sizes of reductions over axes, and of what finds positions. */
import { intAttribute } from '../../../onnx/index';
import { type Dims, type Site, constantOf, dimsOf } from '../value';
import { axisIn } from './broadcast';
import { argument, isGiven } from './layout';

/** Axes that a reduction goes over; all where it names none. */
export function reducedAxes(site: Site): readonly number[] | undefined {
  const rank = dimsOf(site, 0)?.length;
  if (rank === undefined) return undefined;
  const all = Array.from({ length: rank }, (_, i) => i);
  const given = argument(site, 'axes', 1);
  if (given === undefined) return isGiven(site, 'axes', 1) ? undefined : all;
  if (given.length > 0) return given.map((a) => axisIn(site.node, a, rank));
  return intAttribute(site.node, 'noop_with_empty_axes', 0) === 1 ? [] : all;
}

export function reduce(site: Site): Dims | undefined {
  const axes = reducedAxes(site);
  const keeps = intAttribute(site.node, 'keepdims', 1) === 1;
  const dims = axes && dimsOf(site, 0);
  return dims?.flatMap((d, i) => (!axes?.includes(i) ? [d] : keeps ? [1] : []));
}

export function argReduce(site: Site): Dims | undefined {
  const dims = dimsOf(site, 0);
  if (dims === undefined) return undefined;
  const axis = axisIn(site.node, intAttribute(site.node, 'axis', 0), dims.length);
  const keeps = intAttribute(site.node, 'keepdims', 1) === 1;
  return dims.flatMap((d, i) => (i !== axis ? [d] : keeps ? [1] : []));
}

export function topK(site: Site): Dims | undefined {
  const dims = dimsOf(site, 0);
  const k = site.inputs[1] ? constantOf(site.inputs[1])?.[0] : intAttribute(site.node, 'k', 1);
  if (dims === undefined || k === undefined) return undefined;
  const axis = axisIn(site.node, intAttribute(site.node, 'axis', -1), dims.length);
  return dims.map((d, i) => (i === axis ? k : d));
}
