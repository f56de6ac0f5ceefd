/** Any model that a file can hold, for properties of reading and writing. */
import fc from 'fast-check';
import {
  type OnnxAttribute,
  type OnnxFunction,
  type OnnxGraph,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
  type OnnxValueInfo,
  dataType,
  dataTypeBits,
} from '../../server/src/onnx/index';
import type { OnnxType } from '../../server/src/onnx/model';

const text = fc.string({ unit: 'grapheme', maxLength: 8 });
const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 5 });
/** What both a 64-bit integer and a double hold exactly. */
const int = fc.oneof(fc.maxSafeInteger(), fc.integer(), fc.constantFrom(-(2 ** 63), 2 ** 53, 2 ** 62, -1, 0));
const float = fc.float({ noNaN: true });
const someBytes = fc.uint8Array({ maxLength: 9 });

const numeric = [1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26];

const rawTensor: fc.Arbitrary<OnnxTensor> = fc
  .record({
    name,
    type: fc.constantFrom(...numeric),
    dims: fc.array(fc.nat(3), { maxLength: 3 }),
    seed: fc.nat(255),
  })
  .map(({ seed, ...tensor }) => {
    const bits = tensor.dims.reduce((a, b) => a * b, 1) * (dataTypeBits(tensor.type) ?? 0);
    const bytes = Uint8Array.from({ length: Math.ceil(bits / 8) }, (_, i) => (i * 37 + seed) % 256);
    return { ...tensor, data: { kind: 'raw', bytes } };
  });

const varintTensor: fc.Arbitrary<OnnxTensor> = fc
  .record({
    name,
    type: fc.constantFrom(dataType.int32, dataType.int64, dataType.uint32, dataType.float16, dataType.bool),
    values: fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }), { maxLength: 5 }),
  })
  .map(({ values, ...tensor }) => {
    const bytes = Uint8Array.from(values.flatMap(varint));
    return { ...tensor, dims: [values.length], data: { kind: 'varints', bytes } };
  });

const stringTensor: fc.Arbitrary<OnnxTensor> = fc
  .record({ name, values: fc.array(someBytes, { maxLength: 4 }) })
  .map(({ values, ...tensor }) => ({
    ...tensor,
    type: dataType.string,
    dims: [values.length],
    data: { kind: 'strings', values },
  }));

const tensor = fc.oneof(rawTensor, varintTensor, stringTensor);

const dims = fc.option(
  fc.array(fc.oneof(fc.nat(), fc.constant(Number.MAX_SAFE_INTEGER), text, fc.constant(null)), {
    maxLength: 3,
  }),
  { nil: undefined },
);
const element = fc.constantFrom(...numeric, dataType.string);

const type = fc.letrec<{ type: OnnxType }>((tie) => {
  const of = fc.option(tie('type'), { nil: undefined });
  return {
    type: fc.oneof(
      { maxDepth: 3 },
      fc.record({ kind: fc.constant('tensor' as const), type: element, dims }),
      fc.record({ kind: fc.constant('sparse' as const), type: element, dims }),
      fc.record({ kind: fc.constant('opaque' as const), domain: text, name: text }),
      fc.record({ kind: fc.constantFrom('sequence' as const, 'optional' as const), of }),
      fc.record({ kind: fc.constant('map' as const), key: element, of }),
    ),
  };
}).type;

const valueInfo: fc.Arbitrary<OnnxValueInfo> = fc
  .record({ name, type: fc.option(type, { nil: undefined }) })
  .map(({ name, type }) => {
    if (type === undefined) return { name, type: dataType.undefined, dims: undefined };
    if (type.kind === 'tensor') return { name, type: type.type, dims: type.dims };
    return { name, type: dataType.undefined, dims: undefined, other: type };
  });

const valueInfos = fc.uniqueArray(valueInfo, { selector: (info) => info.name, maxLength: 3 });
const opsets = fc.dictionary(text, fc.nat(30), { maxKeys: 3 }).map((found) => {
  const others = Object.entries(found).filter(([domain]) => domain !== 'ai.onnx');
  return new Map([...others, ['', 13]]);
});

const parts = fc.letrec<{ attribute: OnnxAttribute; node: OnnxNode; graph: OnnxGraph }>((tie) => ({
  attribute: fc.oneof(
    { maxDepth: 2 },
    fc.record({ kind: fc.constant('float' as const), value: float }),
    fc.record({ kind: fc.constant('int' as const), value: int }),
    fc.record({ kind: fc.constant('string' as const), value: text }),
    fc.record({ kind: fc.constant('tensor' as const), value: tensor }),
    fc.record({ kind: fc.constant('type' as const), value: type }),
    fc.record({ kind: fc.constant('floats' as const), value: fc.array(float, { maxLength: 4 }) }),
    fc.record({ kind: fc.constant('ints' as const), value: fc.array(int, { maxLength: 4 }) }),
    fc.record({ kind: fc.constant('strings' as const), value: fc.array(text, { maxLength: 4 }) }),
    fc.record({ kind: fc.constant('tensors' as const), value: fc.array(tensor, { maxLength: 3 }) }),
    fc.record({ kind: fc.constant('types' as const), value: fc.array(type, { maxLength: 3 }) }),
    fc.record({ kind: fc.constant('reference' as const), value: name, type: fc.nat(14) }),
    fc.record({ kind: fc.constant('graph' as const), value: tie('graph') }),
    fc.record({ kind: fc.constant('graphs' as const), value: fc.array(tie('graph'), { maxLength: 2 }) }),
  ),
  node: fc
    .record({
      name: text,
      opType: name,
      domain: text,
      overload: text,
      inputs: fc.array(text, { maxLength: 3 }),
      attributes: fc.dictionary(name, tie('attribute'), { maxKeys: 3 }),
    })
    .map(({ attributes, overload, ...node }): OnnxNode => ({
      ...node,
      ...(overload !== '' && { overload }),
      outputs: [],
      attributes: new Map(Object.entries(attributes)),
    })),
  graph: fc
    .record({
      name: text,
      nodes: fc.array(tie('node'), { maxLength: 3 }),
      initializers: fc.uniqueArray(tensor, { selector: (t) => t.name, maxLength: 3 }),
      inputs: valueInfos,
      outputs: valueInfos,
      valueInfos,
    })
    .map((graph): OnnxGraph => ({
      ...graph,
      nodes: graph.nodes.map(withOutput),
      initializers: new Map(graph.initializers.map((t) => [t.name, t])),
      valueInfos: new Map(graph.valueInfos.map((info) => [info.name, info])),
    })),
}));

const called: fc.Arbitrary<OnnxFunction> = fc
  .record({
    name,
    domain: text,
    overload: text,
    opsets,
    inputs: fc.uniqueArray(name, { maxLength: 3 }),
    outputs: fc.uniqueArray(name, { maxLength: 3 }),
    nodes: fc.array(parts.node, { maxLength: 2 }),
    valueInfos,
    attributes: fc.uniqueArray(name, { maxLength: 2 }),
    defaults: fc.dictionary(name, parts.attribute, { maxKeys: 2 }),
  })
  .map(({ overload, ...found }): OnnxFunction => ({
    ...found,
    ...(overload !== '' && { overload }),
    nodes: found.nodes.map(withOutput),
    valueInfos: new Map(found.valueInfos.map((info) => [info.name, info])),
    defaults: new Map(Object.entries(found.defaults)),
  }));

export const anyModel: fc.Arbitrary<OnnxModel> = fc
  .record({
    irVersion: fc.nat(12),
    producer: text,
    opsets,
    graph: parts.graph,
    functions: fc.uniqueArray(called, { selector: keyOf, maxLength: 2 }),
    metadata: fc.dictionary(text, text, { maxKeys: 3 }),
  })
  .map((model) => ({
    ...model,
    functions: new Map(model.functions.map((f) => [keyOf(f), f])),
    metadata: new Map(Object.entries(model.metadata)),
  }));

/** Names of results differ from each other and from what is given. */
function withOutput(node: OnnxNode, index: number): OnnxNode {
  return { ...node, domain: node.domain === 'ai.onnx' ? '' : node.domain, outputs: [`result ${index}`, ''] };
}

function keyOf({ domain, name, overload }: OnnxFunction): string {
  return [domain, name, ...(overload === undefined ? [] : [overload])].join(':');
}

function varint(value: bigint): number[] {
  const bytes: number[] = [];
  for (let rest = BigInt.asUintN(64, value); ; rest >>= 7n) {
    if (rest < 0x80n) return [...bytes, Number(rest)];
    bytes.push(Number(rest & 0x7fn) | 0x80);
  }
}
