/** From an ONNX model to the text of a design. */
import { OnnxError, type OnnxModel } from '../onnx/index';
import { type Parts, partsOf } from './design/exits';
import { notesWithoutNumbers } from './design/without-numbers';
import type { ModelLayer } from './layers/layer';
import { layersOf } from './layers/layers';
import { inputsOf, type InputOptions } from './inputs';
import { writeDesign } from './design/write';
import { traceGraph } from './graph/trace';

export interface ImportOptions extends InputOptions {
  /** Path of the model as the design will name it: relative to the design. */
  readonly model: string;
  /** Line of the device block, such as `board pynq-z2`. */
  readonly device: string;
}

export interface Imported {
  readonly text: string;
  readonly exits: number;
  readonly layers: number;
  /** What was assumed and what was left out, in whole sentences. */
  readonly notes: readonly string[];
}

/** The text of a design for a model whose external data need not be loaded. Throws an OnnxError with place and reason. */
export function importModel(model: OnnxModel, options: ImportOptions): Imported {
  const { dims, main, notes, guessed } = inputsOf(model, options);
  const hint = guessed.length > 0 ? `. ${guessed.join(' ')}` : '';
  try {
    const traced = traceGraph(model, dims);
    const builder = layersOf(traced, main);
    const opset = model.opsets.get('');
    const origin = [model.producer, opset === undefined ? '' : `opset ${opset}`]
      .filter((s) => s !== '')
      .join(', ');
    const lost = [...new Set(builder.lost.values())].map(
      (l) => `What follows ${l} is left out: its size depends on the data.`,
    );
    const head = {
      network: networkName(options.model),
      model: options.model,
      origin,
      device: options.device,
    };
    const all = [...notes, ...lost];
    const parts = withoutLastSoftmax(builder.layers, partsOf(builder));
    const used = [...parts.trunk, ...parts.exits.flatMap((e) => e.layers)];
    all.push(...notesWithoutNumbers(used.flatMap((i) => builder.layers[i] ?? [])));
    const text = writeDesign({ ...head, notes: all }, builder.layers, parts);
    const layers = parts.trunk.length + parts.exits.reduce((sum, e) => sum + e.layers.length, 0);
    return { text, exits: parts.exits.length, layers, notes: [...all, ...parts.notes] };
  } catch (error) {
    if (error instanceof OnnxError && hint !== '') throw new OnnxError(`${error.message}${hint}`);
    throw error;
  }
}

/** Scores decide what their softmax decides: at the end of a network it is left out, as at its exits. */
function withoutLastSoftmax(layers: readonly ModelLayer[], parts: Parts): Parts {
  const last = parts.trunk.at(-1) ?? -1;
  const isRead = layers.some((layer) => layer.inputs.includes(last));
  if (layers[last]?.kind !== 'softmax' || isRead || parts.trunk.length < 3) return parts;
  return { ...parts, trunk: parts.trunk.slice(0, -1) };
}

/** `vgg10` for `models/vgg10.onnx`. */
function networkName(path: string): string {
  const file = path.split('/').at(-1) ?? path;
  const stem = file.replace(/\.onnx$/i, '').replace(/[^\p{L}\p{N}_-]+/gu, '_');
  return /^[\p{L}_]/u.test(stem) ? stem : `model_${stem}`;
}
