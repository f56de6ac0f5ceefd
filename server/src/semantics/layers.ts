import {
  type Dims,
  type Layer,
  type Setting,
  type Span,
  type Value,
  firstForm,
  firstReading,
  meant,
} from '../../../grammar/src/index';
import type { Edges, LayerKind, LayerSpec, Parallelism, Size } from './design';
import { type NumberType, defaultNumberType } from './number-type';
import { readCount, readQuantity } from './quantity';
import { type Reader, readChoice, readNumberType, settingsByKeyword, valueAfter, wordOf } from './reader';

/** At least one weight in a thousand is left, or there is nothing to compute. */
const mostSparse = 0.999;

/** Every layer may carry these, whatever its kind. */
const common = ['weights', 'activations', 'parallel'];
const compression = ['weights-in', 'sparsity', 'codebook', 'rank'];
const sliding = ['kernel', 'stride', 'pad', 'dilation'];

/** Which settings mean something on which kind of layer. */
export const layerSettings: Readonly<Record<LayerKind, readonly string[]>> = {
  input: ['activations'],
  conv: [...sliding, 'filters', 'groups', 'bias', ...common, ...compression],
  depthwise: [...sliding, 'filters', 'bias', ...common, ...compression],
  dense: ['units', 'bias', ...common, ...compression],
  maxpool: ['window', 'kernel', 'stride', 'pad', 'activations', 'parallel'],
  avgpool: ['window', 'kernel', 'stride', 'pad', 'activations', 'parallel'],
  globalpool: ['activations', 'parallel'],
  relu: ['activations', 'parallel'],
  batchnorm: ['activations', 'parallel'],
  add: ['activations', 'parallel'],
  concat: ['activations', 'parallel'],
  flatten: ['activations'],
  softmax: ['activations', 'parallel'],
  upsample: ['scale', 'activations', 'parallel'],
  operator: ['onnx', 'macs', 'params', 'activations'],
};

export function isLayerKind(text: string): text is LayerKind {
  return Object.hasOwn(layerSettings, text);
}

/** A misspelt kind has been told by the parser, and the layer is read as the kind that was meant. */
function kindOf(text: string): LayerKind | undefined {
  return isLayerKind(text) ? text : meant(text, Object.keys(layerSettings)).find(isLayerKind);
}

export interface LayerList {
  readonly layers: readonly LayerSpec[];
  /** Position of the first layer of each name. */
  readonly names: ReadonlyMap<string, number>;
  /** References of `from` to layers of the same list; spans as in the form of the block that the layer was read in. */
  readonly references: readonly Reference[];
}

interface Reference {
  /** Positions of the layer that refers, and of the one that it refers to. */
  readonly layer: number;
  readonly target: number;
  readonly span: Span;
}

/** The layers of a network or a branch, in order, with their own names bound and their values in plain numbers. */
export function readLayers(
  reader: Reader,
  nodes: readonly Layer[],
  precision: NumberType | undefined,
  startsFromTrunk: boolean,
): LayerList {
  const byName = new Map<string, number>();
  const layers: LayerSpec[] = [];
  const references: Reference[] = [];
  const known = nodes.filter((node) => kindOf(node.layerKind.text) !== undefined);
  known.forEach((node, index) => {
    const name = node.name?.text;
    if (node.name === undefined || name === undefined) return;
    const first = byName.get(name);
    const firstNode = first === undefined ? undefined : known[first];
    if (firstNode?.name === undefined) {
      byName.set(name, index);
    } else {
      const origin = reader.at(node.name.span);
      reader.report({
        kind: 'duplicate-name',
        name,
        what: 'layer',
        first: reader.at(firstNode.name.span),
        origin,
      });
    }
  });
  known.forEach((node, index) => {
    const inputs: number[] = [];
    for (const from of node.from) {
      const target = byName.get(from.text);
      if (target === undefined || target >= index) {
        reader.report({
          kind: 'unknown-name',
          name: from.text,
          wanted: 'layer',
          candidates: known.slice(0, index).flatMap((n) => n.name?.text ?? []),
          origin: reader.at(from.span),
        });
      } else {
        inputs.push(target);
        references.push({ layer: index, target, span: from.span });
      }
    }
    const kind = kindOf(node.layerKind.text);
    if (kind === undefined) return;
    const previous = kind === 'input' ? [] : index > 0 || startsFromTrunk ? [index - 1] : [];
    layers.push(readLayer(reader, node, kind, index, node.from.length > 0 ? inputs : previous, precision));
  });
  return { layers, names: byName, references };
}

/**
 * `before` with one layer read anew, where that layer keeps its name, its kind and its inputs: the same `names`, and
 * the same object for each other layer. Undefined where more is different.
 */
export function rereadLayer(
  reader: Reader,
  before: LayerList,
  at: number,
  node: Layer,
  precision: NumberType | undefined,
): LayerList | undefined {
  const was = before.layers[at];
  if (was === undefined) return undefined;
  const isSame =
    node.layerKind.text === was.kind &&
    was.node.layerKind.text === was.kind &&
    node.name?.text === was.name &&
    node.from.length === 0 &&
    was.node.from.length === 0;
  if (!isSame) return undefined;
  const layers = [...before.layers];
  layers[at] = readLayer(reader, node, was.kind, at, was.inputs, precision);
  return { ...before, layers };
}

/** All of a layer that follows from its own words and the number type around it, wherever it stands. */
type Meaning = Omit<LayerSpec, 'index' | 'label' | 'node' | 'origin' | 'inputs'>;

interface Kept {
  readonly precision: NumberType | undefined;
  readonly meaning: Meaning;
}

/** Meanings of layers without a mistake: most of a network is the same after an edit. */
const meanings = new WeakMap<Layer, Kept>();

function readLayer(
  reader: Reader,
  node: Layer,
  kind: LayerKind,
  index: number,
  inputs: readonly number[],
  precision: NumberType | undefined,
): LayerSpec {
  const same = specs.get(node);
  if (same && isStill(same, reader, index, inputs, precision)) return same.spec;
  const text = firstReading(node);
  const kept = meanings.get(text);
  let meaning = kept?.precision === precision ? kept?.meaning : undefined;
  if (meaning === undefined) {
    let mistakes = 0;
    const report: Reader['report'] = (problem) => {
      mistakes++;
      reader.report(problem);
    };
    meaning = readMeaning({ ...reader, report }, node, kind, precision);
    if (mistakes === 0) meanings.set(text, { precision, meaning });
  }
  const spec: LayerSpec = {
    index,
    label: node.name?.text ?? `${kind}#${index}`,
    node,
    origin: reader.at(node.span),
    inputs,
    // Last: where fields follow, V8 gives every copy a form of its own, and takes nine times as long.
    ...meaning,
  };
  // One with a mistake is read again, so that the mistake is told again.
  if (meanings.get(text)?.meaning === meaning) specs.set(node, { precision, spec });
  return spec;
}

interface KeptSpec {
  readonly precision: NumberType | undefined;
  readonly spec: LayerSpec;
}

/** Layers that an edit neither touches nor moves, whole. */
const specs = new WeakMap<Layer, KeptSpec>();

function isStill(
  { spec, precision: was }: KeptSpec,
  { uri, block }: Reader,
  index: number,
  inputs: readonly number[],
  precision: NumberType | undefined,
): boolean {
  return (
    spec.index === index &&
    was === precision &&
    spec.origin.uri === uri &&
    firstForm(spec.origin.block) === firstForm(block) &&
    spec.inputs.length === inputs.length &&
    spec.inputs.every((input, i) => input === inputs[i])
  );
}

/** What a layer says, apart from where it stands; what is wrong is reported. */
export function readMeaning(
  reader: Reader,
  node: Layer,
  kind: LayerKind,
  precision: NumberType | undefined,
): Meaning {
  const settings = settingsByKeyword(reader, node.settings);
  const allowed = layerSettings[kind];
  for (const [keyword, setting] of settings) {
    if (allowed.includes(keyword)) continue;
    settings.delete(keyword);
    reader.report({
      kind: 'not-for-kind',
      keyword,
      layerKind: kind,
      allowed,
      origin: reader.at(setting.span),
    });
  }
  const first = (keyword: string): Value | undefined => settings.get(keyword)?.values[0];
  const kernelWord = settings.has('window') ? 'window' : 'kernel';
  const isPool = kind === 'maxpool' || kind === 'avgpool';
  if (isPool && settings.has('window') && settings.has('kernel')) {
    const origin = reader.at(settings.get('kernel')?.span ?? node.span);
    reader.report({ kind: 'conflicting-settings', keywords: ['window', 'kernel'], origin });
  }
  const window = readSize(reader, first(kernelWord), kernelWord, 1);
  const onnx = first('onnx');
  return present({
    name: node.name?.text,
    inputShape: kind === 'input' || kind === 'operator' ? readShape(reader, node.shape) : undefined,
    kernel: isPool ? undefined : window,
    window: isPool ? window : undefined,
    filters: readCount(reader, first('filters'), 'filters'),
    units: readCount(reader, first('units'), 'units'),
    stride: readSize(reader, first('stride'), 'stride', 1),
    pad: readPad(reader, first('pad')),
    dilation: readCount(reader, first('dilation'), 'dilation'),
    groups: readCount(reader, first('groups'), 'groups'),
    scale: readSize(reader, first('scale'), 'scale', 1),
    bias: readChoice(reader, settings.get('bias'), ['on', 'off'] as const),
    onnx: onnx?.kind === 'text' ? onnx.value : undefined,
    macs: readCount(reader, first('macs'), 'macs'),
    params: readCount(reader, first('params'), 'params'),
    weightsIn: readChoice(reader, settings.get('weights-in'), ['bram', 'lutram', 'uram', 'ddr'] as const),
    sparsity: readQuantity(reader, first('sparsity'), 'sparsity', 'share', { min: 0, max: mostSparse }),
    codebookBits: readQuantity(reader, first('codebook'), 'codebook', 'bits', {
      min: 1,
      max: 16,
      whole: true,
    }),
    rank: readCount(reader, first('rank'), 'rank'),
    kind,
    weights: readNumberType(settings.get('weights')) ?? precision ?? defaultNumberType,
    activations: readNumberType(settings.get('activations')) ?? precision ?? defaultNumberType,
    parallel: readParallel(reader, settings.get('parallel')),
  });
}

/**
 * What was not written reads as undefined, which is what an absent field reads as. All layers have all fields, in one
 * literal, since objects of one form are read and copied many times faster than those of many.
 */
function present<T extends object>(fields: T): Present<T> {
  return fields;
}

type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

function readParallel(reader: Reader, setting: Setting | undefined): Parallelism | 'auto' {
  if (setting === undefined) return { pe: 1, simd: 1 };
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
