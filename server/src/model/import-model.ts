/** From an ONNX model to the text of a design. */
import { OnnxError, type OnnxModel } from '../onnx/index';
import { partsOf } from './design/exits';
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
    const parts = partsOf(builder);
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
    const text = writeDesign({ ...head, notes: all }, builder.layers, parts);
    const layers = parts.trunk.length + parts.exits.reduce((sum, e) => sum + e.layers.length, 0);
    return { text, exits: parts.exits.length, layers, notes: [...all, ...parts.notes] };
  } catch (error) {
    if (error instanceof OnnxError && hint !== '') throw new OnnxError(`${error.message}${hint}`);
    throw error;
  }
}

/** `vgg10` for `models/vgg10.onnx`. */
function networkName(path: string): string {
  const file = path.split('/').at(-1) ?? path;
  const stem = file.replace(/\.onnx$/i, '').replace(/[^\p{L}\p{N}_-]+/gu, '_');
  return /^[\p{L}_]/u.test(stem) ? stem : `model_${stem}`;
}
