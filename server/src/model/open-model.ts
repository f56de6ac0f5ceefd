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
} from '../onnx/index';

/** A larger model is not read whole for its structure: its weights stay where they are. */
const READ_WHOLE = 64e6;

/**
 * Reads a model for its structure: sizes and scales are loaded, weights only have to be there.
 *
 * @throws OnnxError
 */
export async function openModel(uri: string, fileSystem: FileSystem): Promise<OnnxModel> {
  const size = await modelSize(uri, fileSystem);
  const bytes =
    size <= READ_WHOLE
      ? known(await fileSystem.read(uri, READ_WHOLE))
      : await structureOf(uri, size, fileSystem);
  const files = filesBeside(uri, fileSystem);
  return loadExternalData(readModel(bytes), files, (tensor) => elementCount(tensor.dims) <= mostFolded);
}

/**
 * A model without the values of its weights, which have to be there: names and shapes, scales, zero points and biases. Read by
 * ranges, however large the file is.
 *
 * @throws OnnxError
 */
export async function openHeader(uri: string, fileSystem: FileSystem): Promise<OnnxModel> {
  const size = await modelSize(uri, fileSystem);
  const bytes = await structureOf(uri, size, fileSystem);
  return loadExternalData(readModel(bytes), filesBeside(uri, fileSystem), ({ dims }) => {
    const count = elementCount(dims);
    return count <= mostFolded && (dims.length < 2 || count <= MOST_SCALES);
  });
}

/** Elements of a tensor that is no vector and may be one of scales; with more it is one of weights. */
const MOST_SCALES = 4096;

async function modelSize(uri: string, fileSystem: FileSystem): Promise<number> {
  const size = known(await fileSystem.size(uri));
  const most = mostBytes.model;
  if (size > most) throw new OnnxError(refusalText({ kind: 'too-large', most, bytes: size }, 'model'));
  return size;
}

function structureOf(uri: string, size: number, fileSystem: FileSystem): Promise<Uint8Array> {
  return readStructure(baseName(uri), size, async (start, end) =>
    known(await fileSystem.read(uri, end - start, { start, end })),
  );
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
