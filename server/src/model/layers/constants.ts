/** Values of a model's constants, of weights too: through dequantisation, layouts and whatever else is computed of constants alone. */
import {
  type OnnxTensor,
  OnnxError,
  checkLength,
  dataType,
  dataTypeName,
  elementCount,
  intAttribute,
  isIntegerType,
  stringAttribute,
  tensorNumbers,
  nodeLabel,
} from '../../onnx/index';
import { roundHalfEven } from '../../arithmetic/index';
import { folded } from '../graph/fold';
import { permutationOf } from '../graph/shapes/layout';
import type { ConstantNode, TracedGraph } from '../graph/trace';
import { type Value, fail, mostFolded } from '../graph/value';
import { Unread, mapped, reordered } from './elements';
import { isBipolar, limitsOf, roundings } from './quantisers';

/** A tensor whose values are known, with the integers behind them where it was dequantised. */
export interface Constant {
  /** Names that it has had, the file's own first. */
  readonly names: readonly string[];
  readonly type: number;
  readonly dims: readonly number[];
  readonly values: ArrayLike<number>;
  readonly codes?: ConstantCodes;
  /** Number type of the integers that it was made of, as the language spells it; undefined for floats. */
  readonly word?: string | undefined;
}

export interface ConstantCodes {
  /** The zero point taken off. */
  readonly values: ArrayLike<number>;
  /** One, or one for each index of `axis`. */
  readonly scales: ArrayLike<number>;
  readonly axis: number;
  /** Made of unsigned integers with zero points of their own: nine bits wide. */
  readonly isOffset?: boolean;
}

export class Constants {
  private readonly known = new Map<string, Constant>();

  /** @param isHeader leaves values of weights unread: names, shapes and types do without */
  constructor(
    private readonly traced: TracedGraph,
    readonly isHeader: boolean,
  ) {}

  /**
   * @throws OnnxError for what is no constant, or is computed by an operator that is not
   */
  at(name: string): Constant {
    const found = this.known.get(name);
    if (found) return found;
    const value = this.traced.values.get(name);
    if (!value?.constant) throw new OnnxError(`\`${name}\` is computed at run time`);
    const made = this.made(name, value);
    this.known.set(name, made);
    return made;
  }

  private made(name: string, value: Value): Constant {
    if (value.tensor) {
      const { type, dims } = value.tensor;
      const values = this.elements(value.tensor);
      return { names: [value.tensor.name || name], type, dims, values, word: integerType(type) };
    }
    const node = this.traced.constantNodes.get(name);
    if (node) return this.computed(node, name, value);
    const numbers = value.numbers?.();
    if (numbers === undefined || value.dims === undefined)
      throw new OnnxError(`the constant \`${name}\` holds no numbers`);
    return { names: [name], type: value.type, dims: value.dims, values: numbers };
  }

  private elements(tensor: OnnxTensor): ArrayLike<number> {
    const { data, dims } = tensor;
    const count = elementCount(dims);
    if (!this.isHeader || (data.kind !== 'external' && count <= mostFolded)) return tensorNumbers(tensor);
    if (data.kind === 'external') checkLength(tensor, data.length);
    return new Unread(count);
  }

  private computed(site: ConstantNode, name: string, { type, dims }: Value): Constant {
    const { node, output } = site;
    const inputs = node.inputs.map((input) => (input === '' ? undefined : this.at(input)));
    const [first, second, third] = inputs;
    if (first && output === 0) {
      switch (node.opType) {
        case 'Identity':
        case 'Dropout':
          return first;
        case 'Cast':
          if (!isIntegerType(type)) return { ...first, type, word: undefined };
          break;
        case 'DequantizeLinear':
          if (second) return dequantised(site, first, second, third);
          break;
        case 'QuantizeLinear':
          if (second) return quantised(site, first, second, third);
          break;
        case 'Quant':
        case 'IntQuant':
        case 'BipolarQuant':
          return trained(site, inputs);
        case 'Transpose':
          return transposed(first, permutationOf(site) ?? []);
        case 'Flatten':
        case 'Squeeze':
        case 'Unsqueeze':
        case 'Reshape':
          if (dims) return reshaped(first, dims);
      }
    }
    const names = [...(first?.names ?? []), name];
    if (dims && inputs.some((c) => c?.values instanceof Unread))
      return { names, type, dims, values: new Unread(elementCount(dims)), word: first?.word };
    const known = site.inputs.map((value, i) => {
      const values = inputs[i]?.values;
      return value && values ? { ...value, numbers: () => values } : value;
    });
    const values = folded({ ...site, inputs: known }, output, dims, Number.MAX_SAFE_INTEGER);
    if (values === undefined || dims === undefined) {
      throw new OnnxError(
        `${nodeLabel(node)} computes weights in a way that is not computed ahead; fold constants when exporting the model`,
      );
    }
    return { names, type, dims, values, word: first?.word };
  }
}

/** `int8` for signed and unsigned alike: the language has signed types only. */
export function integerType(type: number): string | undefined {
  const bits = /^u?int(2|4|8|16)$/.exec(dataTypeName(type))?.[1];
  return bits === undefined ? undefined : `int${bits}`;
}

/** The type of a quantiser's bit width. */
export function bitsType(bits: number | undefined): string | undefined {
  if (bits === undefined || !Number.isInteger(bits) || bits < 1 || bits > 16) return undefined;
  return bits === 1 ? 'binary' : `int${bits}`;
}

/** For each element, the index along an axis, or 0 where one figure is for all. */
function indexAlong(dims: readonly number[], axis: number, count: number): (element: number) => number {
  if (count === 1) return () => 0;
  const inner = elementCount(dims.slice(axis + 1));
  const length = dims[axis] ?? 1;
  return (element) => Math.floor(element / inner) % length;
}

/** Integers with a scale, or one for each index of an axis. */
export function withScales(
  codes: Constant,
  scale: Constant,
  zero: Constant | undefined,
  axis: number,
): Constant {
  const { dims } = codes;
  const scales = scale.values;
  const zeros = zero?.values ?? [0];
  const zeroAt = indexAlong(dims, axis, zeros.length);
  const isSymmetric = Array.from(zeros).every((z) => z === 0);
  const values = isSymmetric ? codes.values : mapped(codes.values, (v, i) => v - (zeros[zeroAt(i)] ?? 0));
  const isOffset = codes.type === dataType.uint8 && Array.from(zeros).some((z) => z !== MIDDLE);
  return {
    ...codes,
    type: dataType.float,
    values: timesScales(values, scales, dims, axis),
    codes: { values, scales, axis, ...(isOffset && { isOffset }) },
  };
}

/** Each code by its scale. In nested loops: with an index made for each, millions of weights would take ten times as long. */
function timesScales(
  codes: ArrayLike<number>,
  scales: ArrayLike<number>,
  dims: readonly number[],
  axis: number,
): ArrayLike<number> {
  if (scales.length === 1) {
    const [scale = 1] = Array.from(scales);
    return mapped(codes, (v) => Math.fround(v * scale));
  }
  if (codes instanceof Unread) return codes;
  const inner = Math.max(1, elementCount(dims.slice(axis + 1)));
  const along = Math.max(1, dims[axis] ?? 1);
  const result = new Float64Array(codes.length);
  for (let i = 0; i < result.length;) {
    for (let at = 0; at < along && i < result.length; at++) {
      const scale = scales[at] ?? 1;
      for (const end = i + inner; i < end; i++) result[i] = Math.fround((codes[i] ?? 0) * scale);
    }
  }
  return result;
}

/** The zero point with which unsigned integers are signed ones. */
const MIDDLE = 128;

function axisOf({ node }: ConstantNode, { dims }: Constant, scale: Constant): number {
  const given = intAttribute(node, 'axis', 1);
  const axis = given < 0 ? given + dims.length : given;
  const channels = dims[axis] ?? 1;
  const count = scale.values.length;
  if (count !== 1 && count !== channels) fail(node, `${count} scales for ${channels} channels`);
  return count === 1 ? 0 : axis;
}

function dequantised(site: ConstantNode, codes: Constant, scale: Constant, zero?: Constant): Constant {
  return withScales(codes, scale, zero, axisOf(site, codes, scale));
}

/** ONNX, QuantizeLinear: x ÷ scale to the nearest integer, ties to even, and the zero point. */
function quantised(site: ConstantNode, real: Constant, scale: Constant, zero?: Constant): Constant {
  const axis = axisOf(site, real, scale);
  const type = zero?.type ?? dataType.uint8;
  const name = dataTypeName(type);
  const bits = Number(/\d+$/.exec(name)?.[0] ?? 8);
  const [least, most] = name.startsWith('u') ? [0, 2 ** bits - 1] : [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];
  const at = indexAlong(real.dims, axis, scale.values.length);
  const zeros = zero?.values ?? [0];
  const zeroAt = indexAlong(real.dims, axis, zeros.length);
  return {
    ...real,
    type,
    word: integerType(type),
    values: mapped(real.values, (v, i) =>
      Math.min(
        Math.max(roundHalfEven(Math.fround(v / (scale.values[at(i)] ?? 1))) + (zeros[zeroAt(i)] ?? 0), least),
        most,
      ),
    ),
  };
}

/** Weights that QONNX rounds. */
function trained(
  site: ConstantNode,
  [real, scale, zero, width]: readonly (Constant | undefined)[],
): Constant {
  const { node } = site;
  if (real === undefined || scale === undefined) return fail(node, 'it has no scale');
  const { dims } = real;
  const scales = scale.values;
  const bySign = isBipolar(node, width?.values[0]);
  const axis =
    scales.length === 1 ? 0 : dims.length - scale.dims.length + scale.dims.findIndex((d) => d !== 1);
  if (scales.length !== 1 && scales.length !== dims[axis])
    fail(node, `${scales.length} scales do not lie along one dimension of ${dims.join('x')}`);
  const offset = node.opType === 'BipolarQuant' ? 0 : (zero?.values[0] ?? 0);
  const mode = stringAttribute(node, 'rounding_mode', 'ROUND').toUpperCase();
  const round = Object.hasOwn(roundings, mode) ? roundings[mode as keyof typeof roundings] : undefined;
  if (round === undefined) return fail(node, `its rounding_mode \`${mode}\` is not known`);
  const { min, max } = limitsOf(node, width?.values[0]);
  const at = indexAlong(dims, axis, scales.length);
  const code = (value: number, i: number): number => {
    // As QONNX does, in single precision: the largest weight is a whole step, not one less.
    const v = Math.fround(value / (scales[at(i)] ?? 1));
    return bySign
      ? (v + offset >= 0 ? 1 : -1) - offset
      : Math.min(Math.max(round(v + offset), min), max) - offset;
  };
  const codes = mapped(real.values, code);
  return {
    ...real,
    word: bySign ? 'binary' : (bitsType(width?.values[0]) ?? real.word),
    values: mapped(codes, (v, i) => v * (scales[at(i)] ?? 1)),
    codes: { values: codes, scales, axis },
  };
}

export function transposed(constant: Constant, perm: readonly number[]): Constant {
  const { dims, codes } = constant;
  const take = (values: ArrayLike<number>) => reordered(values, () => permutation(dims, perm));
  return {
    ...constant,
    dims: perm.map((p) => dims[p] ?? 1),
    values: take(constant.values),
    ...(codes && { codes: { ...codes, values: take(codes.values), axis: perm.indexOf(codes.axis) } }),
  };
}

/** For each element of the transposed tensor, where it stood. */
export function permutation(dims: readonly number[], perm: readonly number[]): Int32Array {
  const strides = dims.map((_, i) => elementCount(dims.slice(i + 1)));
  const order = new Int32Array(elementCount(dims));
  const index = perm.map(() => 0);
  for (let to = 0; to < order.length; to++) {
    let from = 0;
    for (const [i, p] of perm.entries()) from += (index[i] ?? 0) * (strides[p] ?? 0);
    order[to] = from;
    for (let i = perm.length - 1; i >= 0; i--) {
      index[i] = (index[i] ?? 0) + 1;
      if ((index[i] ?? 0) < (dims[perm[i] ?? 0] ?? 1)) break;
      index[i] = 0;
    }
  }
  return order;
}

/** Scales by axis get lost where the axis does; weights are dequantised in the shape that they are used in. */
export function reshaped(constant: Constant, dims: readonly number[]): Constant {
  const { codes, ...plain } = constant;
  const kept = codes && (codes.scales.length === 1 || dims[codes.axis] === constant.dims[codes.axis]);
  return { ...plain, dims, ...(kept && { codes }) };
}

export function scaled(constant: Constant, factor: number): Constant {
  if (factor === 1) return constant;
  const { codes, values } = constant;
  return {
    ...constant,
    values: mapped(values, (v) => factor * v),
    ...(codes && { codes: { ...codes, scales: mapped(codes.scales, (s) => factor * s) } }),
  };
}
