/**
 * Small ONNX models as lines of text:
 *
 *     x: N,1,12,12
 *     Conv x ~6,1,3,3 ~6 -> c pads=1,1,1,1
 *     Clip c 0 6 -> r
 *     Reshape r i:0,-1 -> f
 *     Gemm f ~5,864 ~5 -> y transB=1
 *     -> y
 *
 * Constants stand where they are read: `~6,1,3,3` normal weights of these dimensions (of a vector, small ones), `+6` from
 * 0.5 to 1.5, `q6,1,3,3` int8, `u6,1,3,3` uint8 and `b6` int32 of any size, `2.5` one figure, `f:1,2` reals, `i:0,-1` int64 and `i0` one of
 * them, `s8:3` and `u8:3` one of 8 bits (`s8:0,0` several). `_` is an input left out. Attributes are whole numbers, lists (`axes=2,` is one of one number), reals (`alpha=0.1f`), words,
 * or `{name}`, a graph of `graphs`. A type behind an input's dimensions is that of onnx.proto, by name.
 */
import { dataType } from '../../server/src/onnx/index';
import {
  type AttributeValue,
  floats,
  graph,
  type GraphParts,
  message,
  model,
  node,
  rawTensor,
  valueInfo,
} from './onnx-writer';
import { type Random, numbered } from './seed';

interface TextOptions {
  readonly opset?: number;
  /** Bodies of `If` and `Loop`, as lines with inputs and outputs of their own. */
  readonly graphs?: Readonly<Record<string, string>>;
  /** Functions of the model's own domain `own`, by name: their lines, from inputs to outputs. */
  readonly functions?: Readonly<Record<string, string>>;
  /** Constants that stand beside those in the lines. */
  readonly tensors?: readonly Uint8Array[];
}

export function onnxText(text: string, options: TextOptions = {}): Uint8Array {
  const opset = options.opset ?? 13;
  const parts = new Reader(options).graph(text);
  const functions = Object.entries(options.functions ?? {}).map(([name, lines]): [number, Uint8Array] => [
    25,
    functionOf(name, lines, opset, options),
  ]);
  const domains = ['own', 'qonnx.custom_op.general'].map((domain): [number, Uint8Array] => [
    8,
    message([1, domain], [2, 1]),
  ]);
  return model(
    { ...parts, initializers: [...(parts.initializers ?? []), ...(options.tensors ?? [])] },
    opset,
    ...functions,
    ...domains,
  );
}

/** Every model draws the same weights. */
const SEED = 4;

class Reader {
  private readonly random: Random = numbered(SEED);
  private count = 0;

  constructor(private readonly options: TextOptions) {}

  graph(text: string): GraphParts {
    const nodes: Uint8Array[] = [];
    const initializers: Uint8Array[] = [];
    const inputs: Uint8Array[] = [];
    let outputs: (string | Uint8Array)[] = [];
    for (const line of linesOf(text)) {
      const input = /^(\S+): ?(\S*)(?: (\S+))?$/.exec(line);
      if (input) inputs.push(valueInfo(input[1] ?? '', dimsOf(input[2] ?? ''), typeOf(input[3])));
      else if (line.startsWith('->')) outputs = line.slice(2).trim().split(/\s+/).map(outputOf);
      else nodes.push(this.node(line, initializers));
    }
    return { nodes, initializers, inputs, outputs };
  }

  /** Constants in the line become tensors. */
  node(line: string, tensors: Uint8Array[]): Uint8Array {
    const [left = '', right = ''] = line.split(' -> ');
    const [operator = '', ...read] = left.trim().split(/\s+/);
    const [outputs, attributes] = [
      right.split(/\s+/).filter((w) => !w.includes('=')),
      right.split(/\s+/).filter((w) => w.includes('=')),
    ];
    const inputs = read.map((word) => this.constant(word, tensors) ?? word);
    const dot = operator.lastIndexOf('.');
    const opType = operator.slice(dot + 1);
    return node(
      `${[opType, ...inputs].join(' ')} -> ${outputs.join(' ')}`,
      Object.fromEntries(attributes.map((word) => this.attribute(word))),
      { name: `${opType.toLowerCase()}_${outputs[0] ?? ''}`, domain: operator.slice(0, Math.max(dot, 0)) },
    );
  }

  private constant(word: string, tensors: Uint8Array[]): string | undefined {
    const name = `k${++this.count}`;
    const tensor = this.tensor(name, word);
    if (tensor === undefined) return undefined;
    tensors.push(tensor);
    return name;
  }

  private tensor(name: string, word: string): Uint8Array | undefined {
    const numbersOf = (list: string): number[] =>
      list
        .split(',')
        .filter((w) => w !== '')
        .map(Number);
    const [kind = '', list = ''] = word.split(':');
    if (/^[~+]/.test(word)) {
      const dims = numbersOf(word.slice(1));
      const size = dims.reduce((product, d) => product * d, 1);
      const fan = dims.slice(1).reduce((product, d) => product * d, 1);
      const scale = dims.length > 1 ? Math.sqrt(2 / fan) : 0.2;
      const one = (): number => (word.startsWith('+') ? 0.5 + this.random() : scale * this.normal());
      return floats(name, dims, Array.from({ length: size }, one));
    }
    const whole = /^([qbu])(\d[\d,]*)$/.exec(word);
    if (whole) return this.integers(name, whole[1] ?? '', numbersOf(whole[2] ?? ''));
    if (/^-?\d+(\.\d+)?(e-?\d+)?$/.test(word)) return floats(name, [], [Number(word)]);
    if (/^i-?\d+$/.test(word)) return int64s(name, [], [Number(word.slice(1))]);
    if (!word.includes(':')) return undefined;
    const values = numbersOf(list);
    switch (kind) {
      case 'f':
        return floats(name, [values.length], values);
      case 'i':
        return int64s(name, [values.length], values);
      case 's8':
        return rawTensor(name, dataType.int8, several(values), new Uint8Array(Int8Array.from(values).buffer));
      case 'u8':
        return rawTensor(name, dataType.uint8, several(values), Uint8Array.from(values));
      default:
        return undefined;
    }
  }

  /** Weights from -127 to 127, or from 0 to 255; biases up to some hundreds. */
  private integers(name: string, kind: string, dims: readonly number[]): Uint8Array {
    const size = dims.reduce((product, d) => product * d, 1);
    const of = (most: number): number[] =>
      Array.from({ length: size }, () => Math.round(most * (2 * this.random() - 1)));
    if (kind === 'b')
      return rawTensor(name, dataType.int32, dims, new Uint8Array(Int32Array.from(of(400)).buffer));
    if (kind === 'u')
      return rawTensor(
        name,
        dataType.uint8,
        dims,
        Uint8Array.from(of(127), (v) => v + 128),
      );
    return rawTensor(name, dataType.int8, dims, new Uint8Array(Int8Array.from(of(127)).buffer));
  }

  private normal(): number {
    const [a, b] = [1 - this.random(), this.random()];
    return Math.sqrt(-2 * Math.log(a)) * Math.cos(2 * Math.PI * b);
  }

  private attribute(word: string): [string, AttributeValue] {
    const [key = '', value = ''] = word.split('=');
    const inner = /^\{(.+)\}$/.exec(value)?.[1];
    if (inner !== undefined)
      return [key, { graph: graph({ name: inner, ...this.graph(this.options.graphs?.[inner] ?? '') }) }];
    if (/^-?[\d.]+f$/.test(value)) return [key, { float: Number(value.slice(0, -1)) }];
    if (/^-?\d+$/.test(value)) return [key, Number(value)];
    if (/^-?\d+(,-?\d+)*,?$/.test(value))
      return [
        key,
        value
          .split(',')
          .filter((w) => w !== '')
          .map(Number),
      ];
    return [key, value];
  }
}

function functionOf(name: string, text: string, opset: number, options: TextOptions): Uint8Array {
  const lines = linesOf(text);
  const inputs = lines[0]?.replace(':', '').split(/\s+/) ?? [];
  const outputs = lines.at(-1)?.slice(2).trim().split(/\s+/) ?? [];
  const reader = new Reader(options);
  const nodes = lines.slice(1, -1).map((line) => reader.node(line, []));
  return message(
    [1, name],
    ...inputs.map((i): [number, string] => [4, i]),
    ...outputs.map((o): [number, string] => [5, o]),
    ...nodes.map((n): [number, Uint8Array] => [7, n]),
    [9, message([1, ''], [2, opset])],
    [10, 'own'],
  );
}

/** One value is a scalar. */
function several(values: readonly number[]): number[] {
  return values.length > 1 ? [values.length] : [];
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** A name, with dimensions behind a colon where a graph inside has to say them. */
function outputOf(word: string): string | Uint8Array {
  const [name = '', dims] = word.split(':');
  return dims === undefined ? name : valueInfo(name, dimsOf(dims));
}

function dimsOf(list: string): (number | string)[] {
  return list
    .split(',')
    .filter((d) => d !== '')
    .map((d) => (/^\d+$/.test(d) ? Number(d) : d));
}

function typeOf(name = 'float'): number {
  return dataType[name as keyof typeof dataType];
}

function int64s(name: string, dims: readonly number[], values: readonly number[]): Uint8Array {
  return rawTensor(name, dataType.int64, dims, new Uint8Array(BigInt64Array.from(values, BigInt).buffer));
}
