/** A model with what it needs of the files beside it. */
import {
  OnnxError,
  type OnnxModel,
  elementCount,
  externalLocations,
  loadExternalData,
  readModel,
} from './onnx/index';
import { mostFolded } from './graph/value';

/** Files in the model's folder, by their relative path. */
export interface ModelFiles {
  read(location: string): Promise<Uint8Array | undefined>;
  exists(location: string): Promise<boolean>;
}

/**
 * Reads a model for its structure: sizes and scales in other files are loaded, weights there only have to exist. Throws
 * an OnnxError.
 */
export async function openModel(bytes: Uint8Array, files: ModelFiles): Promise<OnnxModel> {
  const model = readModel(bytes);
  for (const location of externalLocations(model)) {
    if (!(await files.exists(location))) {
      throw new OnnxError(`the model's weights are in the file ${location}, which is not beside it`);
    }
  }
  return loadExternalData(
    model,
    (location) => files.read(location),
    (tensor) => elementCount(tensor.dims) <= mostFolded,
  );
}
