/** Reads a layer's words into plain numbers. */
import {
  type Dims,
  type Layer,
  type Setting,
  type Value,
  kindSpecs,
  loopOrders,
  takesValue,
  weightMemories,
} from '../../../grammar/src/index';
import type { Edges, LayerKind, LayerSpec, Origin, Parallelism, Size } from './design';
import { type NumberType, defaultNumberType } from './number-type';
import { readCount, readQuantity } from './quantity';
import { type Reader, readChoice, readNumberType, settingsByKeyword, valueAfter, wordOf } from './reader';

/** At least one weight in a thousand must be left. */
const mostSparse = 0.999;

/** Where a layer's setting is written: in the layer, or in the stage that overrides it. */
export function writtenAt(spec: LayerSpec, setting: Setting): Origin {
  const { origin, varied } = spec;
  const { uri, block } = varied?.settings.includes(setting) ? varied.origin : origin;
  return { uri, block, span: setting.span };
}

/** The part of a layer that depends only on its own words and the number type around it. */
export type Meaning = Omit<LayerSpec, 'index' | 'label' | 'node' | 'origin' | 'varied' | 'inputs'>;

/** Settings of another block that override the layer's own. */
interface Others {
  readonly reader: Reader;
  readonly settings: readonly Setting[];
}

/** A setting with the reader of its block, which resolves its spans. */
interface Placed {
  readonly reader: Reader;
  readonly setting: Setting;
}

/** The meaning of a layer, independent of its position; reports errors. */
export function readMeaning(
  reader: Reader,
  node: Layer,
  kind: LayerKind,
  precision: NumberType | undefined,
  others?: Others,
): Meaning {
  const settings = placedSettings(reader, node.settings, kind);
  if (others) {
    for (const [keyword, placed] of placedSettings(others.reader, others.settings, kind))
      settings.set(keyword, placed);
  }
  const read = <T>(
    keyword: string,
    readValue: (reader: Reader, value: Value | undefined, keyword: string) => T,
  ): T | undefined => {
    const placed = settings.get(keyword);
    return placed && readValue(placed.reader, placed.setting.values[0], placed.setting.keyword.text);
  };
  const onnx = settings.get('onnx')?.setting.values[0];
  return present({
    name: node.name?.text,
    inputShape: readShapeOf(reader, node.shape, kind),
    kernel: read('kernel', readSide),
    window: read('window', readSide),
    tapsAtOnce: wordOf(settings.get('window')?.setting.values[0]) === 'parallel' ? true : undefined,
    filters: read('filters', readCount),
    units: read('units', readCount),
    stride: read('stride', readSide),
    pad: read('pad', readPad),
    dilation: read('dilation', readCount),
    groups: read('groups', readCount),
    scale: read('scale', readSide),
    bias: choice(settings.get('bias'), ['on', 'off'] as const),
    onnx: onnx?.kind === 'text' ? onnx.value : undefined,
    macs: read('macs', readCount),
    params: read('params', readCount),
    weightsIn: choice(settings.get('weights-in'), weightMemories),
    order: choice(settings.get('order'), loopOrders),
    sparsity: read('sparsity', readSparsity),
    codebookBits: read('codebook', readCodebook),
    rank: read('rank', readCount),
    kind,
    weights: readNumberType(settings.get('weights')?.setting) ?? precision ?? defaultNumberType,
    activations: readNumberType(settings.get('activations')?.setting) ?? precision ?? defaultNumberType,
    parallel: readParallel(settings.get('parallel')),
  });
}

/** The settings that this kind of layer takes, by attribute with synonyms resolved; any other is reported. */
function placedSettings(reader: Reader, settings: readonly Setting[], kind: LayerKind): Map<string, Placed> {
  const { attributes, synonyms } = kindSpecs[kind];
  const placed = new Map<string, Placed>();
  const written = settingsByKeyword(reader, settings);
  for (const [keyword, setting] of written) {
    const attribute = synonyms.get(keyword);
    const origin = (): Origin => reader.at(setting.span);
    const [value] = setting.values;
    if (!attributes.includes(keyword) || !takesValue(kind, keyword, value))
      reader.report({
        kind: 'not-for-kind',
        keyword,
        ...(attributes.includes(keyword) && { value: `${keyword} ${textOf(value)}` }),
        layerKind: kind,
        allowed: attributes,
        origin: origin(),
      });
    else if (
      attribute !== undefined &&
      takesValue(kind, attribute, written.get(attribute)?.values[0]) &&
      written.has(attribute)
    )
      reader.report({ kind: 'conflicting-settings', keywords: [attribute, keyword], origin: origin() });
    else placed.set(attribute ?? keyword, { reader, setting });
  }
  return placed;
}

function textOf(value: Value | undefined): string {
  if (value?.kind === 'dims') return value.values.join('x');
  return value?.kind === 'quantity' ? value.raw : (wordOf(value) ?? '');
}

/**
 * Casts optional fields that are set to undefined to absent ones. Every layer gets all fields in one literal, because
 * objects of one hidden class are read and copied many times faster than those of many.
 */
function present<T extends object>(fields: T): Present<T> {
  return fields;
}

type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

function choice<T extends string>(placed: Placed | undefined, allowed: readonly T[]): T | undefined {
  return placed && readChoice(placed.reader, placed.setting, allowed);
}

function readSparsity(reader: Reader, value: Value | undefined): number | undefined {
  return readQuantity(reader, value, 'sparsity', 'share', { min: 0, max: mostSparse });
}

function readCodebook(reader: Reader, value: Value | undefined): number | undefined {
  return readQuantity(reader, value, 'codebook', 'bits', { min: 1, max: 16, whole: true });
}

function readParallel(placed: Placed | undefined): Parallelism | 'auto' {
  if (placed === undefined) return { pe: 1, simd: 1 };
  const { reader, setting } = placed;
  if (wordOf(setting.values[0]) === 'auto') return 'auto';
  return {
    pe: readCount(reader, valueAfter(setting, 'pe'), 'pe') ?? 1,
    simd: readCount(reader, valueAfter(setting, 'simd'), 'simd') ?? 1,
  };
}

function readPad(reader: Reader, value: Value | undefined): Size | Edges | 'same' | undefined {
  if (wordOf(value) === 'same') return 'same';
  const edges = value?.kind === 'dims' ? value.values : [];
  const [top, left, bottom, right] = edges;
  if (value?.kind !== 'dims' || edges.length !== 4) return readSize(reader, value, 'pad', 0);
  if (top === undefined || left === undefined || bottom === undefined || right === undefined)
    return undefined;
  if (edges.every((edge) => edge >= 0)) return { top, left, bottom, right };
  reader.report(shapeProblem(reader, value, 'pad', 'must not be negative'));
  return undefined;
}

function readSide(reader: Reader, value: Value | undefined, what: string): Size | undefined {
  return readSize(reader, value, what, 1);
}

/** `5x5`, or one number for both directions. */
function readSize(reader: Reader, value: Value | undefined, what: string, min: number): Size | undefined {
  if (value?.kind === 'quantity') {
    const side = readQuantity(reader, value, what, 'count', { min, whole: true });
    return side === undefined ? undefined : { h: side, w: side };
  }
  if (value?.kind !== 'dims') return undefined;
  const [h, w] = value.values;
  if (value.values.length !== 2 || h === undefined || w === undefined) {
    reader.report(shapeProblem(reader, value, what, 'takes two numbers, rows x columns'));
    return undefined;
  }
  if (h < min || w < min) {
    reader.report(
      shapeProblem(reader, value, what, min === 1 ? 'must be above zero' : 'must not be negative'),
    );
    return undefined;
  }
  return { h, w };
}

/** A shape behind a kind that has none is no attribute of it: `conv c1 3x3` lacks `kernel`. */
function readShapeOf(reader: Reader, dims: Dims | undefined, kind: LayerKind): readonly number[] | undefined {
  const { shape, attributes } = kindSpecs[kind];
  if (dims === undefined || shape !== undefined) return readShape(reader, dims);
  const keyword = dims.values.join('x');
  const origin = reader.at(dims.span);
  reader.report({ kind: 'not-for-kind', keyword, layerKind: kind, allowed: attributes, origin });
  return undefined;
}

function readShape(reader: Reader, dims: Dims | undefined): readonly number[] | undefined {
  if (dims === undefined) return undefined;
  if (dims.values.length !== 1 && dims.values.length !== 3) {
    reader.report(shapeProblem(reader, dims, 'the input', 'takes channels x rows x columns, or one number'));
    return undefined;
  }
  if (dims.values.some((v) => v < 1)) {
    reader.report(shapeProblem(reader, dims, 'the input', 'must be above zero in each direction'));
    return undefined;
  }
  return dims.values;
}

function shapeProblem(reader: Reader, dims: Dims, what: string, reason: string) {
  return { kind: 'number' as const, what, raw: dims.values.join('x'), reason, origin: reader.at(dims.span) };
}
