/** Reads ONNX files with their external weights from disk. */
import { type OnnxModel, externalLocations, loadExternalData, readModel } from '../onnx/index';
import { filesBeside } from '../model/open-model';
import { nodeFileSystem } from '../node/file-system';
import { uriOfFile } from './read-file';

/**
 * Reads a model and its external weights, which are files beside it.
 *
 * @param path of the model's file
 * @throws OnnxError if the model is damaged or a weight file is missing
 */
export async function readWithData(
  path: string,
  bytes: Uint8Array,
): Promise<{ readonly model: OnnxModel; readonly outside: boolean }> {
  const read = readModel(bytes);
  const model = await loadExternalData(read, filesBeside(uriOfFile(path), nodeFileSystem));
  return { model, outside: externalLocations(read).size > 0 };
}
