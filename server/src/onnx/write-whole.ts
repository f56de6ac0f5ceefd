/** A model as a file of its own again: everything that was read of it, weights of other files included. */
import { dataType } from './data-type';
import type {
  OnnxAttribute,
  OnnxFunction,
  OnnxGraph,
  OnnxModel,
  OnnxNode,
  OnnxTensor,
  OnnxValueInfo,
} from './model';
import { OnnxError } from './onnx-error';
import { bytes, joined, message, text, varint } from './put';

/** Protocol Buffers count the bytes of a message in 31 bits. */
const MOST_BYTES = 2 ** 31 - 1;

/**
 * @throws OnnxError where the model does not fit into one file, or where weights were not loaded
 */
export function writeWhole(model: OnnxModel): Uint8Array {
  const held = sizeOf(model.graph);
  if (held > MOST_BYTES) {
    throw new OnnxError(
      `the model has ${Math.round(held / 1e6)} MB of weights, more than fit into one file (2,147 MB); leave layers out, or store its weights as fp16`,
    );
  }
  return joined([
    varint(1, model.irVersion),
    text(2, model.producer),
    message(7, ...graphFields(model.graph)),
    ...[...model.opsets].map((opset) => message(8, ...opsetFields(opset))),
    ...[...model.metadata].map(([key, value]) => message(14, text(1, key), text(2, value))),
    ...[...model.functions.values()].map((f) => message(25, ...functionFields(f, model))),
  ]);
}

function sizeOf({ initializers }: OnnxGraph): number {
  return [...initializers.values()].reduce(
    (sum, { data }) => sum + (data.kind === 'raw' ? data.bytes.length : 0),
    0,
  );
}

function opsetFields([domain, version]: readonly [string, number]): Uint8Array[] {
  return [...(domain === '' ? [] : [text(1, domain)]), varint(2, version)];
}

function graphFields(graph: OnnxGraph): Uint8Array[] {
  return [
    ...graph.nodes.map((n) => message(1, ...nodeFields(n))),
    text(2, graph.name),
    ...[...graph.initializers].map(([name, t]) => message(5, ...tensorFields({ ...t, name }))),
    ...graph.inputs.map((v) => message(11, ...valueFields(v))),
    ...graph.outputs.map((v) => message(12, ...valueFields(v))),
    ...[...graph.valueInfos.values()].map((v) => message(13, ...valueFields(v))),
  ];
}

function nodeFields({ name, opType, domain, inputs, outputs, attributes }: OnnxNode): Uint8Array[] {
  return [
    ...inputs.map((i) => text(1, i)),
    ...outputs.map((o) => text(2, o)),
    text(3, name),
    text(4, opType),
    ...[...attributes].map(([key, a]) => message(5, text(1, key), ...attributeFields(a, key))),
    ...(domain === '' ? [] : [text(7, domain)]),
  ];
}

/** Field of AttributeProto with the value, and number of AttributeProto.AttributeType (20). */
function attributeFields(attribute: OnnxAttribute, name: string): Uint8Array[] {
  switch (attribute.kind) {
    case 'float':
      return [float(2, attribute.value), varint(20, 1)];
    case 'int':
      return [varint(3, whole(attribute.value)), varint(20, 2)];
    case 'string':
      return [text(4, attribute.value), varint(20, 3)];
    case 'tensor':
      return [message(5, ...tensorFields(attribute.value)), varint(20, 4)];
    case 'graph':
      return [message(6, ...graphFields(attribute.value)), varint(20, 5)];
    case 'floats':
      return [...attribute.value.map((v) => float(7, v)), varint(20, 6)];
    case 'ints':
      return [...attribute.value.map((v) => varint(8, whole(v))), varint(20, 7)];
    case 'strings':
      return [...attribute.value.map((v) => text(9, v)), varint(20, 8)];
    case 'tensors':
      return [...attribute.value.map((t) => message(10, ...tensorFields(t))), varint(20, 9)];
    case 'graphs':
      return [...attribute.value.map((g) => message(11, ...graphFields(g))), varint(20, 10)];
    case 'reference':
      return [text(21, attribute.value)];
    case 'other':
      throw new OnnxError(`attribute ${name} is a type or a sparse tensor, which is not written`);
  }
}

/** The largest 64-bit integer, "to the end" in many attributes, is beyond a double's whole numbers. */
function whole(value: number): number | bigint {
  return value >= 2 ** 63 ? 2n ** 63n - 1n : value;
}

function float(field: number, value: number): Uint8Array {
  const four = new Uint8Array(4);
  new DataView(four.buffer).setFloat32(0, value, true);
  const fixed32 = 5;
  return joined([Uint8Array.of(field * 8 + fixed32), four]);
}

function tensorFields({ name, type, dims, data }: OnnxTensor): Uint8Array[] {
  const head = [...dims.map((d) => varint(1, d)), varint(2, type), text(8, name)];
  switch (data.kind) {
    case 'raw':
      return [...head, bytes(9, data.bytes)];
    case 'varints': {
      const field =
        type === dataType.int64 ? 7 : type === dataType.uint32 || type === dataType.uint64 ? 11 : 5;
      return [
        ...head,
        ...data.chunks.map((c) => (typeof c === 'number' ? varint(field, c) : bytes(field, c))),
      ];
    }
    case 'strings':
      return [...head, ...data.values.map((v) => bytes(6, v))];
    case 'external':
      throw new OnnxError(
        `the values of tensor ${name} are in the file ${data.location}, which was not loaded`,
      );
  }
}

function valueFields({ name, type, dims }: OnnxValueInfo): Uint8Array[] {
  if (type === dataType.undefined) return [text(1, name)];
  const shape = dims?.map((d) =>
    message(1, ...(d === null ? [] : [typeof d === 'number' ? varint(1, d) : text(2, d)])),
  );
  const tensor = message(1, varint(1, type), ...(shape ? [message(2, ...shape)] : []));
  return [text(1, name), message(2, tensor)];
}

function functionFields(called: OnnxFunction, { opsets }: OnnxModel): Uint8Array[] {
  return [
    text(1, called.name),
    ...called.inputs.map((i) => text(4, i)),
    ...called.outputs.map((o) => text(5, o)),
    ...called.attributes.map((a) => text(6, a)),
    ...called.nodes.map((n) => message(7, ...nodeFields(n))),
    ...[...opsets].map((opset) => message(9, ...opsetFields(opset))),
    text(10, called.domain),
    ...[...called.defaults].map(([key, a]) => message(11, text(1, key), ...attributeFields(a, key))),
  ];
}
