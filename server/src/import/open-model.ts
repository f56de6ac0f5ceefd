/** A model with what it needs of the files beside it. */
import { type FileSystem, baseName, isRefused } from '../workspace/file-system';
import { type Refusal, mostBytes, refusalText } from '../workspace/refusal';
import { uriOfPath } from '../workspace/uri';
import { mostFolded } from './graph/value';
import {
  type ModelFiles,
  OnnxError,
  type OnnxModel,
  elementCount,
  loadExternalData,
  readModel,
  readStructure,
} from './onnx/index';

/** A larger model is not read whole for its structure: its weights stay where they are. */
const READ_WHOLE = 64e6;

/**
 * Reads a model for its structure: sizes and scales are loaded, weights only have to be there.
 *
 * @throws OnnxError
 */
export async function openModel(uri: string, fileSystem: FileSystem): Promise<OnnxModel> {
  const name = baseName(uri);
  const files = filesBeside(uri, fileSystem);
  const size = known(await fileSystem.size(uri));
  const most = mostBytes.model;
  if (size > most) throw new OnnxError(refusalText({ kind: 'too-large', most, bytes: size }, 'model'));
  const bytes =
    size <= READ_WHOLE
      ? known(await fileSystem.read(uri, READ_WHOLE))
      : await readStructure(name, size, async (start, end) =>
          known(await fileSystem.read(uri, end - start, { start, end })),
        );
  return loadExternalData(readModel(bytes), files, (tensor) => elementCount(tensor.dims) <= mostFolded);
}

/** Files in a model's folder, the model itself too. */
export function filesBeside(model: string, fileSystem: FileSystem): ModelFiles {
  const at = (location: string) => (location === baseName(model) ? model : uriOfPath(model, location));
  return {
    read: async (location, most, range) => {
      const uri = at(location);
      return typeof uri === 'string' ? fileSystem.read(uri, most, range) : uri;
    },
    size: async (location) => {
      const uri = at(location);
      return typeof uri === 'string' ? fileSystem.size(uri) : uri;
    },
  };
}

function known<T extends Uint8Array | number>(found: T | Refusal): T {
  if (!isRefused(found)) return found;
  throw new OnnxError(refusalText(found, 'model'));
}
