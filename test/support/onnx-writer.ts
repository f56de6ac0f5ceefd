/** Writes small ONNX models for tests, by the messages of onnx.proto. */

/** `[field number, contents]`; numbers become varints. */
type Part = readonly [number, number | string | Uint8Array];

const encoder = new TextEncoder();

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = BigInt.asUintN(64, BigInt(value)); ; rest >>= 7n) {
    if (rest < 0x80n) return [...bytes, Number(rest)];
    bytes.push(Number(rest & 0x7fn) | 0x80);
  }
}

/** One message. */
export function message(...parts: readonly Part[]): Uint8Array {
  const pieces = parts.flatMap(([field, value]): (readonly number[] | Uint8Array)[] => {
    if (typeof value === 'number') return [[...varint(field * 8), ...varint(value)]];
    const bytes = typeof value === 'string' ? encoder.encode(value) : value;
    return [[...varint(field * 8 + 2), ...varint(bytes.length)], bytes];
  });
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

export function packed(values: readonly number[]): Uint8Array {
  return Uint8Array.from(values.flatMap(varint));
}

/** A float tensor in raw data. */
export function floats(name: string, dims: readonly number[], values: readonly number[]): Uint8Array {
  return rawTensor(name, 1, dims, new Uint8Array(Float32Array.from(values).buffer));
}

/** Zeros of the dimensions' number. */
export function weights(name: string, ...dims: readonly number[]): Uint8Array {
  return floats(
    name,
    dims,
    dims.length ? new Array<number>(dims.reduce((a, b) => a * b, 1)).fill(0.5) : [0.5],
  );
}

export function rawTensor(name: string, type: number, dims: readonly number[], raw: Uint8Array): Uint8Array {
  return message(...dims.map((d): Part => [1, d]), [2, type], [8, name], [9, raw]);
}

/** Integers, texts, lists of integers; a tensor's or graph's bytes wrapped in `{ tensor }` or `{ graph }`. */
export type AttributeValue =
  | number
  | string
  | readonly number[]
  | { readonly float: number }
  | { readonly tensor: Uint8Array }
  | { readonly graph: Uint8Array };

function attribute(name: string, value: AttributeValue): Uint8Array {
  if (typeof value === 'number') return message([1, name], [3, value], [20, 2]);
  if (typeof value === 'string') return message([1, name], [4, value], [20, 3]);
  if ('float' in value) {
    const bytes = new Uint8Array(Float32Array.of(value.float).buffer);
    return Uint8Array.from([...message([1, name], [20, 1]), 0x15, ...bytes]);
  }
  if ('tensor' in value) return message([1, name], [5, value.tensor], [20, 4]);
  if ('graph' in value) return message([1, name], [6, value.graph], [20, 5]);
  return message([1, name], [8, packed(value)], [20, 7]);
}

/** `Conv x w -> y`, with attributes; the node's name where it has one. */
export function node(
  line: string,
  attributes: Readonly<Record<string, AttributeValue>> = {},
  { name = '', domain = '' } = {},
): Uint8Array {
  const [left = '', right = ''] = line.split('->');
  const [opType = '', ...inputs] = left.trim().split(/\s+/);
  const outputs = right.trim().split(/\s+/);
  return message(
    ...inputs.map((i): Part => [1, i === '_' ? '' : i]),
    ...outputs.map((o): Part => [2, o]),
    [3, name],
    [4, opType],
    ...Object.entries(attributes).map(([key, value]): Part => [5, attribute(key, value)]),
    [7, domain],
  );
}

/** A value with its type; texts are dimensions known only at run time. */
export function valueInfo(name: string, dims: readonly (number | string)[], type = 1): Uint8Array {
  const shape = message(
    ...dims.map((d): Part => [1, typeof d === 'number' ? message([1, d]) : message([2, d])]),
  );
  return message([1, name], [2, message([1, message([1, type], [2, shape])])]);
}

export interface GraphParts {
  readonly name?: string;
  readonly nodes?: readonly Uint8Array[];
  readonly initializers?: readonly Uint8Array[];
  readonly inputs?: readonly Uint8Array[];
  /** Names, or whole value infos. */
  readonly outputs?: readonly (string | Uint8Array)[];
}

export function graph(parts: GraphParts): Uint8Array {
  return message(
    ...(parts.nodes ?? []).map((n): Part => [1, n]),
    [2, parts.name ?? 'g'],
    ...(parts.initializers ?? []).map((t): Part => [5, t]),
    ...(parts.inputs ?? []).map((v): Part => [11, v]),
    ...(parts.outputs ?? []).map((v): Part => [12, typeof v === 'string' ? message([1, v]) : v]),
  );
}

export function model(parts: GraphParts, opset = 13, ...more: readonly Part[]): Uint8Array {
  return message(
    [1, 8],
    [2, 'test'],
    [7, graph(parts)],
    [8, message([1, ''], [2, opset])],
    [8, message([1, 'com.microsoft'], [2, 1])],
    ...more,
  );
}
