/**
 * A model of half or double precision in single precision: its values can be looked at as those of any other, and
 * every operator has a kernel for it.
 */
import { dataType, tensorNumbers } from '../../onnx/index';
import type {
  OnnxAttribute,
  OnnxGraph,
  OnnxModel,
  OnnxNode,
  OnnxTensor,
  OnnxValueInfo,
} from '../../onnx/index';

type Types = ReadonlySet<number>;

const otherFloats: Types = new Set([dataType.float16, dataType.bfloat16, dataType.double]);

/** onnxruntime has few kernels for these, none for a convolution. */
export const withoutKernels: Types = new Set([dataType.bfloat16, dataType.double]);

/**
 * The model itself where it has none of the types.
 *
 * @param types that become single precision
 */
export function widened(model: OnnxModel, types: Types = otherFloats): OnnxModel {
  if (!hasAny(model.graph, types)) return model;
  const graph = wideGraph(model.graph, types);
  const functions = new Map(
    [...model.functions].map(
      ([key, f]) => [key, { ...f, nodes: f.nodes.map((n) => wideNode(n, types)) }] as const,
    ),
  );
  return { ...model, graph, functions };
}

function hasAny(graph: OnnxGraph, types: Types): boolean {
  return (
    [...graph.initializers.values(), ...graph.inputs, ...graph.outputs].some((v) => types.has(v.type)) ||
    graph.nodes.some((n) => [...n.attributes].some(([key, a]) => isOther(key, a, types)))
  );
}

/** Attributes that name an element type: of `Cast`, and of random and optional outputs. */
const typeAttributes: ReadonlySet<string> = new Set(['to', 'dtype', 'output_dtype', 'stash_type']);

function isOther(key: string, attribute: OnnxAttribute, types: Types): boolean {
  if (attribute.kind === 'int') return typeAttributes.has(key) && types.has(attribute.value);
  if (attribute.kind === 'tensor') return types.has(attribute.value.type);
  return attribute.kind === 'graph' && hasAny(attribute.value, types);
}

function wideGraph(graph: OnnxGraph, types: Types): OnnxGraph {
  const value = (v: OnnxValueInfo): OnnxValueInfo => (types.has(v.type) ? { ...v, type: dataType.float } : v);
  return {
    ...graph,
    nodes: graph.nodes.map((n) => wideNode(n, types)),
    initializers: new Map([...graph.initializers].map(([name, t]) => [name, wideTensor(t, types)])),
    inputs: graph.inputs.map(value),
    outputs: graph.outputs.map(value),
    valueInfos: new Map([...graph.valueInfos].map(([name, v]) => [name, value(v)])),
  };
}

function wideNode(node: OnnxNode, types: Types): OnnxNode {
  return {
    ...node,
    attributes: new Map([...node.attributes].map(([key, a]) => [key, wideAttribute(key, a, types)])),
  };
}

function wideAttribute(key: string, attribute: OnnxAttribute, types: Types): OnnxAttribute {
  if (attribute.kind === 'int')
    return isOther(key, attribute, types) ? { kind: 'int', value: dataType.float } : attribute;
  if (attribute.kind === 'tensor') return { kind: 'tensor', value: wideTensor(attribute.value, types) };
  if (attribute.kind === 'graph') return { kind: 'graph', value: wideGraph(attribute.value, types) };
  if (attribute.kind !== 'graphs') return attribute;
  return { kind: 'graphs', value: attribute.value.map((g) => wideGraph(g, types)) };
}

function wideTensor(tensor: OnnxTensor, types: Types): OnnxTensor {
  if (!types.has(tensor.type)) return tensor;
  const values = Float32Array.from(tensorNumbers(tensor));
  return {
    ...tensor,
    type: dataType.float,
    data: { kind: 'raw', bytes: new Uint8Array(values.buffer) },
  };
}
