/** A model out of the bytes of its file. */
import { attributeOf } from './attribute-value';
import { checkNames } from './check-names';
import { decode } from './decode';
import { functionKey, nodeLabel } from './labels';
import type { OnnxAttribute, OnnxFunction, OnnxGraph, OnnxModel, OnnxNode, OnnxValueInfo } from './model';
import { OnnxError } from './onnx-error';
import type { Message } from './schema';
import { tensorOf } from './tensor';
import { valueInfoOf } from './value-type';

/**
 * Reads a model. Pure and fast: weights stay where they are and are viewed. External data is left unread; see
 * `loadExternalData`. Throws an OnnxError where the bytes are no ONNX model, where one of its values has two sources,
 * and where a tensor has more or less data than it says.
 */
export function readModel(file: Uint8Array): OnnxModel {
  // Node's Buffer is a Uint8Array whose `slice` copies nothing.
  const bytes = new Uint8Array(file.buffer, file.byteOffset, file.byteLength);
  const found = decode('ModelProto', bytes);
  if (found.graph === undefined) throw new OnnxError('not an ONNX model: the file holds no graph');
  const { ir_version: irVersion = 0, producer_name = '', producer_version = '' } = found;
  const opsets = opsetsOf(found.opset_import ?? [], 'the model');
  // Before IR version 3 there was one set of operators.
  if (opsets.size === 0 && irVersion >= 3) {
    throw new OnnxError(
      'the model does not say which version of ONNX its operators are of (`opset_import` is empty); export it again, or set one with onnx.helper.make_model',
    );
  }
  return {
    irVersion,
    producer: [producer_name, producer_version].filter((part) => part !== '').join(' '),
    opsets,
    graph: graphOf(found.graph),
    functions: uniqueMap(
      (found.functions ?? []).map(functionOf).map((f) => [functionKey(f), f]),
      (key) =>
        `the model defines function ${key} twice; ONNX wants one, or an \`overload\` to tell them apart`,
    ),
    metadata: entriesOf(found.metadata_props ?? []),
  };
}

function graphOf(graph: Message<'GraphProto'>): OnnxGraph {
  const { name = '', initializer = [], sparse_initializer: [sparse] = [] } = graph;
  if (sparse) {
    throw new OnnxError(
      `weights ${sparse.values?.name ?? ''} of graph ${name} are a sparse tensor, which is not supported; store them as a dense one`,
    );
  }
  const made: OnnxGraph = {
    name,
    nodes: (graph.node ?? []).map(nodeOf),
    initializers: uniqueMap(
      initializer.map((proto) => tensorOf(proto)).map((tensor) => [tensor.name, tensor]),
      (key) =>
        `graph ${name} has two initializers \`${key}\`; ONNX wants one source of each value: rename one`,
    ),
    inputs: (graph.input ?? []).map(valueInfoOf),
    outputs: (graph.output ?? []).map(valueInfoOf),
    valueInfos: valueInfosOf(graph.value_info ?? []),
  };
  checkNames(made);
  return made;
}

function nodeOf(node: Message<'NodeProto'>): OnnxNode {
  const { name = '', op_type: opType = '', domain = '', overload = '' } = node;
  if (opType === '') throw new OnnxError(`node ${name === '' ? 'without a name' : name} has no operator`);
  const { input: inputs = [], output: outputs = [] } = node;
  const made = { name, opType, domain: standardDomain(domain), inputs, outputs, ...overloaded(overload) };
  return { ...made, attributes: attributesOf(node.attribute ?? [], nodeLabel(made)) };
}

function functionOf(found: Message<'FunctionProto'>): OnnxFunction {
  const { name = '', domain = '', overload = '' } = found;
  const owner = `function ${name}`;
  const made: OnnxFunction = {
    name,
    domain: standardDomain(domain),
    ...overloaded(overload),
    opsets: opsetsOf(found.opset_import ?? [], owner),
    inputs: found.input ?? [],
    outputs: found.output ?? [],
    nodes: (found.node ?? []).map(nodeOf),
    valueInfos: valueInfosOf(found.value_info ?? []),
    attributes: found.attribute ?? [],
    defaults: attributesOf(found.attribute_proto ?? [], owner),
  };
  checkNames({ ...made, name: owner });
  return made;
}

function attributesOf(
  attributes: readonly Message<'AttributeProto'>[],
  owner: string,
): ReadonlyMap<string, OnnxAttribute> {
  return uniqueMap(
    attributes.map((proto) => [proto.name ?? '', attributeOf(proto, owner, graphOf)]),
    (key) => `${owner} has two attributes \`${key}\`; ONNX wants one: delete the other`,
  );
}

function valueInfosOf(infos: readonly Message<'ValueInfoProto'>[]): ReadonlyMap<string, OnnxValueInfo> {
  return new Map(infos.map(valueInfoOf).map((info) => [info.name, info]));
}

function opsetsOf(
  imports: readonly Message<'OperatorSetIdProto'>[],
  owner: string,
): ReadonlyMap<string, number> {
  const opsets = new Map<string, number>();
  for (const { domain: written = '', version = 0 } of imports) {
    const domain = standardDomain(written);
    const other = opsets.get(domain);
    if (other !== undefined && other !== version) {
      throw new OnnxError(
        `${owner} imports versions ${other} and ${version} of the operators of ${domain || 'ONNX'}; ONNX wants one of a domain`,
      );
    }
    opsets.set(domain, version);
  }
  return opsets;
}

function entriesOf(entries: readonly Message<'StringStringEntryProto'>[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { key = '', value = '' } of entries) {
    if ((found.get(key) ?? value) !== value) {
      throw new OnnxError(
        `the model's metadata say both ${found.get(key) ?? ''} and ${value} of \`${key}\`; ONNX wants each key once: delete one`,
      );
    }
    found.set(key, value);
  }
  return found;
}

function uniqueMap<T>(
  entries: readonly (readonly [string, T])[],
  twice: (key: string) => string,
): ReadonlyMap<string, T> {
  const found = new Map<string, T>();
  for (const [key, value] of entries) {
    if (found.has(key)) throw new OnnxError(twice(key));
    found.set(key, value);
  }
  return found;
}

function overloaded(overload: string): { readonly overload?: string } {
  return overload === '' ? {} : { overload };
}

function standardDomain(domain: string): string {
  return domain === 'ai.onnx' ? '' : domain;
}
