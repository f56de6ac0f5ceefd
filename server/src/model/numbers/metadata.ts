import { DataFault } from '../../datasets/array';
import { normalisationOf } from '../../datasets/normalisation';
import type { Normalisation } from '../../datasets/preprocess';
import { OnnxError } from '../../onnx/index';

/** What a model that we wrote tells of itself. */
export const metadataKeys = {
  /** How its numbers were made, for people. */
  note: 'exeunt.note',
  normalisation: 'exeunt.normalisation',
};

/** Bytes that are divided by 255, unless the file says otherwise. */
const bytes: Normalisation = { scale: 255 };

/** @throws OnnxError where the model tells one that is none */
export function normalisationIn(metadata: ReadonlyMap<string, string>): Normalisation {
  const text = metadata.get(metadataKeys.normalisation);
  if (text === undefined) return bytes;
  try {
    return { ...bytes, ...normalisationOf(`its metadata \`${metadataKeys.normalisation}\``, text) };
  } catch (error) {
    if (error instanceof DataFault) throw new OnnxError(`${error.message}; quantise the model again`);
    throw error;
  }
}
