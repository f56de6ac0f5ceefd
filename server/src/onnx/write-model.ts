/** Writes ONNX files: Protocol Buffers by hand, for the few messages that models of ours are made of. */
import { type DataType, dataType } from './data-type';
import { bytes, joined, message, text, varint } from './put';

export interface NewModel {
  readonly producer: string;
  readonly opsets: ReadonlyMap<string, number>;
  readonly name: string;
  readonly nodes: readonly NewNode[];
  readonly initializers: readonly NewTensor[];
  readonly inputs: readonly NewValue[];
  readonly outputs: readonly NewValue[];
  readonly metadata: ReadonlyMap<string, string>;
}

export interface NewNode {
  readonly name: string;
  readonly opType: string;
  readonly domain?: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, number | readonly number[] | string>>;
}

export interface NewTensor {
  readonly name: string;
  readonly dims: readonly number[];
  readonly values: Float32Array | Int8Array | Uint8Array | Int16Array | Int32Array | BigInt64Array;
}

export interface NewValue {
  readonly name: string;
  readonly type: DataType;
  /** A name stands for a size known at run time; undefined leaves all of them open. */
  readonly dims?: readonly (number | string)[];
}

/** IR version 8 came with opset 15 and is read by every runtime since 2021. */
const IR_VERSION = 8;

export function writeModel(model: NewModel): Uint8Array {
  const opsets = [...model.opsets].map(([domain, version]) =>
    message(8, ...(domain === '' ? [] : [text(1, domain)]), varint(2, version)),
  );
  const metadata = [...model.metadata].map(([key, value]) => message(14, text(1, key), text(2, value)));
  return joined([
    varint(1, IR_VERSION),
    text(2, model.producer),
    message(
      7,
      ...model.nodes.map(nodeField),
      text(2, model.name),
      ...model.initializers.map(tensorField),
      ...model.inputs.map((v) => valueField(11, v)),
      ...model.outputs.map((v) => valueField(12, v)),
    ),
    ...opsets,
    ...metadata,
  ]);
}

/**
 * The same model with more of its values as outputs. Of a message that stands twice in a file, protobuf joins the
 * parts, so that nothing has to be read.
 */
export function withOutputs(model: Uint8Array, outputs: readonly NewValue[]): Uint8Array {
  return joined([model, message(7, ...outputs.map((v) => valueField(12, v)))]);
}

function nodeField({ name, opType, domain, inputs, outputs, attributes = {} }: NewNode): Uint8Array {
  return message(
    1,
    ...inputs.map((i) => text(1, i)),
    ...outputs.map((o) => text(2, o)),
    text(3, name),
    text(4, opType),
    ...Object.entries(attributes).map(([key, value]) => attributeField(key, value)),
    ...(domain ? [text(7, domain)] : []),
  );
}

/** Numbers of AttributeProto.AttributeType. */
const attributeType = { int: 2, string: 3, ints: 7 };

function attributeField(name: string, value: number | readonly number[] | string): Uint8Array {
  if (typeof value === 'string') {
    return message(5, text(1, name), text(4, value), varint(20, attributeType.string));
  }
  if (typeof value === 'number') {
    return message(5, text(1, name), varint(3, value), varint(20, attributeType.int));
  }
  return message(5, text(1, name), ...value.map((v) => varint(8, v)), varint(20, attributeType.ints));
}

function tensorField({ name, dims, values }: NewTensor): Uint8Array {
  return message(
    5,
    ...dims.map((d) => varint(1, d)),
    varint(2, typeOf(values)),
    text(8, name),
    bytes(9, new Uint8Array(values.buffer, values.byteOffset, values.byteLength)),
  );
}

function typeOf(values: NewTensor['values']): DataType {
  if (values instanceof Float32Array) return dataType.float;
  if (values instanceof Int8Array) return dataType.int8;
  if (values instanceof Uint8Array) return dataType.uint8;
  if (values instanceof Int16Array) return dataType.int16;
  return values instanceof Int32Array ? dataType.int32 : dataType.int64;
}

function valueField(field: number, { name, type, dims }: NewValue): Uint8Array {
  const shape = dims?.map((d) => message(1, typeof d === 'number' ? varint(1, d) : text(2, d)));
  const tensor = message(1, varint(1, type), ...(shape ? [message(2, ...shape)] : []));
  return message(field, text(1, name), message(2, tensor));
}
