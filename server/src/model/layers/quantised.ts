/** Quantised models: how values are rounded, and the operators that compute with integers. */
import { type OnnxNode, dataType, intAttribute, stringAttribute } from '../../onnx/index';
import { type Site, constantOf, fail } from '../graph/value';
import type { Codes } from '../lower/lowered';
import type { Builder } from './builder';
import { type Constant, bitsType, integerType, scaled, transposed, withScales } from './constants';
import type { ModelLayer, Operand, Placed } from './layer';
import { mapped } from './elements';
import { isBipolar, limitsOf } from './quantisers';

const ranges = new Map<number, { readonly min: number; readonly max: number }>([
  [dataType.uint8, { min: 0, max: 255 }],
  [dataType.int8, { min: -128, max: 127 }],
  [dataType.uint16, { min: 0, max: 65_535 }],
  [dataType.int16, { min: -32_768, max: 32_767 }],
  [dataType.uint4, { min: 0, max: 15 }],
  [dataType.int4, { min: -8, max: 7 }],
]);

/** A value gets a number type, and its integers: those of the layer that puts it out. */
export function readRounding(builder: Builder, site: Site): void {
  const { node } = site;
  const [x = ''] = node.inputs;
  const [y = ''] = node.outputs;
  const placed = builder.placed.get(x);
  if (placed) {
    const name = node.opType === 'DequantizeLinear' ? x : y;
    const type = integerType(builder.value(name)?.type ?? 0);
    if (type !== undefined && placed.scores === undefined) builder.layer(placed).activations = type;
    if (node.opType !== 'DynamicQuantizeLinear') {
      roundBy(builder, site, placed, [1, 2]);
    }
  }
  passOn(builder, x, y);
}

/** Scale and zero point are two inputs of the node. */
export function roundBy(
  builder: Builder,
  site: Site,
  placed: Placed,
  [scaleAt, zeroAt]: readonly [number, number],
): void {
  const codes = codesAt(site, scaleAt, zeroAt);
  if (typeof codes === 'string') builder.refuse(placed, site.node, codes);
  else builder.round(placed, site.node, codes);
}

/** A reason where there are none. */
function codesAt({ node, inputs }: Site, scaleAt: number, zeroAt: number): Codes | string {
  const scales = constantOf(inputs[scaleAt]);
  if (scales === undefined) return 'its scale is computed at run time; kernels need a constant one';
  if (scales.length !== 1) return 'its values have a scale for each channel; kernels have one for all';
  const scale = Math.fround(scales[0] ?? 0);
  if (!(scale > 0)) return `the scale ${scale} is not above zero`;
  const zero = inputs[zeroAt];
  const type = zero?.type ?? ownType({ node, inputs });
  const range = ranges.get(type);
  if (range === undefined) return 'its integers are of a type that kernels do not have';
  const zeroPoint = zero ? constantOf(zero)?.[0] : 0;
  if (zeroPoint === undefined) return 'its zero point is computed at run time; kernels need a constant one';
  return { scale, zeroPoint, ...range };
}

/** Without a zero point, the integers are of the value's own type. */
function ownType({ node, inputs }: Pick<Site, 'node' | 'inputs'>): number {
  if (node.opType === 'DequantizeLinear') return inputs[0]?.type ?? dataType.uint8;
  return intAttribute(node, 'output_dtype', 0) || dataType.uint8;
}

/** QONNX: a value is rounded to integers of a few bits. Constants are rounded where they are read. */
export function readQuant(builder: Builder, site: Site): void {
  const { node, inputs } = site;
  const [x = ''] = node.inputs;
  const [y = ''] = node.outputs;
  const placed = builder.placed.get(x);
  if (placed) {
    const bits = node.opType === 'BipolarQuant' ? 1 : constantOf(inputs[3])?.[0];
    const bySign = isBipolar(node, bits);
    const type = bySign ? 'binary' : bitsType(bits);
    if (type !== undefined) builder.layer(placed).activations = type;
    const scales = constantOf(inputs[1]);
    const zeroPoint = node.opType === 'BipolarQuant' ? 0 : constantOf(inputs[2])?.[0];
    const mode = stringAttribute(node, 'rounding_mode', 'ROUND').toUpperCase();
    if (scales === undefined || zeroPoint === undefined || bits === undefined)
      builder.refuse(placed, node, 'its scale, zero point or width is computed at run time');
    else if (scales.length !== 1)
      builder.refuse(placed, node, 'its values have a scale for each channel; kernels have one for all');
    else if (node.opType === 'Trunc')
      builder.refuse(placed, node, 'it cuts bits off integers, which no kernel does');
    else if (!bySign && mode !== 'ROUND' && mode !== 'HALF_EVEN' && mode !== 'FLOOR')
      builder.refuse(placed, node, `kernels do not round by \`${mode}\`; train with ROUND or FLOOR`);
    else {
      const scale = Math.fround(scales[0] ?? 0);
      const floors = mode === 'FLOOR' && !bySign;
      builder.round(placed, node, {
        scale,
        zeroPoint,
        ...limitsOf(node, bits),
        ...(floors && { isFloor: true }),
      });
    }
  }
  passOn(builder, x, y);
}

function passOn(builder: Builder, x: string, y: string): void {
  const placed = builder.placed.get(x);
  if (placed) builder.put(y, placed);
  const factor = builder.factors.get(x);
  if (factor) builder.factors.set(y, factor);
}

/**
 * Integers whose scale is computed from each input stand for the real numbers that they are made from: the kernels
 * need fixed scales, which come from calibration as those of a float model do. So the scale counts as 1 and the zero
 * point as 0, and what they are multiplied by later is that of the weights alone.
 */
export function readDynamicQuantisation(builder: Builder, site: Site): void {
  readRounding(builder, site);
  for (const name of site.node.outputs.slice(1)) builder.factors.set(name, { constants: [] });
}

/** A constant of the graph by its name. */
export function constant(name: string): Operand {
  return (constants) => constants.at(name);
}

/** Integer weights of a quantised operator, zero point taken off, with their scales. */
export function integerWeights({ node }: Site, at: number, axis: number): Operand {
  const [codes = '', scale = '', zero = ''] = node.inputs.slice(at, at + 3);
  return (constants) =>
    withScales(constants.at(codes), constants.at(scale), zero === '' ? undefined : constants.at(zero), axis);
}

/** Integer weights of ConvInteger and MatMulInteger: without their zero point, and of scale 1. */
export function centredWeights({ node }: Site, axis: number): Operand {
  const [, codes = '', , zero = ''] = node.inputs;
  return (constants) => {
    const one = { names: [], type: dataType.float, dims: [], values: [1] };
    const zeros = zero === '' ? undefined : constants.at(zero);
    return withoutCodes(withScales(constants.at(codes), one, zeros, axis));
  };
}

function withoutCodes({ names, type, dims, values, word }: Constant): Constant {
  return { names, type, dims, values, word };
}

/** An integer bias is of the scale of the products, input times weights. */
export function integerBias(site: Site, at: number, weights: Operand): Operand | undefined {
  const name = site.node.inputs[at] ?? '';
  if (name === '') return undefined;
  const input = constantOf(site.inputs[1])?.[0] ?? fail(site.node, 'the scale of its input is computed');
  return (constants) => {
    const bias = constants.at(name);
    const scales = weights(constants).codes?.scales ?? [1];
    const steps = mapped(scales, (s) => Math.fround(Math.fround(input) * s));
    return {
      ...bias,
      values: mapped(bias.values, (v, c) => v * (steps[steps.length === 1 ? 0 : c] ?? 1)),
      codes: { values: bias.values, scales: steps, axis: 0 },
    };
  };
}

/** Columns become rows. */
export function turned(operand: Operand): Operand {
  return (constants) => {
    const weights = operand(constants);
    return weights.dims.length === 2 ? transposed(weights, [1, 0]) : weights;
  };
}

export function times(operand: Operand, factor: number): Operand {
  return factor === 1 ? operand : (constants) => scaled(operand(constants), factor);
}

/** A layer of a quantised operator puts out what its zero point's type is. */
export function typeBy(builder: Builder, node: OnnxNode): void {
  const placed = builder.placed.get(node.outputs[0] ?? '');
  const type = integerType(builder.value(node.outputs[0])?.type ?? 0);
  if (placed && type !== undefined) builder.layer(placed).activations = type;
}

/** What only moves integers has those of what it reads. */
export function codesOf({ layers }: Pick<Builder, 'layers'>, index: number): ModelLayer['codes'] {
  const layer = layers[index];
  if (layer === undefined || layer.codes) return layer?.codes;
  const moves = ['flatten', 'upsample', 'maxpool', 'relu'];
  const [input] = layer.inputs;
  if (input !== undefined && moves.includes(layer.kind)) return codesOf({ layers }, input);
  return undefined;
}

/**
 * Sums, joints and means between steps that are no powers of two apart: onnxruntime adds them up in float32, in an order
 * that depends on the processor.
 */
export function noteInexactSteps({ layers }: Builder): void {
  for (const [index, layer] of layers.entries()) {
    const kind = layer.computation?.kind ?? '';
    const own = codesOf({ layers }, index);
    if (own === undefined || !summing.has(kind)) continue;
    const isEven = layer.inputs.every((input) => {
      const codes = codesOf({ layers }, input);
      return codes === undefined || Number.isInteger(Math.log2(codes.scale / own.scale));
    });
    if (!isEven)
      layer.differences.push('its steps are no powers of two apart, so that a result may be one step off');
  }
}

const summing: ReadonlySet<string> = new Set(['add', 'concat', 'avgpool']);
