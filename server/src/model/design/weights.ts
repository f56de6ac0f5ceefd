/** Where a layer's weights come from: through dequantisation, casts and transpositions, to the tensor of the file. */
import { dataTypeName } from '../../onnx/index';
import type { TracedGraph } from '../graph/trace';
import { constantOf } from '../graph/value';

export interface WeightSource {
  /** Name of the tensor in the file. */
  readonly tensor: string;
  /** Number type as the language spells it; undefined for floats. */
  readonly type?: string;
}

/** Steps from a constant to its tensor; more is no chain of weights. */
const longestChain = 20;

export function weightSource(traced: TracedGraph, name: string): WeightSource {
  let at = name;
  let type: string | undefined;
  for (let i = 0; i < longestChain; i++) {
    const node = traced.constantNodes.get(at);
    const next = node?.inputs[0];
    if (node === undefined || next === undefined) break;
    if (node.opType === 'BipolarQuant') type ??= 'binary';
    else if (node.opType.endsWith('Quant'))
      type ??= bitsType(constantOf(traced.values.get(node.inputs[3] ?? ''))?.[0]);
    at = next;
    if (node.opType === 'DequantizeLinear') type ??= integerType(traced.values.get(next)?.type ?? 0);
  }
  type ??= integerType(traced.values.get(at)?.type ?? 0);
  return { tensor: at, ...(type !== undefined && { type }) };
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

/** Suffixes by which frameworks tell a weight tensor from its layer. */
const suffix =
  /([./_](weight|kernel|W|w|wq|weights|quantized|weight_quantized|Conv2D|MatMul|ReadVariableOp|BiasAdd|W_quant|conv_weight|gemm_weight|bias|b)(:0)?)+$/;

/**
 * The name by which a layer is bound to a node: that of the module whose weights it has (`conv1` for `conv1.weight`),
 * else the node's own without slashes around it and the operator behind it. A layer with weights has one in any case,
 * if need be the plain name of node or tensor; others are undefined where the model says nothing of them.
 */
export function moduleName(
  nodeName: string,
  opType: string,
  weights: string | undefined,
): string | undefined {
  const module = weights?.replace(suffix, '') ?? '';
  if (module !== weights && isTelling(module, '')) return module;
  const node = nodeName.replace(/^\/+|\/+$/g, '');
  const steps = node.split('/');
  const own = steps.at(-1) === opType ? steps.slice(0, -1).join('/') : node;
  if (isTelling(own, opType)) return own;
  if (weights === undefined || weights === '') return undefined;
  if (isTelling(weights, opType) && !weights.startsWith('onnx::')) return weights;
  return node === '' ? weights : node;
}

/** More than a number or the operator's name with one. */
function isTelling(name: string, opType: string): boolean {
  const last = name.split('/').at(-1) ?? '';
  return last !== '' && !/^\d+$/.test(last) && !new RegExp(`^${opType}([_:.]?\\d+)?$`).test(last);
}
