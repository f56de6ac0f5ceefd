import type { Analysis, LayerList } from '../../analysis/analysis';
import type {
  LayerNumbers,
  Matrix,
  Quantisation,
  QuantisedDesign,
  QuantisedList,
} from '../../arithmetic/index';
import { accumulatorBounds, powerAbove } from '../../arithmetic';
import type { Normalisation } from '../../datasets/preprocess';
import { lowerModel } from '../lower/lower';
import {
  type Codes,
  type LoweredModel,
  type MatrixValues,
  type Op,
  type Value,
  sizeOf,
} from '../lower/lowered';
import { type OnnxModel, readModel } from '../../onnx/index';
import { type BoundList, LayerMismatch } from './bind-layers';
import { boundModel, scorers, unrounded } from './bound-model';
import { inputShape, withSizes } from '../sized-input';
import { metadataKeys, normalisationIn } from './metadata';
import { pixelCodes } from './pixels';

export interface ModelFile {
  /** As the design writes it. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Read already, with external data, where it has any. */
  readonly model?: OnnxModel;
  /** What its inputs were divided by and shifted, where the file does not say. */
  readonly normalisation?: Normalisation;
}

/**
 * What the layers of a design compute with, from the int8 model that its network is bound to: weights in the
 * template's order, scales, and codes of every value.
 *
 * @throws OnnxError for a model that is float, that the template cannot compute, or that is not the design's network
 */
export async function quantisedDesign(
  analysis: Analysis,
  network: string,
  file: ModelFile,
): Promise<QuantisedDesign> {
  const model = file.model ?? readModel(file.bytes);
  const lowered = lowerModel(withSizes(model, inputShape(analysis, network)));
  const { input, lists } = boundModel(analysis, network, lowered, file.path);
  const normalisation = file.normalisation ?? normalisationIn(model.metadata);
  const outputs = scoreCodes(lowered);
  return {
    source: {
      kind: 'model',
      path: file.path,
      hash: await sha256(file.bytes),
      note: noteOf(model, lowered),
      ...(lowered.differences.length > 0 && { isInexact: true }),
    },
    inputs: new Map([[network, input]]),
    ...(lowered.input.shape.length === 3 && { pixels: pixelCodes(lowered, input, normalisation) }),
    lists: lists.map((bound) => quantisedList(bound, outputs)),
  };
}

function noteOf({ metadata }: OnnxModel, { differences }: LoweredModel): string {
  const note = metadata.get(metadataKeys.note);
  if (note !== undefined) return note;
  const few = differences.slice(0, MOST_DIFFERENCES);
  const more =
    differences.length > few.length ? [`and at ${differences.length - few.length} more layers`] : [];
  return differences.length === 0 ? 'int8 model as it is' : `int8 model, but ${[...few, ...more].join('; ')}`;
}

const MOST_DIFFERENCES = 5;

function quantisedList({ list, ops }: BoundList, scores: ReadonlyMap<Value, Codes>): QuantisedList {
  const layers = new Map<number, LayerNumbers>();
  for (const [index, op] of ops) {
    if (op.kind !== 'upsample') layers.set(index, layerNumbers(list, index, op, scores));
  }
  return { kind: list.kind, name: list.name, layers };
}

function layerNumbers(
  list: LayerList,
  index: number,
  op: Op,
  scores: ReadonlyMap<Value, Codes>,
): LayerNumbers {
  const codesOf = (value: Value): Codes => {
    const codes = value.codes ?? scores.get(value);
    if (codes) return codes;
    throw new LayerMismatch(list, list.specs[index], unrounded(value));
  };
  const inputs = op.inputs.map(codesOf);
  const output = capped(codesOf(op.output), op);
  const [input] = inputs;
  const [source] = op.inputs;
  return {
    inputs,
    output,
    ...('matrix' in op && input && source && { matrix: streamed(op, source, input, output) }),
    ...(op.kind === 'avgpool' && op.countPadding && { countPadding: true }),
  };
}

/** What a clip lets through; the zero of a plain relu is in the design. */
function capped(codes: Codes, { relu }: Op): Quantisation {
  if (relu?.cap === undefined) return codes;
  return { ...codes, max: Math.min(codes.max, Math.round(relu.cap / codes.scale) + codes.zeroPoint) };
}

type MatrixOp = Op & { readonly matrix: MatrixValues };

/** Weights in the order in which an image streams: channels fastest. */
function streamed(op: MatrixOp, source: Value, input: Codes, output: Codes): Matrix {
  const { codes, filters, bias, biasCodes } = op.matrix;
  if (codes === undefined) throw new Error(`${op.output.name} is of a float model`);
  const width = codes.weights.length / filters;
  const places = streamOrder(op, source, width);
  const weights = codes.weights.slice();
  for (let f = 0; f < filters; f++) {
    for (let i = 0; i < width; i++) weights[f * width + (places[i] ?? i)] = codes.weights[f * width + i] ?? 0;
  }
  const step = (f: number): number => Math.fround(input.scale * (codes.scales[f] ?? 1));
  return {
    weights,
    bias: biasCodes ?? Int32Array.from(bias, (b, f) => Math.round(b / step(f))),
    scales: Float32Array.from({ length: filters }, (_, f) => step(f) / output.scale),
  };
}

/** For each weight of a filter, its place in the stream: an image's channels go fastest, images side by side one by one. */
function streamOrder(op: MatrixOp, source: Value, width: number): Int32Array {
  const [rows, columns] =
    op.kind === 'conv' ? op.window.kernel : [source.shape[1] ?? 1, source.shape[2] ?? 1];
  const parts =
    op.kind === 'dense' && source.parts
      ? source.parts.map(([channels = 1, h = 1, w = 1]) => ({ channels, area: h * w }))
      : [{ channels: width / (rows * columns), area: rows * columns }];
  const places = new Int32Array(width);
  let start = 0;
  for (const { channels, area } of parts) {
    for (let c = 0; c < channels; c++)
      for (let at = 0; at < area; at++) places[start + c * area + at] = start + at * channels + c;
    start += channels * area;
  }
  return places;
}

/** Bits of scores that a model leaves as real numbers. */
const scoreMax = 32_767;

/**
 * Scores that a model does not round (the last layers of QDQ files mostly) get 16 bits and a step with which no sum
 * of theirs can leave the range.
 */
function scoreCodes(model: LoweredModel): ReadonlyMap<Value, Codes> {
  const found = new Map<Value, Codes>();
  for (const [value, { op, codes, input }] of scorers(model)) {
    const { bias, filters } = op.matrix;
    const step = (f: number): number => Math.fround(input.scale * (codes.scales[f] ?? 1));
    const bounds = accumulatorBounds(
      {
        weights: codes.weights,
        bias: op.matrix.biasCodes ?? Int32Array.from(bias, (b, f) => Math.round(b / step(f))),
        scales: new Float32Array(filters),
      },
      input,
    );
    const largest = bounds.reduce((most, bound, f) => Math.max(most, bound * step(f)), 0);
    if (!(largest > 0) || sizeOf(value.shape) === 0) continue;
    found.set(value, {
      scale: powerAbove(largest / scoreMax),
      zeroPoint: 0,
      min: -scoreMax - 1,
      max: scoreMax,
    });
  }
  return found;
}

async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new Uint8Array(bytes));
  return Array.from(new Uint8Array(digest), (b) => b.toString(16).padStart(2, '0')).join('');
}
