/** ONNX's messages (onnx.proto of ONNX 1.17) out of their bytes. */
import { dataType } from './data-type';
import { bytesOf, floatsOf, intOf, intsOf, stringOf } from './fields';
import type {
  OnnxAttribute,
  OnnxDimension,
  OnnxFunction,
  OnnxGraph,
  OnnxModel,
  OnnxNode,
  OnnxTensor,
  OnnxValueInfo,
} from './model';
import { OnnxError } from './onnx-error';
import { readEntry, readTensor } from './read-tensor';
import { forEachField } from './wire';

/** Graphs within graphs; deeper than any network, shallow enough for the stack. */
const deepestGraph = 50;

/**
 * Reads a model. Pure and fast: weights stay where they are and are viewed. External data is left unread; see
 * `loadExternalData`. Throws an OnnxError where the bytes are no ONNX model.
 */
export function readModel(file: Uint8Array): OnnxModel {
  // Node's Buffer is a Uint8Array whose `slice` copies nothing.
  const bytes = new Uint8Array(file.buffer, file.byteOffset, file.byteLength);
  let irVersion = 0;
  let producerName = '';
  let producerVersion = '';
  let graph: OnnxGraph | undefined;
  const opsets = new Map<string, number>();
  const functions = new Map<string, OnnxFunction>();
  const metadata = new Map<string, string>();
  forEachField(bytes, 'the model', (field) => {
    switch (field.number) {
      case 1:
        irVersion = intOf(field, 'ir_version');
        break;
      case 2:
        producerName = stringOf(field, 'producer_name');
        break;
      case 3:
        producerVersion = stringOf(field, 'producer_version');
        break;
      case 7:
        graph = readGraph(bytesOf(field, 'graph'), 0);
        break;
      case 8: {
        const { domain, version } = readOpset(bytesOf(field, 'opset_import'));
        opsets.set(domain, version);
        break;
      }
      case 14: {
        const { key, value } = readEntry(bytesOf(field, 'metadata_props'));
        metadata.set(key, value);
        break;
      }
      case 25: {
        const made = readFunction(bytesOf(field, 'functions'));
        functions.set(`${made.domain}:${made.name}`, made);
        break;
      }
    }
  });
  if (graph === undefined) throw new OnnxError('not an ONNX model: the file holds no graph');
  const producer = [producerName, producerVersion].filter((part) => part !== '').join(' ');
  return { irVersion, producer, opsets, graph, functions, metadata };
}

function readGraph(bytes: Uint8Array, depth: number): OnnxGraph {
  if (depth > deepestGraph) throw new OnnxError(`the model nests more than ${deepestGraph} graphs`);
  let name = '';
  const nodes: OnnxNode[] = [];
  const initializers = new Map<string, OnnxTensor>();
  const inputs: OnnxValueInfo[] = [];
  const outputs: OnnxValueInfo[] = [];
  const valueInfos = new Map<string, OnnxValueInfo>();
  forEachField(bytes, 'a graph', (field) => {
    switch (field.number) {
      case 1:
        nodes.push(readNode(bytesOf(field, 'node'), depth));
        break;
      case 2:
        name = stringOf(field, 'the name of a graph');
        break;
      case 5: {
        const tensor = readTensor(bytesOf(field, 'initializer'));
        initializers.set(tensor.name, tensor);
        break;
      }
      case 11:
        inputs.push(readValueInfo(bytesOf(field, 'input')));
        break;
      case 12:
        outputs.push(readValueInfo(bytesOf(field, 'output')));
        break;
      case 13: {
        const info = readValueInfo(bytesOf(field, 'value_info'));
        valueInfos.set(info.name, info);
        break;
      }
      case 15:
        throw new OnnxError(
          `graph ${name} has sparse initializers, which are not supported; store them as dense tensors`,
        );
    }
  });
  return { name, nodes, initializers, inputs, outputs, valueInfos };
}

function readNode(bytes: Uint8Array, depth: number): OnnxNode {
  let name = '';
  let opType = '';
  let domain = '';
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes = new Map<string, OnnxAttribute>();
  forEachField(bytes, 'a node', (field) => {
    switch (field.number) {
      case 1:
        inputs.push(stringOf(field, 'an input of a node'));
        break;
      case 2:
        outputs.push(stringOf(field, 'an output of a node'));
        break;
      case 3:
        name = stringOf(field, 'the name of a node');
        break;
      case 4:
        opType = stringOf(field, 'the operator of a node');
        break;
      case 5: {
        const [key, attribute] = readAttribute(bytesOf(field, 'attribute'), depth);
        attributes.set(key, attribute);
        break;
      }
      case 7:
        domain = standardDomain(stringOf(field, 'the domain of a node'));
        break;
    }
  });
  if (opType === '') throw new OnnxError(`node ${name === '' ? 'without a name' : name} has no operator`);
  return { name, opType, domain, inputs, outputs, attributes };
}

/** Which field of AttributeProto holds the value of which `type`; old files leave `type` out. */
const attributeKinds: Readonly<Record<number, OnnxAttribute['kind']>> = {
  1: 'float',
  2: 'int',
  3: 'string',
  4: 'tensor',
  5: 'graph',
  6: 'floats',
  7: 'ints',
  8: 'strings',
  9: 'tensors',
  10: 'graphs',
};

function readAttribute(bytes: Uint8Array, depth: number): [string, OnnxAttribute] {
  let name = '';
  let type = 0;
  let single: OnnxAttribute | undefined;
  let reference: string | undefined;
  const floats: number[] = [];
  const ints: number[] = [];
  const strings: string[] = [];
  const tensors: OnnxTensor[] = [];
  const graphs: OnnxGraph[] = [];
  forEachField(bytes, 'an attribute', (field) => {
    switch (field.number) {
      case 1:
        name = stringOf(field, 'the name of an attribute');
        break;
      case 2:
        single = { kind: 'float', value: floatsOf(field, 'an attribute')[0] ?? 0 };
        break;
      case 3:
        single = { kind: 'int', value: intOf(field, 'an attribute') };
        break;
      case 4:
        single = { kind: 'string', value: stringOf(field, 'an attribute') };
        break;
      case 5:
        single = { kind: 'tensor', value: readTensor(bytesOf(field, 'an attribute')) };
        break;
      case 6:
        single = { kind: 'graph', value: readGraph(bytesOf(field, 'an attribute'), depth + 1) };
        break;
      case 7:
        for (const value of floatsOf(field, 'an attribute')) floats.push(value);
        break;
      case 8:
        for (const value of intsOf(field, 'an attribute')) ints.push(value);
        break;
      case 9:
        strings.push(stringOf(field, 'an attribute'));
        break;
      case 10:
        tensors.push(readTensor(bytesOf(field, 'an attribute')));
        break;
      case 11:
        graphs.push(readGraph(bytesOf(field, 'an attribute'), depth + 1));
        break;
      case 20:
        type = intOf(field, 'the type of an attribute');
        break;
      case 21:
        reference = stringOf(field, 'an attribute');
        break;
    }
  });
  const lists = { floats, ints, strings, tensors, graphs };
  if (reference !== undefined && reference !== '') return [name, { kind: 'reference', value: reference }];
  const kind = attributeKinds[type] ?? single?.kind ?? listKind(lists);
  switch (kind) {
    case 'floats':
      return [name, { kind, value: floats }];
    case 'ints':
      return [name, { kind, value: ints }];
    case 'strings':
      return [name, { kind, value: strings }];
    case 'tensors':
      return [name, { kind, value: tensors }];
    case 'graphs':
      return [name, { kind, value: graphs }];
    // A writer that leaves zeros and empty texts out, as proto3 does, still says the type.
    case 'float':
    case 'int':
      return [name, single?.kind === kind ? single : { kind, value: 0 }];
    case 'string':
      return [name, single?.kind === kind ? single : { kind, value: '' }];
    case 'tensor':
    case 'graph':
    case 'reference':
    case 'other':
    case undefined:
      return [name, single ?? { kind: 'other' }];
  }
}

function listKind(lists: Record<'floats' | 'ints' | 'strings' | 'tensors' | 'graphs', readonly unknown[]>) {
  const kinds = ['floats', 'ints', 'strings', 'tensors', 'graphs'] as const;
  return kinds.find((kind) => lists[kind].length > 0);
}

function readValueInfo(bytes: Uint8Array): OnnxValueInfo {
  let name = '';
  let type: number = dataType.undefined;
  let dims: readonly OnnxDimension[] | undefined;
  forEachField(bytes, 'the type of a value', (field) => {
    if (field.number === 1) name = stringOf(field, 'the name of a value');
    else if (field.number === 2) {
      forEachField(bytesOf(field, 'the type of a value'), 'the type of a value', (kind) => {
        if (kind.number !== 1) return;
        forEachField(bytesOf(kind, 'the type of a tensor'), 'the type of a tensor', (part) => {
          if (part.number === 1) type = intOf(part, 'the type of a tensor');
          else if (part.number === 2) dims = readShape(bytesOf(part, 'the shape of a tensor'));
        });
      });
    }
  });
  return { name, type, dims };
}

function readShape(bytes: Uint8Array): OnnxDimension[] {
  const dims: OnnxDimension[] = [];
  forEachField(bytes, 'a shape', (field) => {
    if (field.number !== 1) return;
    let dim: OnnxDimension = null;
    forEachField(bytesOf(field, 'a dimension'), 'a dimension', (part) => {
      if (part.number === 1) dim = intOf(part, 'a dimension');
      else if (part.number === 2) dim = stringOf(part, 'a dimension');
    });
    dims.push(dim);
  });
  return dims;
}

function readFunction(bytes: Uint8Array): OnnxFunction {
  let name = '';
  let domain = '';
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes: string[] = [];
  const nodes: OnnxNode[] = [];
  const defaults = new Map<string, OnnxAttribute>();
  forEachField(bytes, 'a function', (field) => {
    switch (field.number) {
      case 1:
        name = stringOf(field, 'the name of a function');
        break;
      case 4:
        inputs.push(stringOf(field, 'an input of a function'));
        break;
      case 5:
        outputs.push(stringOf(field, 'an output of a function'));
        break;
      case 6:
        attributes.push(stringOf(field, 'an attribute of a function'));
        break;
      case 7:
        nodes.push(readNode(bytesOf(field, 'a node of a function'), 0));
        break;
      case 10:
        domain = standardDomain(stringOf(field, 'the domain of a function'));
        break;
      case 11: {
        const [key, attribute] = readAttribute(bytesOf(field, 'an attribute of a function'), 0);
        defaults.set(key, attribute);
        break;
      }
    }
  });
  return { name, domain, inputs, outputs, nodes, attributes, defaults };
}

function readOpset(bytes: Uint8Array): { domain: string; version: number } {
  let domain = '';
  let version = 0;
  forEachField(bytes, 'opset_import', (field) => {
    if (field.number === 1) domain = standardDomain(stringOf(field, 'opset_import'));
    else if (field.number === 2) version = intOf(field, 'opset_import');
  });
  return { domain, version };
}

function standardDomain(domain: string): string {
  return domain === 'ai.onnx' ? '' : domain;
}
