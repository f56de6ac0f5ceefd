/** Models of our own making, from the little that they need. */
import { type DataType, dataType } from './data-type';
import type { OnnxAttribute, OnnxModel, OnnxNode, OnnxTensor, OnnxValueInfo } from './model';

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
  /** Numbers are integers. */
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

export function newModel({ name, nodes, initializers, inputs, outputs, ...model }: NewModel): OnnxModel {
  return {
    irVersion: IR_VERSION,
    ...model,
    graph: {
      name,
      nodes: nodes.map(nodeOf),
      initializers: new Map(initializers.map((tensor) => [tensor.name, tensorOf(tensor)])),
      inputs: inputs.map(valueOf),
      outputs: outputs.map(valueOf),
      valueInfos: new Map(),
    },
    functions: new Map(),
  };
}

function nodeOf({ domain = '', attributes = {}, ...node }: NewNode): OnnxNode {
  const made = Object.entries(attributes).map(([key, value]) => [key, attributeOf(value)] as const);
  return { ...node, domain, attributes: new Map(made) };
}

function attributeOf(value: number | readonly number[] | string): OnnxAttribute {
  if (typeof value === 'string') return { kind: 'string', value };
  return typeof value === 'number' ? { kind: 'int', value } : { kind: 'ints', value };
}

function tensorOf({ name, dims, values }: NewTensor): OnnxTensor {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return { name, dims, type: typeOf(values), data: { kind: 'raw', bytes } };
}

function typeOf(values: NewTensor['values']): DataType {
  if (values instanceof Float32Array) return dataType.float;
  if (values instanceof Int8Array) return dataType.int8;
  if (values instanceof Uint8Array) return dataType.uint8;
  if (values instanceof Int16Array) return dataType.int16;
  return values instanceof Int32Array ? dataType.int32 : dataType.int64;
}

function valueOf({ name, type, dims }: NewValue): OnnxValueInfo {
  return { name, type, dims };
}
