/** A model as the bytes of a file: everything that is read of one, with the weights of other files inside. */
import { attributeMessage } from './attribute-value';
import { encode, joined } from './encode';
import { nodeLabel } from './labels';
import type { OnnxAttribute, OnnxFunction, OnnxGraph, OnnxModel, OnnxNode, OnnxValueInfo } from './model';
import type { Message } from './schema';
import { tensorMessage } from './tensor';
import { valueInfoMessage } from './value-type';

/**
 * @throws OnnxError where the model does not fit into one file, where weights were not loaded, and for sparse tensors
 */
export function writeModel(model: OnnxModel): Uint8Array {
  return encode('ModelProto', {
    ir_version: model.irVersion,
    producer_name: model.producer,
    graph: graphMessage(model.graph),
    opset_import: opsetMessages(model.opsets),
    metadata_props: Array.from(model.metadata, ([key, value]) => ({ key, value })),
    functions: Array.from(model.functions.values(), functionMessage),
  });
}

/**
 * The same model with more of its values as outputs. Of a message that stands twice in a file, protobuf joins the
 * parts, so that nothing has to be read.
 */
export function withOutputs(
  model: Uint8Array,
  outputs: readonly Pick<OnnxValueInfo, 'name' | 'type'>[],
): Uint8Array {
  const output = outputs.map(({ name, type }) => valueInfoMessage({ name, type, dims: undefined }));
  return joined([model, encode('ModelProto', { graph: { output } })]);
}

function graphMessage(graph: OnnxGraph): Message<'GraphProto'> {
  return {
    name: graph.name,
    node: graph.nodes.map(nodeMessage),
    initializer: Array.from(graph.initializers, ([name, tensor]) => tensorMessage({ ...tensor, name })),
    input: graph.inputs.map(valueInfoMessage),
    output: graph.outputs.map(valueInfoMessage),
    value_info: Array.from(graph.valueInfos.values(), valueInfoMessage),
  };
}

function nodeMessage(node: OnnxNode): Message<'NodeProto'> {
  const { name, opType, domain, overload, inputs, outputs, attributes } = node;
  return {
    name,
    op_type: opType,
    ...(domain !== '' && { domain }),
    overload,
    input: inputs,
    output: outputs,
    attribute: attributeMessages(attributes, nodeLabel(node)),
  };
}

function functionMessage(called: OnnxFunction): Message<'FunctionProto'> {
  const { name, domain, overload, inputs, outputs } = called;
  return {
    name,
    domain,
    overload,
    input: inputs,
    output: outputs,
    attribute: called.attributes,
    attribute_proto: attributeMessages(called.defaults, `function ${name}`),
    node: called.nodes.map(nodeMessage),
    opset_import: opsetMessages(called.opsets),
    value_info: Array.from(called.valueInfos.values(), valueInfoMessage),
  };
}

function attributeMessages(
  attributes: ReadonlyMap<string, OnnxAttribute>,
  owner: string,
): Message<'AttributeProto'>[] {
  return Array.from(attributes, ([name, attribute]) =>
    attributeMessage(name, attribute, owner, graphMessage),
  );
}

function opsetMessages(opsets: ReadonlyMap<string, number>): Message<'OperatorSetIdProto'>[] {
  return Array.from(opsets, ([domain, version]) => ({ domain, version }));
}
