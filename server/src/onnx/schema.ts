/**
 * The messages of onnx.proto (ONNX 1.19) as far as a model of ours has them: numbers, names and types of their fields.
 * Reading and writing both follow this table. A field that is not in it is skipped in a file, and not written.
 */
const schema = {
  ModelProto: {
    ir_version: [1, 'int'],
    producer_name: [2, 'text'],
    producer_version: [3, 'text'],
    graph: [7, 'GraphProto'],
    opset_import: [8, 'OperatorSetIdProto', 'repeated'],
    metadata_props: [14, 'StringStringEntryProto', 'repeated'],
    functions: [25, 'FunctionProto', 'repeated'],
  },
  OperatorSetIdProto: { domain: [1, 'text'], version: [2, 'int'] },
  StringStringEntryProto: { key: [1, 'text'], value: [2, 'text'] },
  GraphProto: {
    node: [1, 'NodeProto', 'repeated'],
    name: [2, 'text'],
    initializer: [5, 'TensorProto', 'repeated'],
    input: [11, 'ValueInfoProto', 'repeated'],
    output: [12, 'ValueInfoProto', 'repeated'],
    value_info: [13, 'ValueInfoProto', 'repeated'],
    sparse_initializer: [15, 'SparseTensorProto', 'repeated'],
  },
  FunctionProto: {
    name: [1, 'text'],
    input: [4, 'text', 'repeated'],
    output: [5, 'text', 'repeated'],
    attribute: [6, 'text', 'repeated'],
    node: [7, 'NodeProto', 'repeated'],
    opset_import: [9, 'OperatorSetIdProto', 'repeated'],
    domain: [10, 'text'],
    attribute_proto: [11, 'AttributeProto', 'repeated'],
    value_info: [12, 'ValueInfoProto', 'repeated'],
    overload: [13, 'text'],
  },
  NodeProto: {
    input: [1, 'text', 'repeated'],
    output: [2, 'text', 'repeated'],
    name: [3, 'text'],
    op_type: [4, 'text'],
    attribute: [5, 'AttributeProto', 'repeated'],
    domain: [7, 'text'],
    overload: [8, 'text'],
  },
  AttributeProto: {
    name: [1, 'text'],
    f: [2, 'float'],
    i: [3, 'int'],
    s: [4, 'bytes'],
    t: [5, 'TensorProto'],
    g: [6, 'GraphProto'],
    floats: [7, 'float', 'repeated'],
    ints: [8, 'int', 'repeated'],
    strings: [9, 'bytes', 'repeated'],
    tensors: [10, 'TensorProto', 'repeated'],
    graphs: [11, 'GraphProto', 'repeated'],
    tp: [14, 'TypeProto'],
    type_protos: [15, 'TypeProto', 'repeated'],
    type: [20, 'int'],
    ref_attr_name: [21, 'text'],
    sparse_tensor: [22, 'SparseTensorProto'],
    sparse_tensors: [23, 'SparseTensorProto', 'repeated'],
  },
  TensorProto: {
    dims: [1, 'int', 'repeated'],
    data_type: [2, 'int'],
    float_data: [4, 'fixed32s'],
    int32_data: [5, 'varints'],
    string_data: [6, 'bytes', 'repeated'],
    int64_data: [7, 'varints'],
    name: [8, 'text'],
    raw_data: [9, 'bytes'],
    double_data: [10, 'fixed64s'],
    uint64_data: [11, 'varints'],
    external_data: [13, 'StringStringEntryProto', 'repeated'],
    data_location: [14, 'int'],
  },
  SparseTensorProto: { values: [1, 'TensorProto'] },
  ValueInfoProto: { name: [1, 'text'], type: [2, 'TypeProto'] },
  TypeProto: {
    tensor_type: [1, 'TypeProto.Tensor'],
    sequence_type: [4, 'TypeProto.Sequence'],
    map_type: [5, 'TypeProto.Map'],
    opaque_type: [7, 'TypeProto.Opaque'],
    sparse_tensor_type: [8, 'TypeProto.Tensor'],
    optional_type: [9, 'TypeProto.Sequence'],
  },
  'TypeProto.Tensor': { elem_type: [1, 'int'], shape: [2, 'TensorShapeProto'] },
  /** TypeProto.Optional is the same. */
  'TypeProto.Sequence': { elem_type: [1, 'TypeProto'] },
  'TypeProto.Map': { key_type: [1, 'int'], value_type: [2, 'TypeProto'] },
  'TypeProto.Opaque': { domain: [1, 'text'], name: [2, 'text'] },
  TensorShapeProto: { dim: [1, 'TensorShapeProto.Dimension', 'repeated'] },
  'TensorShapeProto.Dimension': { dim_value: [1, 'int'], dim_param: [2, 'text'] },
} as const satisfies Record<
  string,
  Record<string, readonly [number: number, type: string, repeated?: 'repeated']>
>;

type Schema = typeof schema;
export type MessageName = keyof Schema;

/**
 * Whole numbers of up to 64 bits, floats of 32, UTF-8, bytes; or the data of a tensor, left encoded: one piece of it a
 * field, as varints one after another or as little-endian numbers.
 */
export type Plain = 'int' | 'float' | 'text' | 'bytes' | 'varints' | 'fixed32s' | 'fixed64s';

type Content<T> = T extends 'int' | 'float'
  ? number
  : T extends 'text'
    ? string
    : T extends 'bytes'
      ? Uint8Array
      : T extends MessageName
        ? Message<T>
        : readonly Uint8Array[];

/** The contents of a message; what it does not say is absent. */
export type Message<M extends MessageName> = {
  readonly [F in keyof Schema[M]]?:
    | (Schema[M][F] extends readonly [number, infer T, 'repeated']
        ? readonly Content<T>[]
        : Schema[M][F] extends readonly [number, infer T]
          ? Content<T>
          : never)
    | undefined;
};

export interface Field {
  readonly number: number;
  /** As onnx.proto calls it. */
  readonly name: string;
  readonly type: Plain | MessageName;
  readonly isRepeated: boolean;
}

const fields: ReadonlyMap<MessageName, readonly Field[]> = new Map(
  Object.entries(schema).map(([message, entries]) => [
    message as MessageName,
    Object.entries(entries as Record<string, readonly [number, Field['type'], 'repeated'?]>).map(
      ([name, [number, type, repeated]]) => ({ number, name, type, isRepeated: repeated !== undefined }),
    ),
  ]),
);

const byNumber: ReadonlyMap<MessageName, readonly (Field | undefined)[]> = new Map(
  Array.from(fields, ([message, all]) => {
    const found: (Field | undefined)[] = [];
    for (const field of all) found[field.number] = field;
    return [message, found];
  }),
);

export function fieldsOf(message: MessageName): readonly Field[] {
  return fields.get(message) ?? [];
}

/** Fields by their numbers. */
export function numberedFields(message: MessageName): readonly (Field | undefined)[] {
  return byNumber.get(message) ?? [];
}

export function isMessage(type: Field['type']): type is MessageName {
  return type in schema;
}
