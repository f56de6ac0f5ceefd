/** Attributes of nodes: AttributeProto, read and written. */
import type { OnnxAttribute, OnnxGraph, OnnxType } from './model';
import { OnnxError } from './onnx-error';
import type { Message } from './schema';
import { tensorMessage, tensorOf } from './tensor';
import { typeMessage, typeOf } from './value-type';
import { textOf } from './wire';

type Proto = Message<'AttributeProto'>;

/** Numbers of AttributeProto.AttributeType, and the field that holds a value of that type. */
const types = {
  float: [1, 'f'],
  int: [2, 'i'],
  string: [3, 's'],
  tensor: [4, 't'],
  graph: [5, 'g'],
  floats: [6, 'floats'],
  ints: [7, 'ints'],
  strings: [8, 'strings'],
  tensors: [9, 'tensors'],
  graphs: [10, 'graphs'],
  sparseTensor: [11, 'sparse_tensor'],
  sparseTensors: [12, 'sparse_tensors'],
  type: [13, 'tp'],
  types: [14, 'type_protos'],
} as const satisfies Record<string, readonly [number, keyof Proto]>;

type Type = keyof typeof types;

const all = Object.keys(types) as Type[];

/** How graphs are read or written, which have nodes with attributes themselves. */
interface Graphs {
  readonly read: (graph: Message<'GraphProto'>) => OnnxGraph;
  readonly write: (graph: OnnxGraph) => Message<'GraphProto'>;
}

/** @param owner the node or function, for errors */
export function attributeOf(proto: Proto, owner: string, read: Graphs['read']): OnnxAttribute {
  const { name = '', ref_attr_name = '', type = 0 } = proto;
  if (ref_attr_name !== '') return { kind: 'reference', value: ref_attr_name, type };
  // Old files leave the type out; one that leaves zeros and empty texts out, as proto3 does, says it.
  const kind = all.find((k) => types[k][0] === type) ?? all.find((k) => proto[types[k][1]] !== undefined);
  switch (kind) {
    case 'float':
      return { kind, value: proto.f ?? 0 };
    case 'int':
      return { kind, value: proto.i ?? 0 };
    case 'string': {
      const { texts, bytes } = textsOf(proto.s ? [proto.s] : []);
      return { kind, value: texts[0] ?? '', ...(bytes?.[0] && { bytes: bytes[0] }) };
    }
    case 'tensor':
      if (proto.t) return { kind, value: tensorOf(proto.t, `attribute ${name} of ${owner}`) };
      break;
    case 'graph':
      if (proto.g) return { kind, value: read(proto.g) };
      break;
    case 'type':
      if (proto.tp) return { kind, value: known(typeOf(proto.tp, name), name, owner) };
      break;
    case 'floats':
      return { kind, value: proto.floats ?? [] };
    case 'ints':
      return { kind, value: proto.ints ?? [] };
    case 'strings': {
      const { texts, bytes } = textsOf(proto.strings ?? []);
      return { kind, value: texts, ...(bytes && { bytes }) };
    }
    case 'tensors':
      return {
        kind,
        value: (proto.tensors ?? []).map((t) => tensorOf(t, `attribute ${name} of ${owner}`)),
      };
    case 'graphs':
      return { kind, value: (proto.graphs ?? []).map(read) };
    case 'types':
      return {
        kind,
        value: (proto.type_protos ?? []).map((t) => known(typeOf(t, name), name, owner)),
      };
    case 'sparseTensor':
    case 'sparseTensors':
      return { kind: 'sparse', value: proto.sparse_tensor?.values?.name ?? '' };
    case undefined:
  }
  throw new OnnxError(`attribute ${name} of ${owner} has no value; ONNX wants one, or no such attribute`);
}

export function attributeMessage(
  name: string,
  attribute: OnnxAttribute,
  owner: string,
  write: Graphs['write'],
): Proto {
  const { kind } = attribute;
  if (kind === 'reference') {
    return { name, ref_attr_name: attribute.value, ...(attribute.type !== 0 && { type: attribute.type }) };
  }
  if (kind === 'sparse') {
    throw new OnnxError(
      `attribute ${name} of ${owner} is a sparse tensor, which is not written; store it as a dense one`,
    );
  }
  return { name, ...contents(attribute, write), type: types[kind][0] };
}

function contents(
  attribute: Exclude<OnnxAttribute, { kind: 'reference' | 'sparse' }>,
  write: Graphs['write'],
): Proto {
  switch (attribute.kind) {
    case 'float':
      return { f: attribute.value };
    case 'int':
      return { i: attribute.value };
    case 'string':
      return { s: attribute.bytes ?? encoder.encode(attribute.value) };
    case 'tensor':
      return { t: tensorMessage(attribute.value) };
    case 'graph':
      return { g: write(attribute.value) };
    case 'type':
      return { tp: typeMessage(attribute.value) };
    case 'floats':
      return { floats: attribute.value };
    case 'ints':
      return { ints: attribute.value };
    case 'strings':
      return { strings: attribute.bytes ?? attribute.value.map((text) => encoder.encode(text)) };
    case 'tensors':
      return { tensors: attribute.value.map(tensorMessage) };
    case 'graphs':
      return { graphs: attribute.value.map(write) };
    case 'types':
      return { type_protos: attribute.value.map(typeMessage) };
  }
}

const encoder = new TextEncoder();

/** The bytes as well where the texts do not stand for them. */
function textsOf(bytes: readonly Uint8Array[]): { texts: string[]; bytes?: readonly Uint8Array[] } {
  const texts = bytes.map(textOf);
  const isLost = texts.some((text, i) => {
    if (!text.includes('\ufffd')) return false;
    const again = encoder.encode(text);
    return again.length !== bytes[i]?.length || again.some((byte, k) => byte !== bytes[i]?.[k]);
  });
  return isLost ? { texts, bytes } : { texts };
}

function known(type: OnnxType | undefined, name: string, owner: string): OnnxType {
  if (type) return type;
  throw new OnnxError(`attribute ${name} of ${owner} is a type that says nothing; ONNX wants its kind`);
}
